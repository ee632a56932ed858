// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/keep_free.hpp>

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

TEST(KeepFree, SetsWhatItSaysAndNothingElse) {
    loccer::FileSettings expected;
    expected.keep_free_bytes = 50 * loccer::MiB;

    EXPECT_EQ(applied<loccer::KeepFree<50 * loccer::MiB>>(), expected);
}

TEST(KeepFree, TakesTheEndsOfItsRange) {
    EXPECT_EQ(applied<loccer::KeepFree<1>>().keep_free_bytes, 1);
    EXPECT_EQ(applied<loccer::KeepFree<loccer::file::largest_size>>().keep_free_bytes, loccer::file::largest_size);
}

}  // namespace
