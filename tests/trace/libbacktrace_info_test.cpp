// SPDX-License-Identifier: MIT
#include <loccer/trace/libbacktrace_info.hpp>

#include "looked_up.hpp"

#include <gtest/gtest.h>

namespace {

using loccer::trace::LibbacktraceInfo;

TEST(LibbacktraceInfo, TellsFunctionAndSymbol) {
    if (LOCCER_CFG_LIBBACKTRACE == 0) GTEST_SKIP() << "built without libbacktrace";
    looked_up::expect_function_and_symbol<LibbacktraceInfo>();
}

TEST(LibbacktraceInfo, TellsNothingOfAModuleThatItCannotKnow) {
    LibbacktraceInfo info;

    looked_up::expect_nothing_of_an_unknown_module(info);
}

TEST(LibbacktraceInfo, StillKnowsTheOthersWhenItMayNotBeRenewedAnyMore) {
    if (LOCCER_CFG_LIBBACKTRACE == 0) GTEST_SKIP() << "built without libbacktrace";
    LibbacktraceInfo info;
    looked_up::Visitor visitor;
    looked_up::expect_nothing_of_an_unknown_module(info);

    ASSERT_TRUE(info.look_up(looked_up::this_program(), looked_up::address_of_function(), visitor));

    EXPECT_FALSE(visitor.functions.empty());
}

TEST(LibbacktraceInfo, SaysThatItMayKnowMoreLaterWhenDescriptorsRanOut) {
    if (LOCCER_CFG_LIBBACKTRACE == 0) GTEST_SKIP() << "built without libbacktrace";
    looked_up::expect_more_later_without_descriptors<LibbacktraceInfo>();
}

}  // namespace
