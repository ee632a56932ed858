// SPDX-License-Identifier: MIT
#include <loccer/trace/search_phase.hpp>

#include "support/plugin.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <stdexcept>

namespace {

using loccer::trace::UnwinderDistances;
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

/// What ask() was told of the place to which its call returns.
struct Asked {
    const void* place = nullptr;
    std::size_t distance = 0;
} asked;
UnwinderDistances* asked_distances = nullptr;

[[gnu::noinline]] void ask() {
    asked.place = __builtin_return_address(0);
    asked.distance = asked_distances->from(asked.place);
    __asm__ volatile("" : : : "memory");
}
[[gnu::noinline]] void ask_further_in() {
    ask();
    __asm__ volatile("" : : : "memory");
}

TEST(UnwinderDistances, AreWalkedForOncePerPlace) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    UnwinderDistances distances;
    asked_distances = &distances;

    ask_further_in();

    EXPECT_GT(asked.distance, 1U);
    EXPECT_EQ(distances.from(asked.place), asked.distance);
    EXPECT_EQ(UnwinderDistances().from(asked.place), 1U);  // it is no longer on the stack
}

TEST(UnwinderDistances, AreRightForMorePlacesThanAreKept) {
    UnwinderDistances distances;
    std::array<char, 16> places{};
    for (const char& place : places) EXPECT_EQ(distances.from(&place), 1U);
    asked_distances = &distances;

    ask_further_in();

    EXPECT_GT(asked.distance, 1U);
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

TEST(UnwinderDistances, AreNotKeptForPlacesInPlugins) {
    UnwinderDistances distances;
    asked_distances = &distances;
    const plugin::Plugin plugin{LOCCER_TEST_PLUGIN};

    plugin.call(&ask);

    EXPECT_GT(asked.distance, 1U);
    EXPECT_EQ(distances.from(asked.place), 1U);
}

#endif

}  // namespace
