// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <gtest/gtest.h>

namespace {

template <class Option>
constexpr loccer::FileSettings applied() {
    static_assert(loccer::file::CheckOption<Option>::passed());
    loccer::FileSettings settings;
    Option::apply(settings);
    return settings;
}

TEST(InPlaceHousekeeping, SetsWhatItSaysAndNothingElse) {
    loccer::FileSettings expected;
    expected.background = false;

    EXPECT_EQ(applied<loccer::InPlaceHousekeeping>(), expected);
}

}  // namespace
