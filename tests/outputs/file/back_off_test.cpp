// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/back_off.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace {

using loccer::file::BackOff;

constexpr std::int64_t start_ms = 5'000'000;

TEST(BackOff, LetsTryWhatHasNeverFailed) {
    const BackOff back_off;

    EXPECT_TRUE(back_off.may_try(0));
    EXPECT_TRUE(back_off.may_try(start_ms));
}

TEST(BackOff, DoublesThePauseWithEachFailureUpToItsLongest) {
    BackOff back_off;

    std::vector<std::int64_t> pauses_s;
    for (int failure = 0; failure < 8; ++failure) {
        back_off.failed(start_ms);
        pauses_s.push_back(back_off.remaining_ms(start_ms) / 1000);
    }

    EXPECT_EQ(pauses_s, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 64}));
}

TEST(BackOff, ForbidsUntilThePauseIsOver) {
    BackOff back_off;
    back_off.failed(start_ms);

    EXPECT_FALSE(back_off.may_try(start_ms));
    EXPECT_FALSE(back_off.may_try(start_ms + BackOff::first_pause_ms - 1));
    EXPECT_TRUE(back_off.may_try(start_ms + BackOff::first_pause_ms));
}

TEST(BackOff, BeginsAnewAfterASuccess) {
    BackOff back_off;
    back_off.failed(start_ms);
    back_off.failed(start_ms);

    back_off.succeeded();

    EXPECT_TRUE(back_off.may_try(start_ms));
    back_off.failed(start_ms);
    EXPECT_EQ(back_off.remaining_ms(start_ms), BackOff::first_pause_ms);
}

TEST(BackOff, WaitsNoLongerThanItsPauseWhenTheClockGoesBack) {
    BackOff back_off;

    back_off.failed(start_ms);

    EXPECT_EQ(back_off.remaining_ms(start_ms - 1'000'000), BackOff::first_pause_ms);
}

}  // namespace
