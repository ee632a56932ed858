// SPDX-License-Identifier: MIT

// The campaign against leaks: canaries in every channel, in every kind of record, of several logs with all outputs,
// and a search for them in every byte that was written. LOCCER_CAMPAIGN=long plants ten times as many.

#include "channel.hpp"
#include "ledger.hpp"
#include "logs.hpp"
#include "odd_value_channels.hpp"
#include "residue.hpp"
#include "stage.hpp"
#include "surrounding_channels.hpp"
#include "text_channels.hpp"
#include "value_channels.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <pthread.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

using canary::Cell;
using canary::Channel;
using canary::Kind;
using canary::Ledger;
using canary::Place;
using canary::Rules;
using canary::Source;
using canary::Stage;

bool is_long_campaign() {
    const char* const campaign = std::getenv("LOCCER_CAMPAIGN");
    return campaign != nullptr && std::string_view(campaign) == "long";
}

/// How many secrets are planted in a cell of one log, if no more records than these are needed for it.
struct Quota {
    std::uint64_t secrets;
    std::uint64_t records;
};
Quota quota_of(Kind kind) {
    const std::uint64_t times = is_long_campaign() ? 10 : 1;
    return kind == Kind::terminate ? Quota{100 * times, 8 * times} : Quota{115 * times, 250 * times};
}

Ledger& ledger() {
    static Ledger ledger(20'261'125);
    return ledger;
}

using DefaultBench = canary::BenchOf<canary::DefaultLog, canary::SmallFiles<>, loccer::StderrOutput>;
using ComposedBench =
    canary::BenchOf<canary::ComposedLog, canary::SmallFiles<loccer::InPlaceHousekeeping>, loccer::IndentedStderrOutput>;
using FrankBench = canary::BenchOf<canary::FrankLog, canary::SmallFiles<>, loccer::StderrOutput>;
using TightBench = canary::BenchOf<canary::TightLog, canary::SmallFiles<>, loccer::StderrOutput>;

canary::DefaultLog* direct_log(DefaultBench& bench) { return &bench.log(); }
canary::DefaultLog* direct_log(canary::Bench&) { return nullptr; }

/// What a thread fills a cell with.
struct Filling {
    const Channel& channel;
    Stage& stage;
    Quota quota;

    void run() {
        for (std::size_t pass = 0; pass < quota.records; ++pass) {
            channel.plant(stage, pass);
            if (stage.planted() >= quota.secrets || stage.records() >= quota.records) break;
        }
    }
};

/// *Effects* fills a cell, on a thread of its own, whose stack is so short that records stay small.
void fill(Filling filling) {
    ::pthread_t thread{};
    const auto body = [](void* given) -> void* {
        static_cast<Filling*>(given)->run();
        return nullptr;
    };
    if (::pthread_create(&thread, nullptr, body, &filling) != 0) std::abort();
    ::pthread_join(thread, nullptr);
}

/// *Effects* fills one cell in one log, and searches what the log has written.
template <class Bench>
void run(Ledger& ledger, const Channel& channel, Place place, Rules rules, Quota quota) {
    Stage stage(ledger, place, rules);
    const std::string_view name = canary::rules_names[static_cast<std::size_t>(rules)];
    const int logs = channel.prepare == nullptr ? 1 : 8;
    for (int log = 0; log < logs; ++log) {
        if (channel.prepare != nullptr) channel.prepare(stage);
        Bench bench;
        stage.use(direct_log(bench));
        fill({channel, stage, channel.prepare == nullptr ? quota : Quota{0, 1}});
        for (const Source& source : bench.close()) ledger.search(name, source.name, source.bytes, source.is_log);
    }
    ledger.note_losses(place, name);
}

class RedactionCampaign : public testing::TestWithParam<Channel> {};

TEST_P(RedactionCampaign, LeaksNothingAndKeepsWhatIsHarmless) {
    const Channel& channel = GetParam();
    const std::size_t row = ledger().row(channel.name);

    for (std::size_t kind = 0; kind < canary::kind_count; ++kind) {
        const Place place{row, static_cast<Kind>(kind)};
        if (!channel.columns.has(place.kind)) continue;
        const Quota quota = quota_of(place.kind);
        run<DefaultBench>(ledger(), channel, place, Rules::standard, quota);
        run<ComposedBench>(ledger(), channel, place, Rules::composed, quota);
        run<TightBench>(ledger(), channel, place, Rules::tight, quota);
    }

    const Cell sum = ledger().sum_of_row(row);
    EXPECT_EQ(sum.leaked, 0U) << "of " << sum.planted << " planted\n" << ledger().report(row);
    EXPECT_GE(Ledger::percentage(sum), 90) << sum.kept << " of " << sum.harmless << " kept\n" << ledger().report(row);
}

TEST_P(RedactionCampaign, FindsTheSecretsInALogThatHidesNothing) {
    const Channel& channel = GetParam();
    Ledger frank(20'261'127);
    const std::size_t row = frank.row(channel.name);

    for (const Kind kind : {Kind::scope, Kind::metadata}) {
        if (channel.columns.has(kind)) run<FrankBench>(frank, channel, {row, kind}, Rules::composed, {20, 20});
    }

    const Cell sum = frank.sum_of_row(row);
    // Of what is too long, too deep or too wide for a record only a part is in it.
    if (!channel.hides_itself) {
        EXPECT_GE(sum.leaked * 5, sum.planted) << sum.leaked << " of " << sum.planted;
    }
    EXPECT_EQ(sum.kept, sum.harmless);
}

std::string name_of(const testing::TestParamInfo<Channel>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Texts, RedactionCampaign, testing::ValuesIn(canary::text_channels), name_of);
INSTANTIATE_TEST_SUITE_P(Values, RedactionCampaign, testing::ValuesIn(canary::value_channels), name_of);
INSTANTIATE_TEST_SUITE_P(OddValues, RedactionCampaign, testing::ValuesIn(canary::odd_value_channels), name_of);
INSTANTIATE_TEST_SUITE_P(Surroundings, RedactionCampaign, testing::ValuesIn(canary::surrounding_channels), name_of);

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
        EXPECT_GE(sum.planted, is_long_campaign() ? 1'000'000U : 100'000U);
    }
};

const testing::Environment* const closing = testing::AddGlobalTestEnvironment(new Closing);

}  // namespace

namespace canary {
/// GoogleTest prints the parameter of a failed case.
void PrintTo(const Channel& channel, std::ostream* out) { *out << channel.name; }
}  // namespace canary
