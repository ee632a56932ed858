// SPDX-License-Identifier: MIT
// For records that other programs have left: every line of the file that LOCCER_TEST_LINES names is a
// record, by the oracle of json_check.hpp.

#include "json_check.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

TEST(Lines, AreRecords) {
    const char* path = std::getenv("LOCCER_TEST_LINES");
    ASSERT_NE(path, nullptr);
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};

    ASSERT_FALSE(text.empty()) << path;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t found = text.find('\n', begin);
        const std::size_t end = found == std::string::npos ? text.size() : found + 1;
        const auto record = json_check::checked_line(text.substr(begin, end - begin));
        ASSERT_TRUE(record.contains("loccer_type")) << text.substr(begin, 200);
        begin = end;
    }
}
