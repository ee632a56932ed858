// SPDX-License-Identifier: MIT
#include <loccer/trace/search_phase.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using test_log::Log;
using test_log::records;

struct Failure {
    int number;
};

const Failure failure{1};

TEST(SearchPhase, KnowsItsFunctionAfterTheFirstPointer) {
    Log log;

    LOCCER_SUPPRESS(log) { throw &failure; };

    EXPECT_NE(loccer::trace::search_function.load(), nullptr);
}

TEST(SearchPhase, TellsTheQuestionsOfOneThrowFromTheNextThrowOfTheSamePointer) {
    Log log;

    for (int i = 0; i < 3; ++i) {
        LOCCER_SUPPRESS(log) {
            LOCCER_CAPTURE(log) {
                LOCCER_CAPTURE(log) { throw &failure; };
            };
        };
    }

    EXPECT_EQ(records(log).size(), 3U);
}

TEST(SearchPhase, IsNotThatOfAnAddressOutsideOfThePersonalityRoutine) {
    Log log;
    LOCCER_SUPPRESS(log) { throw &failure; };

    EXPECT_FALSE(loccer::trace::is_search_phase(loccer::trace::find_unwinder(__builtin_return_address(0))));
}

}  // namespace
