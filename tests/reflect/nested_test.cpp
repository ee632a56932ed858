// SPDX-License-Identifier: MIT
#include <loccer/reflect/nested.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using loccer::reflect::describe_nested;
using loccer::reflect::max_level;

TEST(Nested, DescribesAPartBelowTheLimit) {
    test_support::RecordingSink sink;

    describe_nested(sink, std::string("x"), max_level - 1);

    EXPECT_EQ(sink.str(), "\"x\"");
}

TEST(Nested, MarksAPartAtTheLimit) {
    test_support::RecordingSink sink;

    describe_nested(sink, std::string("x"), max_level);

    EXPECT_EQ(sink.str(), "\"<nested too deeply>\"");
}

}  // namespace
