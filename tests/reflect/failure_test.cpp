// SPDX-License-Identifier: MIT
#include <loccer/reflect/failure.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace {

using loccer::reflect::describe_failure;
using loccer::reflect::describe_guarded;
using test_support::RecordingSink;

TEST(Failure, SaysWhatWasThrown) {
    RecordingSink sink;

    describe_failure(sink, "disk gone");

    EXPECT_EQ(sink.str(), "\"Error getting repr of the object: disk gone\"");
}

TEST(Failure, CutsALongReasonAndKeepsItsLength) {
    RecordingSink sink;
    const std::string reason(100'000, 'x');

    describe_failure(sink, reason.c_str());

    EXPECT_EQ(sink.str().size(), 1 + 512 + 1 + 7);
    EXPECT_EQ(sink.str().substr(514), "/100034");
}

#if LOCCER_CFG_EXCEPTIONS
TEST(Failure, TakesBackWhatWasWrittenBefore) {
    RecordingSink sink;

    describe_guarded(sink, [&] {
        (void)sink.begin_object();
        (void)sink.key("half");
        throw std::runtime_error("stop");
    });

    EXPECT_EQ(sink.str(), "\"Error getting repr of the object: stop\"");
}
#endif

TEST(Failure, LeavesASuccessAlone) {
    RecordingSink sink;

    describe_guarded(sink, [&] { sink.null(); });

    EXPECT_EQ(sink.str(), "null");
}

}  // namespace
