// SPDX-License-Identifier: MIT
#include <loccer/json/escape_blocks.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace loccer::json::escaping;

TEST(LoadPart, ReadsAPartAndZerosBehindIt) {
    const std::string_view text = "0123456";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        const std::unique_ptr<char[]> exactly{new char[size]};  // ends where its memory ends
        text.copy(exactly.get(), size);
        std::uint64_t expected = 0;
        text.copy(reinterpret_cast<char*>(&expected), size);

        EXPECT_EQ(load_part(exactly.get(), size), expected) << size;
    }
}

TEST(PutUnclean, DoesNotNeedAnythingToBeUnclean) {
    const std::string plain(100, 'x');
    std::string out(plain.size() * loccer::json::max_escape + sizeof(Block), '\0');
    std::size_t repaired = 0;

    const char* const end = put_unclean<HalvesBits>(plain.data(), plain.data() + plain.size(), out.data(), repaired);

    EXPECT_EQ(std::string_view(out.data(), static_cast<std::size_t>(end - out.data())), plain);
    EXPECT_EQ(repaired, 0U);
}

}  // namespace
