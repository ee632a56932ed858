// SPDX-License-Identifier: MIT
#include <loccer/json/known_thread.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using loccer::ThreadInfo;
using loccer::json::KnownThread;

constexpr const char* member = R"("thread":{"id":7,"name":"worker"})";

TEST(KnownThread, IsNoneAtFirst) {
    const KnownThread known;

    EXPECT_EQ(known.find({7, "worker"}), "");
    EXPECT_EQ(known.find({0, ""}), "");
}

TEST(KnownThread, GivesTheMemberOfTheThreadThatWasKept) {
    KnownThread known;
    known.keep({7, "worker"}, member);

    EXPECT_EQ(known.find({7, "worker"}), member);
    EXPECT_EQ(known.find({8, "worker"}), "");
    EXPECT_EQ(known.find({7, "worker2"}), "");
    EXPECT_EQ(known.find({7, ""}), "");
}

TEST(KnownThread, IsTheLastOneThatWasKept) {
    KnownThread known;
    known.keep({7, "worker"}, member);
    known.keep({8, "other"}, R"("thread":{"id":8,"name":"other"})");

    EXPECT_EQ(known.find({7, "worker"}), "");
    EXPECT_EQ(known.find({8, "other"}), R"("thread":{"id":8,"name":"other"})");
}

TEST(KnownThread, TellsAnUnknownNameFromAnEmptyOne) {
    KnownThread known;
    known.keep({7, ""}, R"("thread":{"id":7,"name":""})");

    EXPECT_EQ(known.find({7, {}}), "");

    known.keep({9, {}}, R"("thread":{"id":9,"name":null})");
    EXPECT_EQ(known.find({9, {}}), "");
    EXPECT_EQ(known.find({9, ""}), "");
}

TEST(KnownThread, KeepsNothingThatIsTooLong) {
    KnownThread known;
    const std::string long_name(17, 'x');
    known.keep({7, long_name}, member);
    known.keep({8, "worker"}, std::string(97, 'x'));

    EXPECT_EQ(known.find({7, long_name}), "");
    EXPECT_EQ(known.find({8, "worker"}), "");
}

}  // namespace
