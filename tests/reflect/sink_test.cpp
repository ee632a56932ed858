// SPDX-License-Identifier: MIT
#include <loccer/reflect/sink.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace {

struct WithoutArrays {
    void null() noexcept {}
    void boolean(bool) noexcept {}
    void text(std::string_view) noexcept {}
};

TEST(Sink, IsModelledByTheRecordingSink) { EXPECT_TRUE(loccer::reflect::Sink<test_support::RecordingSink>); }

TEST(Sink, IsNotModelledByWhatCannotTakeEveryValue) { EXPECT_FALSE(loccer::reflect::Sink<WithoutArrays>); }

}  // namespace
