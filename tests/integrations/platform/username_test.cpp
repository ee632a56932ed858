// SPDX-License-Identifier: MIT
#include <loccer/integrations/platform/username.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <unistd.h>

namespace {

namespace platform = loccer::platform;
using namespace std::string_view_literals;

TEST(Username, IsTheNameWithTheUserId) {
    constexpr auto passwd = "root:x:0:0:root:/root:/bin/bash\nworker:x:1000:1000::/home/worker:/bin/sh\n"sv;

    EXPECT_EQ(platform::name_in_passwd(passwd, "1000"), "worker");
    EXPECT_EQ(platform::name_in_passwd(passwd, "0"), "root");
}

TEST(Username, IsUnknownWhereNoEntryHasTheUserId) {
    EXPECT_EQ(platform::name_in_passwd("worker:x:1000:100::/:/bin/sh\n", "100"), "");
    EXPECT_EQ(platform::name_in_passwd("", "100"), "");
}

TEST(Username, PassesOverDamagedEntries) {
    constexpr auto passwd = "\n:x:7:\nno colons\nx:\nx:y\nlast:x:7:7"sv;

    EXPECT_EQ(platform::name_in_passwd(passwd, "7"), "last");
}

TEST(Username, FallsBackToTheUserId) {
    EXPECT_EQ(platform::username("/nonexistent"), "uid " + std::to_string(::getuid()));
}

}  // namespace
