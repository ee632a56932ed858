// SPDX-License-Identifier: MIT
#include <loccer/base/copy_bytes.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

TEST(CopyBytes, CopiesAllAndNothingElseWhateverTheSize) {
    std::string source(5000, '\0');
    for (std::size_t i = 0; i < source.size(); ++i) source[i] = static_cast<char>('a' + i * 7919 % 26);
    for (const std::size_t size : {0U, 1U, 1023U, 1024U, 1025U, 2047U, 2048U, 2049U, 4096U, 4999U, 5000U}) {
        const std::string_view bytes = std::string_view(source).substr(0, size);
        std::string copy(source.size() + 2, '?');

        const char* const end = loccer::copy_bytes(copy.data() + 1, bytes);

        EXPECT_EQ(end, copy.data() + 1 + size);
        EXPECT_EQ(copy, "?" + std::string(bytes) + std::string(source.size() - size + 1, '?'));
    }
}

TEST(CopyBytes, CopiesNothingFromNowhere) {
    char here = 'x';

    EXPECT_EQ(loccer::copy_bytes(&here, {}), &here);

    EXPECT_EQ(here, 'x');
}

}  // namespace
