// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/max_total.hpp>

#include <loccer/base/size.hpp>

#include <gtest/gtest.h>

namespace {

template <class Option>
constexpr loccer::FileSettings applied() {
    static_assert(loccer::file::CheckOption<Option>::passed());
    loccer::FileSettings settings;
    Option::apply(settings);
    return settings;
}

TEST(MaxTotal, SetsWhatItSaysAndNothingElse) {
    loccer::FileSettings expected;
    expected.max_total_bytes = loccer::GiB;

    EXPECT_EQ(applied<loccer::MaxTotal<loccer::GiB>>(), expected);
}

TEST(MaxTotal, TakesTheEndsOfItsRange) {
    EXPECT_EQ(applied<loccer::MaxTotal<1>>().max_total_bytes, 1);
    EXPECT_EQ(applied<loccer::MaxTotal<loccer::file::largest_size>>().max_total_bytes, loccer::file::largest_size);
}

}  // namespace
