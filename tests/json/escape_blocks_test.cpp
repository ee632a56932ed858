// SPDX-License-Identifier: MIT
#include <loccer/json/escape_blocks.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using namespace loccer::json::escaping;

TEST(PutUnclean, DoesNotNeedAnythingToBeUnclean) {
    const std::string plain(100, 'x');
    std::string out(plain.size() * loccer::json::max_escape + sizeof(Block), '\0');
    std::size_t repaired = 0;

    const char* const end = put_unclean<HalvesBits>(plain.data(), plain.data() + plain.size(), out.data(), repaired);

    EXPECT_EQ(std::string_view(out.data(), static_cast<std::size_t>(end - out.data())), plain);
    EXPECT_EQ(repaired, 0U);
}

}  // namespace
