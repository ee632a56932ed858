// SPDX-License-Identifier: MIT
#include "campaign.hpp"
#include "faulty_kernel.hpp"
#include "scenario.hpp"
#include "shards.hpp"
#include "storage_logs.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

// Every system call of a log's life fails, each with every error, once and for ever.

namespace {

/// Whether pauses take no time.
std::atomic<bool> hurried{false};

}  // namespace

/// Stands for the C library's: what the file output waits for by it never comes here.
extern "C" int poll(::pollfd* descriptors, ::nfds_t count, int timeout_ms) {
    if (hurried && count == 0) return 0;
    const ::timespec timeout{timeout_ms / 1000, timeout_ms % 1000 * 1'000'000L};
    return static_cast<int>(::syscall(SYS_ppoll, descriptors, count, timeout_ms < 0 ? nullptr : &timeout, nullptr, 0));
}

namespace {

using fault::Call;
using fault::Deed;
using fault::FaultyKernel;
using fault::Plan;
using fault::Tally;
using fault::Verdict;

constexpr std::array<int, 13> errors{ENOSPC, EDQUOT, EIO,    EROFS,  EFBIG,  EACCES, ENOENT,
                                     EINTR,  EAGAIN, EMFILE, ENFILE, ENOMEM, ESTALE};

std::string describe(const Plan& plan) {
    const std::string what = plan.deed == Deed::shorten ? "is cut to " + std::to_string(plan.bytes) + " bytes"
                                                        : std::string("fails with ") + std::strerror(plan.error);
    return std::string(fault::name_of(plan.call)) + " " + std::to_string(plan.nth) + " " + what +
           (plan.for_ever ? ", and so do all later ones" : "");
}

Plan current;

template <class Output>
class Sweep {
  public:
    /// *Effects* disturbs one life of the log. *Returns* false where the plan never came to its call.
    bool run(const Plan& plan, Tally& tally) {
        current = plan;
        scenario_.prepare();
        FaultyKernel::start(plan);
        std::string mistake = scenario_.run_first();
        const bool fired = run_second(mistake);
        Verdict verdict;
        if (mistake.empty()) mistake = scenario_.find_mistake(verdict);
        if (mistake.empty()) mistake = scenario_.run_later(6);
        if (mistake.empty()) mistake = scenario_.find_mistake(verdict);
        ++tally.cases;
        tally.acknowledged += verdict.acknowledged;
        tally.lost += verdict.lost;
        tally.duplicated += verdict.duplicated;
        if (!mistake.empty()) tally.complain(describe(plan) + ": " + mistake + trace_);
        return fired;
    }

  private:
    using Life = fault::Scenario<Output>;

    /// The second opening is disturbed too; then the fault goes away, and the next record has to be stored.
    bool run_second(std::string& mistake) {
        fault::Writer<Output> writer(scenario_.path(), scenario_.book(), Life::ours);
        writer.write(Life::later_appends);
        const bool fired = FaultyKernel::fired();
        trace_ = FaultyKernel::trace();
        FaultyKernel::lift();
        std::optional<fault::Writer<Output>> second;
        if (!writer.is_open()) second.emplace(scenario_.path(), scenario_.book(), Life::ours);
        fault::Writer<Output>& recovered = writer.is_open() ? writer : *second;
        if (mistake.empty()) mistake = writer.complaint();
        if (mistake.empty() && !recovered.write()) {
            mistake = std::string("no record is stored when the fault is gone: it ") + recovered.last_error() + "\n";
        }
        if (mistake.empty()) mistake = recovered.complaint();
        return fired;
    }

    Life scenario_;
    std::string trace_;
};

std::string report_of(const Tally& tally) { return tally.wrong == 0 ? "" : tally.text(); }

/// *Effects* runs each plan with nth = 1, 2, ... until the scenario has no such call.
template <class Output>
std::string sweep(const char* name, const std::vector<Plan>& plans) {
    constexpr unsigned patience_s = 5;
    const fault::Shared<Tally> tally;
    fault::tell_where = [] { return describe(current) + "\n" + FaultyKernel::trace(); };
    hurried = true;
    fault::run_in_shards(static_cast<int>(plans.size()), patience_s, *tally, [&](int job, int first, auto begin) {
        Sweep<Output> sweep;
        Plan plan = plans[static_cast<std::size_t>(job)];
        for (plan.nth = first;; ++plan.nth) {
            begin(plan.nth);
            if (!sweep.run(plan, *tally)) break;
        }
    });
    hurried = false;
    fault::Table::add(name, tally->figures());
    return report_of(*tally);
}

std::vector<Plan> failing_calls(bool for_ever) {
    std::vector<Plan> plans;
    for (const int error : errors) {
        for (std::size_t call = 0; call < fault::call_kinds; ++call) {
            plans.push_back({Deed::fail, static_cast<Call>(call), 1, error, for_ever, 0});
        }
        if (for_ever) plans.push_back({Deed::fail, Call::any, 1, error, true, 0});
    }
    return plans;
}

TEST(StorageErrno, KeepsEveryRecordWhenAnyCallFailsOnce) {
    EXPECT_EQ(sweep<fault::SmallLog>("any call fails once", failing_calls(false)), "");
}

TEST(StorageErrno, KeepsEveryRecordWhenAnyCallFailsForEver) {
    EXPECT_EQ(sweep<fault::SmallLog>("any call fails for ever", failing_calls(true)), "");
}

TEST(StorageErrno, KeepsEveryRecordWhenAWriteIsCutAtAnyByte) {
    std::vector<Plan> plans;
    for (std::size_t bytes = 0; bytes < 200; ++bytes) {
        plans.push_back({Deed::shorten, Call::pwrite, 1, 0, false, bytes});
    }

    EXPECT_EQ(sweep<fault::SmallLog>("any write is cut, at any byte", plans), "");
}

}  // namespace
