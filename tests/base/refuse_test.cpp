// SPDX-License-Identifier: MIT
#include <loccer/base/refuse.hpp>

#include <gtest/gtest.h>

#include <string>
#include <system_error>

namespace {

TEST(Refuse, ThrowsTheCodeAndTheSentence) {
    const std::error_code code = std::make_error_code(std::errc::not_a_directory);

    try {
        loccer::refuse(code, "loccer::JsonFileOutput: the path /dev/null/x is no directory; give another one");
        FAIL() << "refuse() returned";
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), code);
        EXPECT_EQ(std::string(error.what()).rfind("loccer::JsonFileOutput: the path /dev/null/x", 0), 0U);
    }
}

}  // namespace
