// SPDX-License-Identifier: MIT
#include <loccer/outputs/null.hpp>
#include <loccer/policy/output.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

namespace {

static_assert(loccer::OutputPolicy<loccer::NullOutput>);

TEST(NullOutput, TakesARecordAndSaysSo) {
    loccer::NullOutput output;

    const bool taken = output.write(outputs_test::Line("{}"));

    EXPECT_TRUE(taken);
}

TEST(NullOutput, TakesBytesOnTheFatalPath) {
    loccer::NullOutput output;

    const bool taken = output.write_signal_safe("{}\n");

    EXPECT_TRUE(taken);
}

}  // namespace
