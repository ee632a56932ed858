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

TEST(PathRedaction, RemovesTheUserAtTheEndOfATextAndOfAUrl) {
    EXPECT_EQ(shown("/home/ada"), "/home/[REDACTED]");
    EXPECT_EQ(shown("/Users/ada"), "/Users/[REDACTED]");
    EXPECT_EQ(shown("HOME=/home/ada"), "HOME=/home/[REDACTED]");
    EXPECT_EQ(shown("file:///home/ada/x"), "file:///home/[REDACTED]/x");
    EXPECT_EQ(shown("C:/Users/ada"), "C:/Users/[REDACTED]");
}

TEST(PathRedaction, RemovesTheUserOfADriveInAnyCase) {
    EXPECT_EQ(shown(R"(c:\users\ada\x)"), R"(c:\users\[REDACTED]\x)");
    EXPECT_EQ(shown(R"(C:\USERS\ada\x)"), R"(C:\USERS\[REDACTED]\x)");
    EXPECT_EQ(shown("c:/users/ada/x"), "c:/users/[REDACTED]/x");
    EXPECT_EQ(shown("GET /users/ada/orders"), "GET /users/ada/orders");
}

TEST(PathRedaction, RemovesANameWithAnApostrophe) {
    EXPECT_EQ(shown("/home/o'neil/x"), "/home/[REDACTED]/x");
    EXPECT_EQ(shown("/home/o'neil"), "/home/[REDACTED]");
    EXPECT_EQ(shown("open('/home/o'neil/x')"), "open('/home/[REDACTED]/x')");
    EXPECT_EQ(shown("'/home/ada' and '/home/bob'"), "'/home/[REDACTED]' and '/home/[REDACTED]'");
    EXPECT_EQ(shown("'/home/ada's"), "'/home/[REDACTED]'s");
}

TEST(PathRedaction, RemovesANameWithBlanksWhereItsEndIsToBeSeen) {
    EXPECT_EQ(shown(R"(C:\Users\Ada Lovelace\x)"), R"(C:\Users\[REDACTED]\x)");
    EXPECT_EQ(shown(R"("C:\Users\Ada Lovelace\x")"), R"("C:\Users\[REDACTED]\x")");
    EXPECT_EQ(shown(R"('C:\Users\Ada Lovelace')"), R"('C:\Users\[REDACTED]')");
    EXPECT_EQ(shown(R"(C:\Users\Ada O'Neil\x)"), R"(C:\Users\[REDACTED]\x)");
    EXPECT_EQ(shown("/Users/Ada Lovelace/x"), "/Users/[REDACTED]/x");
    EXPECT_EQ(shown("/Users/ada and /tmp/b"), "/Users/[REDACTED] and /tmp/b");
    EXPECT_EQ(shown("/home/ada is full, see a/b"), "/home/[REDACTED] is full, see a/b");
}

TEST(PathRedaction, RemovesAUserBehindATilde) {
    EXPECT_EQ(shown("~ada/x"), "~[REDACTED]/x");
    EXPECT_EQ(shown("cd ~ada/x"), "cd ~[REDACTED]/x");
    EXPECT_EQ(shown("https://shop.example/~ada/x"), "https://shop.example/~[REDACTED]/x");
    for (const std::string_view text : {"~/x", "~5/x", "a~b/c", "takes ~two hours", "~", "HEAD~ada"}) {
        EXPECT_EQ(shown(text), text);
    }
    EXPECT_EQ(loccer::redacted_text<Log>("x = ~mask/2", loccer::TextKind::code), "x = ~mask/2");
    EXPECT_EQ(loccer::redacted_text<Log>("~ada/x.cpp", loccer::TextKind::code), "~[REDACTED]/x.cpp");
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
