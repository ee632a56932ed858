// SPDX-License-Identifier: MIT

// The campaign against leaks: canaries in every channel, in every kind of record, of several logs with all outputs,
// and a search for them in every byte that was written. LOCCER_CAMPAIGN=long plants ten times as many.

#include "campaign.hpp"
#include "mode_channels.hpp"
#include "odd_value_channels.hpp"
#include "residue.hpp"
#include "surrounding_channels.hpp"
#include "text_channels.hpp"
#include "value_channels.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <unistd.h>

namespace {

using canary::Cell;
using canary::Channel;
using canary::Kind;
using canary::Ledger;
using canary::ledger;
using canary::Quota;
using canary::Rules;
using canary::Stage;

using DefaultBench = canary::SmallBench<canary::DefaultLog>;
using ComposedBench =
    canary::BenchOf<canary::ComposedLog, canary::SmallFiles<loccer::InPlaceHousekeeping>, loccer::IndentedStderrOutput>;
using FrankBench = canary::SmallBench<canary::FrankLog>;
using TightBench = canary::SmallBench<canary::TightLog>;

class RedactionCampaign : public testing::TestWithParam<Channel> {};

TEST_P(RedactionCampaign, LeaksNothingAndKeepsWhatIsHarmless) {
    const Channel& channel = GetParam();
    const std::size_t row = ledger().row(channel.name);

    for (std::size_t index = 0; index < canary::kind_count; ++index) {
        const auto kind = static_cast<Kind>(index);
        if (!channel.columns.has(kind)) continue;
        const Quota quota = canary::quota_of(kind);
        run<DefaultBench>(ledger(), channel, {row, kind, Rules::standard}, quota);
        run<ComposedBench>(ledger(), channel, {row, kind, Rules::composed}, quota);
        run<TightBench>(ledger(), channel, {row, kind, Rules::tight}, quota);
    }

    expect_none_leaked(ledger().sum_of_row(row), channel.name);
}

/// *Effects* fails the test where the search does not find what a log shows.
void expect_found(const Channel& channel) {
    Ledger frank(20'261'127);
    const std::size_t row = frank.row(channel.name);

    for (const Kind kind : {Kind::scope, Kind::metadata}) {
        if (channel.columns.has(kind)) run<FrankBench>(frank, channel, {row, kind, Rules::composed}, {20, 20});
    }

    const Cell sum = frank.sum_of_row(row);
    // Of what is too long, too deep or too wide for a record only a part is in it.
    if (!channel.hides_itself) {
        EXPECT_GE(sum.leaked * 5, sum.planted) << sum.leaked << " of " << sum.planted;
    }
    EXPECT_EQ(sum.kept, sum.harmless);
}

TEST_P(RedactionCampaign, FindsTheSecretsInALogThatHidesNothing) { expect_found(GetParam()); }

/// The channels of logs with other rules.
class ChannelsOfModes : public testing::TestWithParam<Channel> {};

TEST_P(ChannelsOfModes, FindTheSecretsInALogThatHidesNothing) { expect_found(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Texts, RedactionCampaign, testing::ValuesIn(canary::text_channels), canary::name_of);
INSTANTIATE_TEST_SUITE_P(Values, RedactionCampaign, testing::ValuesIn(canary::value_channels), canary::name_of);
INSTANTIATE_TEST_SUITE_P(OddValues, RedactionCampaign, testing::ValuesIn(canary::odd_value_channels), canary::name_of);
INSTANTIATE_TEST_SUITE_P(Surroundings, RedactionCampaign, testing::ValuesIn(canary::surrounding_channels),
                         canary::name_of);
INSTANTIATE_TEST_SUITE_P(Modes, ChannelsOfModes, testing::ValuesIn(canary::mode_channels), canary::name_of);

// What is left in memory is told and does not fail: what is found is to be judged by where it stands.
TEST(Residue, IsToldAfterACaptureOfEachKind) {
    const canary::Residue residue = canary::residue_of([] { return std::make_unique<DefaultBench>(); }, 20'261'126);

    EXPECT_TRUE(residue.sees_harmless) << "of " << residue.searched << " bytes";
    residue.print();
}

/// Prints the matrix, and judges the whole where all of it was run.
class Closing : public testing::Environment {
  public:
    void SetUp() override {
        if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 0);
    }
    void TearDown() override {
        ledger().print();
        const Cell sum = ledger().sum();
        EXPECT_EQ(sum.leaked, 0U);
        EXPECT_GE(Ledger::percentage(sum), 99);
        EXPECT_EQ(Stage::odd_deaths, 0U);
        if (testing::GTEST_FLAG(filter) != "*") return;
        EXPECT_GE(sum.planted, canary::is_long_campaign() ? 1'000'000U : 100'000U);
    }
};

const testing::Environment* const closing = testing::AddGlobalTestEnvironment(new Closing);

}  // namespace
