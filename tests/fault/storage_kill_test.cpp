// SPDX-License-Identifier: MIT
#include "campaign.hpp"
#include "faulty_kernel.hpp"
#include "log_set.hpp"
#include "scenario.hpp"
#include "shards.hpp"
#include "storage_logs.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

// A process that writes, rotates and compresses is killed at each of its system calls, and so is the one that
// finishes its work afterwards.

namespace {

using fault::Deed;
using fault::FaultyKernel;
using fault::Plan;
using fault::Tally;
using fault::Verdict;

using Log = fault::InPlaceLog<loccer::Durability::none>;
using SyncedLog = fault::InPlaceLog<loccer::Durability::always>;

/// The two kill points of a case. The second one counts from the beginning of the recovery.
Plan first_plan;
Plan second_plan;

std::string describe(const Plan& plan) {
    if (plan.deed == Deed::none) return "nowhere";
    const char* const when = plan.deed == Deed::kill_before  ? "before"
                             : plan.deed == Deed::kill_after ? "after"
                                                             : "within";
    return std::string(when) + " " + fault::name_of(plan.call) + " " + std::to_string(plan.nth);
}
std::string describe_current() { return "killed " + describe(first_plan) + ", then " + describe(second_plan); }

enum class End : unsigned char { finished, killed, complained };

/// *Effects* lets `live` run in a process of its own by a plan. *Returns* how that ended.
template <class Live>
End run_in_process(const Plan& plan, std::string& complaint, Live live) {
    static const fault::Shared<std::array<char, 2000>> said;
    const ::pid_t child = ::fork();
    if (child == 0) {
        FaultyKernel::start(plan);
        const std::string mistake = live();
        std::snprintf(said->data(), said->size(), "%s", mistake.c_str());
        ::_exit(mistake.empty() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return End::killed;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return End::finished;
    complaint = WIFEXITED(status) ? said->data() : "ended by signal " + std::to_string(WTERMSIG(status)) + "\n";
    return End::complained;
}

template <class Output>
class Killing {
  public:
    explicit Killing(Tally& tally) : tally_(tally) {}

    /// *Effects* one case: a life that the first plan ends, a recovery that the second one ends, another recovery.
    /// *Returns* how many of the plans came to their calls.
    int run(const Plan& first, const Plan& second) {
        first_plan = first;
        second_plan = second;
        scenario_.prepare();
        std::string mistake;
        int fired = 0;
        const auto live = [this] {
            std::string complaint = scenario_.run_first();
            return complaint.empty() ? scenario_.run_later(Life::later_appends) : complaint;
        };
        const auto recover = [this] { return scenario_.run_later(Life::later_appends); };
        if (run_in_process(first, mistake, live) == End::killed) ++fired;
        if (mistake.empty() && fired == 1 && second.deed != Deed::none) {
            if (run_in_process(second, mistake, recover) == End::killed) ++fired;
        }
        Verdict verdict;
        if (mistake.empty()) mistake = scenario_.find_mistake(verdict);
        if (mistake.empty()) run_in_process({}, mistake, recover);
        if (mistake.empty()) mistake = scenario_.find_mistake(verdict);
        if (mistake.empty()) mistake = scenario_.find_left_over();
        if (mistake.empty() && tally_.cases % every_by_program == 0) mistake = scenario_.find_what_gzip_refuses();
        ++tally_.cases;
        tally_.kills += static_cast<std::uint64_t>(fired);
        tally_.acknowledged += verdict.acknowledged;
        tally_.lost += verdict.lost;
        tally_.duplicated += verdict.duplicated;
        if (!mistake.empty()) tally_.complain(describe_current() + ": " + mistake);
        return fired;
    }

  private:
    using Life = fault::Scenario<Output>;
    static constexpr std::uint64_t every_by_program = 100;

    Tally& tally_;
    Life scenario_;
};

constexpr unsigned patience_s = 20;

/// *Effects* kills at each call that `plan` counts, once. \param plans one job each.
template <class Output>
std::string kill_once(const char* name, const std::vector<Plan>& plans) {
    const fault::Shared<Tally> tally;
    fault::tell_where = describe_current;
    fault::run_in_shards(static_cast<int>(plans.size()), patience_s, *tally, [&](int job, int first, auto begin) {
        Killing<Output> killing(*tally);
        Plan plan = plans[static_cast<std::size_t>(job)];
        for (plan.nth = first;; ++plan.nth) {
            begin(plan.nth);
            if (killing.run(plan, {}) == 0) break;
        }
    });
    fault::Table::add(name, tally->figures());
    return tally->text();
}

/// *Returns* how many system calls a life makes that nobody disturbs.
template <class Output>
int count_of_calls() {
    fault::Scenario<Output> scenario;
    scenario.prepare();
    FaultyKernel::start({});
    EXPECT_EQ(scenario.run_first(), "");
    EXPECT_EQ(scenario.run_later(fault::Scenario<Output>::later_appends), "");
    return FaultyKernel::total();
}

/// *Effects* kills at the calls of a life and at those of the recovery that follows: at all pairs of them, or where
/// `stride` is larger than 1 at each stride-th of all pairs.
template <class Output>
std::string kill_twice(const char* name, int stride) {
    const fault::Shared<Tally> tally;
    fault::tell_where = describe_current;
    const int jobs = 2 * count_of_calls<Output>();
    fault::run_in_shards(jobs, patience_s, *tally, [&](int job, int first, auto begin) {
        Killing<Output> killing(*tally);
        const auto deed_of = [](int n) { return n % 2 == 0 ? Deed::kill_before : Deed::kill_after; };
        const Plan plan{deed_of(job), fault::Call::any, job / 2 + 1, 0, false, 0};
        const int begin_at = job % stride;
        for (int step = first;; ++step) {
            begin(step);
            const int point = begin_at + (step - 1) * stride;
            if (killing.run(plan, {deed_of(point), fault::Call::any, point / 2 + 1, 0, false, 0}) < 2) break;
        }
    });
    fault::Table::add(name, tally->figures());
    return tally->text();
}

std::vector<Plan> before_and_after() {
    return {{Deed::kill_before, fault::Call::any, 1, 0, false, 0},
            {Deed::kill_after, fault::Call::any, 1, 0, false, 0}};
}

TEST(StorageKill, LosesAndDoublesNothingAtAnySystemCall) {
    EXPECT_TRUE(fault::passed(kill_once<Log>("killed before and after any system call", before_and_after())));
}

TEST(StorageKill, LosesAndDoublesNothingAtAnySystemCallWhereEachRecordIsSynced) {
    EXPECT_TRUE(fault::passed(kill_once<SyncedLog>("the same, each record synced", before_and_after())));
}

TEST(StorageKill, LosesAndDoublesNothingInTheMiddleOfAnyWrite) {
    std::vector<Plan> plans;
    const std::size_t step = fault::is_long_campaign() ? 1 : 16;
    for (std::size_t bytes = 0; bytes < 200; bytes += step) {
        plans.push_back({Deed::kill_within, fault::Call::pwrite, 1, 0, false, bytes});
    }

    const char* const name =
        step == 1 ? "killed within any write, at any byte" : "killed within any write, each 16th byte";
    EXPECT_TRUE(fault::passed(kill_once<Log>(name, plans)));
}

TEST(StorageKill, LosesAndDoublesNothingWhenTheRecoveryIsKilledToo) {
    const bool all = fault::is_long_campaign();

    const char* const name = all ? "killed at any call, then at any of the recovery" : "the same, each 89th pair";
    EXPECT_TRUE(fault::passed(kill_twice<Log>(name, all ? 1 : 89)));
}

}  // namespace
