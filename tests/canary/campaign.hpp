// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_CAMPAIGN_HPP
#define LOCCER_TESTS_CANARY_CAMPAIGN_HPP

// How a cell of the matrix is filled and searched, and the ledger in which all files of the campaign enter their
// canaries. LOCCER_CAMPAIGN=long plants ten times as many.

#include "bench.hpp"
#include "channel.hpp"
#include "ledger.hpp"
#include "logs.hpp"
#include "stage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <pthread.h>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace canary {

inline bool is_long_campaign() {
    const char* const campaign = std::getenv("LOCCER_CAMPAIGN");
    return campaign != nullptr && std::string_view(campaign) == "long";
}

/// How many secrets are planted in a cell of one log, if no more records than these are needed for it.
struct Quota {
    std::uint64_t secrets;
    std::uint64_t records;
};
inline Quota quota_of(Kind kind) {
    const std::uint64_t times = is_long_campaign() ? 10 : 1;
    return kind == Kind::terminate ? Quota{100 * times, 8 * times} : Quota{115 * times, 250 * times};
}
/// The same for a channel that is searched in full in other logs.
inline Quota small_quota() {
    const std::uint64_t times = is_long_campaign() ? 10 : 1;
    return {30 * times, 60 * times};
}

inline Ledger& ledger() {
    static Ledger ledger(20'261'125);
    return ledger;
}

/// The bench of a log with SmallFiles and StderrOutput.
template <class Log>
using SmallBench = BenchOf<Log, SmallFiles<>, loccer::StderrOutput>;

inline DefaultLog* direct_log(SmallBench<DefaultLog>& bench) { return &bench.log(); }
inline DefaultLog* direct_log(Bench&) { return nullptr; }

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
inline void fill(Filling filling) {
    ::pthread_t thread{};
    const auto body = [](void* given) -> void* {
        static_cast<Filling*>(given)->run();
        return nullptr;
    };
    if (::pthread_create(&thread, nullptr, body, &filling) != 0) std::abort();
    ::pthread_join(thread, nullptr);
}

/// The lines of what was searched. Most outputs get the same records, which need not be searched again.
class SearchedLines {
  public:
    /// *Requires* that the bytes live as long as this does.
    void add(std::string_view bytes) {
        for_each_line(bytes, [this](std::string_view line) { lines_.insert(line); });
    }
    /// *Returns* the other lines.
    [[nodiscard]] std::string others(std::string_view bytes) const {
        std::string others;
        for_each_line(bytes, [&](std::string_view line) {
            if (!lines_.contains(line)) others.append(line) += '\n';
        });
        return others;
    }

  private:
    template <class Visit>
    static void for_each_line(std::string_view bytes, Visit&& visit) {
        for (std::size_t begin = 0; begin < bytes.size();) {
            const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
            visit(bytes.substr(begin, end - begin));
            begin = end + 1;
        }
    }

    std::unordered_set<std::string_view> lines_;
};

/// *Effects* searches what a log has written.
inline void search(Ledger& ledger, Rules rules, const std::vector<Source>& sources) {
    SearchedLines searched;
    for (const Source& source : sources) {
        if (!source.is_log) continue;
        ledger.search(rules, source.name, source.bytes, true);
        searched.add(source.bytes);
    }
    for (const Source& source : sources) {
        if (!source.is_log) ledger.search(rules, source.name, searched.others(source.bytes), false);
    }
}

/// *Effects* fills one cell in one log, and searches what the log has written.
template <class Bench>
void run(Ledger& ledger, const Channel& channel, Place place, Quota quota) {
    Stage stage(ledger, place);
    const int logs = channel.prepare == nullptr ? 1 : 8;
    for (int log = 0; log < logs; ++log) {
        if (channel.prepare != nullptr) channel.prepare(stage);
        Bench bench;
        stage.use(direct_log(bench));
        fill({channel, stage, channel.prepare == nullptr ? quota : Quota{0, 1}});
        search(ledger, place.rules, bench.close());
    }
    ledger.note_losses(place);
}

/// A channel and a log in which it is tried, beside those in which all are.
struct Trial {
    const Channel* channel;
    Rules rules;
    bool in_full;  ///< in all kinds of records and with many canaries
};

/// *Effects* fills the cells of a channel in one log. *Returns* what became of the canaries.
template <class Bench>
Cell run_trial(const Trial& trial) {
    constexpr Columns few_kinds = {Kind::scope, Kind::metadata};
    const std::size_t row = ledger().row(trial.channel->name);
    const Cell before = ledger().sum_of_row(row);
    for (std::size_t index = 0; index < kind_count; ++index) {
        const auto kind = static_cast<Kind>(index);
        if (!trial.channel->columns.has(kind) || !(trial.in_full || few_kinds.has(kind))) continue;
        const Quota quota = trial.in_full ? quota_of(kind) : small_quota();
        run<Bench>(ledger(), *trial.channel, {row, kind, trial.rules}, quota);
    }
    return ledger().sum_of_row(row).without(before);
}

/// *Effects* fails a test where something leaked or much that is harmless was lost.
inline void expect_none_leaked(const Cell& sum, std::string_view channel) {
    const std::string report = ledger().report(ledger().row(channel));
    EXPECT_EQ(sum.leaked, 0U) << "of " << sum.planted << " planted\n" << report;
    EXPECT_GE(Ledger::percentage(sum), 90) << sum.kept << " of " << sum.harmless << " kept\n" << report;
}

inline std::string name_of(const testing::TestParamInfo<Channel>& info) { return info.param.name; }
inline std::string name_of_trial(const testing::TestParamInfo<Trial>& info) {
    return std::string(rules_names[static_cast<std::size_t>(info.param.rules)]) + "_" + info.param.channel->name;
}

/// GoogleTest prints the parameter of a failed case.
inline void PrintTo(const Channel& channel, std::ostream* out) { *out << channel.name; }
inline void PrintTo(const Trial& trial, std::ostream* out) { *out << trial.channel->name; }

}  // namespace canary

#endif
