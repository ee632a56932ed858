// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/max_size.hpp>

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

TEST(MaxSize, SetsWhatItSaysAndNothingElse) {
    loccer::FileSettings expected;
    expected.max_size_bytes = 64 * loccer::KiB;

    EXPECT_EQ(applied<loccer::MaxSize<64 * loccer::KiB>>(), expected);
}

TEST(MaxSize, TakesTheEndsOfItsRange) {
    EXPECT_EQ(applied<loccer::MaxSize<0>>().max_size_bytes, 0);
    EXPECT_EQ(applied<loccer::MaxSize<loccer::file::largest_size>>().max_size_bytes, loccer::file::largest_size);
}

}  // namespace
