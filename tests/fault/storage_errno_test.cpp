// SPDX-License-Identifier: MIT
#include "campaign.hpp"
#include "faulty_kernel.hpp"
#include "scenario.hpp"
#include "shards.hpp"
#include "storage_logs.hpp"

#include <loccer/outputs/file/durability.hpp>

#include <gtest/gtest.h>

#include <algorithm>
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

/// As poll() above: who waits for a lock pauses by it.
extern "C" int nanosleep(const ::timespec* pause, ::timespec* left) {
    if (hurried) return 0;
    const int error = ::clock_nanosleep(CLOCK_MONOTONIC, 0, pause, left);
    errno = error;
    return error == 0 ? 0 : -1;
}

namespace {

using fault::Call;
using fault::Deed;
using fault::FaultyKernel;
using fault::Plan;
using fault::Tally;
using fault::Verdict;

constexpr std::array<int, 22> errors{ENOSPC, EDQUOT, EIO,    EROFS,      EFBIG,  EACCES, ENOENT, EINTR,
                                     EAGAIN, EMFILE, ENFILE, ENOMEM,     ESTALE, ENOLCK, EXDEV,  EBUSY,
                                     EPERM,  EINVAL, ENOSYS, EOPNOTSUPP, EBADF,  EEXIST};

std::string describe(const Plan& plan) {
    const std::string what = plan.deed == Deed::shorten ? "is cut to " + std::to_string(plan.bytes) + " bytes"
                                                        : std::string("fails with ") + std::strerror(plan.error);
    return std::string(fault::name_of(plan.call)) + " " + std::to_string(plan.nth) + " " + what +
           (plan.for_ever ? ", and so do all later ones" : "");
}

Plan current;

using Log = fault::InPlaceLog<loccer::Durability::none>;
using SyncedLog = fault::InPlaceLog<loccer::Durability::always>;
using BusyLog = fault::BackgroundLog<loccer::Durability::interval<1>>;

template <class Output>
class Sweep {
  public:
    /// *Effects* disturbs one life of the log. *Returns* false where the plan never came to its call.
    bool run(const Plan& plan, Tally& tally) {
        current = plan;
        scenario_.prepare();
        before_ = fault::open_descriptors();
        FaultyKernel::start(plan);
        std::string mistake = scenario_.run_first();
        const bool fired = run_second(mistake);
        close_leftovers(plan, mistake);
        Verdict verdict;
        if (mistake.empty()) mistake = scenario_.find_mistake(verdict);
        if (mistake.empty()) mistake = scenario_.template run_later<Log>(6);
        if (mistake.empty()) mistake = scenario_.find_mistake(verdict);
        if (mistake.empty()) mistake = scenario_.find_left_over();
        ++tally.cases;
        tally.acknowledged += verdict.acknowledged;
        tally.lost += verdict.lost;
        tally.duplicated += verdict.duplicated;
        if (!mistake.empty()) tally.complain(describe(plan) + ": " + mistake + trace_);
        return fired;
    }

  private:
    using Life = fault::Scenario<Output>;

    /// Where the kernel does not say what a descriptor stands for, it is taken for another one's and left open.
    static bool hides_owners(Call call) {
        return call == Call::status || call == Call::flags_of || call == Call::seek || call == Call::any;
    }
    void close_leftovers(const Plan& plan, std::string& mistake) const {
        for (const int number : fault::open_descriptors()) {
            if (std::binary_search(before_.begin(), before_.end(), number)) continue;
            if (mistake.empty() && !hides_owners(plan.call))
                mistake = "descriptor " + std::to_string(number) + " leaks\n";
            ::close(number);
        }
    }

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
    std::vector<int> before_;
    std::string trace_;
};

/// *Effects* runs each plan with nth = 1, 2, ... until the scenario has no such call.
/// \param stride 1: each N; otherwise each stride-th, and each job begins at another one.
template <class Output>
std::string sweep(const std::string& name, const std::vector<Plan>& plans, int stride) {
    constexpr unsigned patience_s = 20;
    const fault::Shared<Tally> tally;
    fault::tell_where = [] { return describe(current) + "\n" + FaultyKernel::trace(); };
    hurried = true;
    fault::run_in_shards(static_cast<int>(plans.size()), patience_s, *tally, [&](int job, int first, auto begin) {
        Sweep<Output> sweep;
        Plan plan = plans[static_cast<std::size_t>(job)];
        for (int step = first;; ++step) {
            begin(step);
            plan.nth = 1 + job % stride + (step - 1) * stride;
            if (!sweep.run(plan, *tally)) break;
        }
    });
    hurried = false;
    fault::Table::add(stride == 1 ? name : name + ", each " + std::to_string(stride) + "th N", tally->figures());
    return tally->text();
}

/// *Returns* how many of the calls of a kind are passed over in the short form.
int usual_stride(int in_short_form) { return fault::is_long_campaign() ? 1 : in_short_form; }

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

std::vector<Plan> failing_syncs() {
    std::vector<Plan> plans;
    for (const Call call : {Call::datasync, Call::sync}) {
        for (const int error : errors) {
            for (const bool for_ever : {false, true}) plans.push_back({Deed::fail, call, 1, error, for_ever, 0});
        }
    }
    return plans;
}

TEST(StorageErrno, KeepsEveryRecordWhenAnyCallFailsOnce) {
    EXPECT_TRUE(fault::passed(sweep<Log>("any call fails once", failing_calls(false), usual_stride(3))));
}

TEST(StorageErrno, KeepsEveryRecordWhenAnyCallFailsForEver) {
    EXPECT_TRUE(fault::passed(sweep<Log>("any call fails for ever", failing_calls(true), usual_stride(5))));
}

TEST(StorageErrno, KeepsEveryRecordWhenAnySyncFails) {
    EXPECT_TRUE(fault::passed(sweep<SyncedLog>("any sync fails, once and for ever", failing_syncs(), usual_stride(5))));
}

TEST(StorageErrno, KeepsEveryRecordWhenAnyCallFailsBesideTheBackgroundThread) {
    std::vector<Plan> plans = failing_calls(false);
    const std::vector<Plan> for_ever = failing_calls(true);
    plans.insert(plans.end(), for_ever.begin(), for_ever.end());

    EXPECT_TRUE(fault::passed(sweep<BusyLog>("any call fails, with a thread", plans, usual_stride(23))));
}

TEST(StorageErrno, KeepsEveryRecordWhenAWriteIsCutAtAnyByte) {
    std::vector<Plan> plans;
    for (std::size_t bytes = 0; bytes < 200; ++bytes) {
        plans.push_back({Deed::shorten, Call::pwrite, 1, 0, false, bytes});
    }

    EXPECT_TRUE(fault::passed(sweep<Log>("any write is cut, at any byte", plans, usual_stride(5))));
}

}  // namespace
