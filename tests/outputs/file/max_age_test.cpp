// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/max_age.hpp>

#include <loccer/base/duration.hpp>

#include <gtest/gtest.h>

namespace {

template <class Option>
constexpr loccer::FileSettings applied() {
    static_assert(loccer::file::CheckOption<Option>::passed());
    loccer::FileSettings settings;
    Option::apply(settings);
    return settings;
}

TEST(MaxAge, SetsWhatItSaysAndNothingElse) {
    loccer::FileSettings expected;
    expected.max_age_s = 7 * loccer::Days;

    EXPECT_EQ(applied<loccer::MaxAge<7 * loccer::Days>>(), expected);
}

TEST(MaxAge, TakesTheEndsOfItsRange) {
    EXPECT_EQ(applied<loccer::MaxAge<1>>().max_age_s, 1);
    EXPECT_EQ(applied<loccer::MaxAge<loccer::file::longest_age_s>>().max_age_s, loccer::file::longest_age_s);
}

}  // namespace
