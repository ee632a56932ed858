// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/max_files.hpp>
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

TEST(MaxFiles, SetsWhatItSaysAndNothingElse) {
    loccer::FileSettings expected;
    expected.max_files = 3;

    EXPECT_EQ(applied<loccer::MaxFiles<3>>(), expected);
}

TEST(MaxFiles, TakesTheEndsOfItsRange) {
    EXPECT_EQ(applied<loccer::MaxFiles<0>>().max_files, 0);
    EXPECT_EQ(applied<loccer::MaxFiles<loccer::file::most_files>>().max_files, loccer::file::most_files);
}

}  // namespace
