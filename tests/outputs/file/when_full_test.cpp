// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/when_full.hpp>

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

TEST(WhenFull, SetsWhatGivesWay) {
    EXPECT_EQ(applied<loccer::WhenFull::drop_newest>().when_full, loccer::FileWhenFull::drop_newest);
    EXPECT_EQ(applied<loccer::WhenFull::drop_oldest>().when_full, loccer::FileWhenFull::drop_oldest);
}

}  // namespace
