// SPDX-License-Identifier: MIT
#include <loccer/redactions/path.hpp>

#include <loccer/loccer.hpp>
#include <loccer/pipeline/describe.hpp>
#include <loccer/redactions/no_values.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using Log = loccer::Loccer<loccer::NullOutput, loccer::NoRedaction, loccer::PathRedaction<"/srv/build/agent-7">>;

std::string shown(std::string_view text) { return loccer::redacted_text<Log>(text); }

TEST(PathRedaction, RemovesTheUserOfAHomeDirectory) {
    EXPECT_EQ(shown("/home/ada/src/main.cpp"), "/home/[REDACTED]/src/main.cpp");
    EXPECT_EQ(shown("cannot open '/home/ada'"), "cannot open '/home/[REDACTED]'");
    EXPECT_EQ(shown("/Users/ada.l/src"), "/Users/[REDACTED]/src");
    EXPECT_EQ(shown(R"(C:\Users\ada\src)"), R"(C:\Users\[REDACTED]\src)");
    EXPECT_EQ(shown(R"(C:\\Users\\ada\\src)"), R"(C:\\Users\\[REDACTED]\\src)");
    EXPECT_EQ(shown("/export/home/ada:/home/bob"), "/export/home/[REDACTED]:/home/[REDACTED]");
}

TEST(PathRedaction, LeavesWhatIsNoHomeDirectory) {
    for (const std::string_view text : {"/home", "/home/", "/homes/ada", "home/ada", "/usr/lib/libhome.so",
                                        "/var/Users", "at home/work", "/ho", "/U"}) {
        EXPECT_EQ(shown(text), text);
    }
}

TEST(PathRedaction, RemovesADirectoryThatIsNamed) {
    EXPECT_EQ(shown("/srv/build/agent-7/src/main.cpp"), "[REDACTED]/src/main.cpp");
    EXPECT_EQ(shown("in /srv/build/agent-7"), "in [REDACTED]");
    EXPECT_EQ(shown("/srv/build/agent-77/main.cpp"), "/srv/build/agent-77/main.cpp");
    EXPECT_EQ(shown("/srv/build/agent-8/main.cpp"), "/srv/build/agent-8/main.cpp");
}

TEST(PathRedaction, HoldsInTheNamesOfFilesToo) {
    EXPECT_EQ(loccer::redacted_text<Log>("/home/ada/src/main.cpp", loccer::TextKind::code),
              "/home/[REDACTED]/src/main.cpp");
}

TEST(PathRedaction, HoldsWhereTextsAreNotLookedThroughByDefault) {
    using Bare = loccer::Loccer<loccer::NullOutput, loccer::NoValueRedaction, loccer::PathRedaction<>>;

    EXPECT_EQ(loccer::redacted_text<Bare>("/home/ada password=hunter2"), "/home/[REDACTED] password=hunter2");
}

}  // namespace
