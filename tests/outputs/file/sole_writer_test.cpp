// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/sole_writer.hpp>

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

TEST(SoleWriter, SetsWhatItSaysAndNothingElse) {
    loccer::FileSettings expected;
    expected.sole_writer = true;

    EXPECT_EQ(applied<loccer::SoleWriter>(), expected);
}

}  // namespace
