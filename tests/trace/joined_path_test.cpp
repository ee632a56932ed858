// SPDX-License-Identifier: MIT
#include <loccer/trace/joined_path.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using loccer::trace::JoinedPath;

TEST(JoinedPath, PutsPiecesBehindEachOther) {
    JoinedPath path;

    EXPECT_STREQ(path.join("/usr/lib", std::string_view{"/debugger"}.substr(0, 6), "/x"), "/usr/lib/debug/x");
}

TEST(JoinedPath, BeginsAnew) {
    JoinedPath path;
    ASSERT_NE(path.join("/one"), nullptr);

    EXPECT_STREQ(path.join("/t", "wo"), "/two");
}

TEST(JoinedPath, RefusesWhatIsTooLong) {
    JoinedPath path;
    const std::string fits(4094, 'x');

    EXPECT_NE(path.join("/", std::string_view{fits}), nullptr);
    EXPECT_EQ(path.join("//", std::string_view{fits}), nullptr);
}

}  // namespace
