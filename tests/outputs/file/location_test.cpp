// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/location.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace {

using loccer::file::Location;
using loccer::file::printable;
using namespace std::string_view_literals;

std::string refusal(std::string_view path) {
    try {
        const Location location(path);
    } catch (const std::system_error& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Location, TakesAnAbsolutePathApart) {
    const Location location("/var/log/errors.log");

    EXPECT_EQ(location.directory(), "/var/log/");
    EXPECT_EQ(location.name(), "errors.log");
}

TEST(Location, MakesARelativePathAbsolute) {
    const Location location("logs/errors.log");

    EXPECT_EQ(location.path(), std::filesystem::current_path().string() + "/logs/errors.log");
}

TEST(Location, PutsABareNameIntoTheWorkingDirectory) {
    const Location location("errors.log");

    EXPECT_EQ(location.directory(), std::filesystem::current_path().string() + "/");
    EXPECT_EQ(location.name(), "errors.log");
}

TEST(Location, KnowsAFileInTheRootDirectory) {
    const Location location("/errors.log");

    EXPECT_EQ(location.directory(), "/");
}

TEST(Location, RefusesAnEmptyPath) {
    EXPECT_EQ(refusal("").find("loccer::JsonFileOutput: '' has an empty path; name a file"), 0U) << refusal("");
}

TEST(Location, RefusesAPathWithAZeroByteAndShowsIt) {
    EXPECT_EQ(refusal("a\0b"sv).find("loccer::JsonFileOutput: 'a\\u0000b' has a zero byte"), 0U) << refusal("a\0b"sv);
}

TEST(Location, RefusesAPathThatEndsWithASlash) {
    EXPECT_NE(refusal("/tmp/").find("'/tmp/' is a directory"), std::string::npos) << refusal("/tmp/");
}

TEST(Printable, ShowsNoByteThatATerminalObeys) { EXPECT_EQ(printable("a\x1b[2J\n\u202e"), "a\\u001b[2J\\n\\u202e"); }

TEST(Printable, ShortensALongPathInTheMiddle) {
    const std::string shown = printable("/begin" + std::string(10'000, 'x') + "end.log");

    EXPECT_LT(shown.size(), 300U);
    EXPECT_EQ(shown.find("/begin"), 0U);
    EXPECT_EQ(shown.substr(shown.size() - 7), "end.log");
}

}  // namespace
