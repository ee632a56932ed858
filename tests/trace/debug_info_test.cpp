// SPDX-License-Identifier: MIT
#include <loccer/trace/debug_info.hpp>

#include "looked_up.hpp"

#include <gtest/gtest.h>

namespace {

using loccer::trace::DebugInfo;

TEST(DebugInfo, TellsFunctionAndSymbol) {
    if (!LOCCER_CFG_SYMBOLS) GTEST_SKIP() << "built without a library for symbols";
    looked_up::expect_function_and_symbol<DebugInfo>();
}

TEST(DebugInfo, TellsNothingOfAModuleThatItCannotKnow) {
    DebugInfo info;

    looked_up::expect_nothing_of_an_unknown_module(info);
}

TEST(DebugInfo, SaysThatItMayKnowMoreLaterWhenDescriptorsRanOut) {
    if (!LOCCER_CFG_SYMBOLS) GTEST_SKIP() << "built without a library for symbols";
    looked_up::expect_more_later_without_descriptors<DebugInfo>();
}

}  // namespace
