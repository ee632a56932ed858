// SPDX-License-Identifier: MIT
// Each form of a capture with each output, once its site has been recorded: of all that may allocate, wait or throw, it
// calls what the throw itself does, and nothing else but where the manual says so.

#include <loccer/front.hpp>
#include <loccer/loccer.hpp>
#include <loccer/outputs/async.hpp>
#include <loccer/outputs/ring_file.hpp>

#include "../outputs/support.hpp"
#include "counted_calls.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace steady_state {

using Log = loccer::Loccer<loccer::InMemoryOutput>;

LOCCER_DEFINE_LOG(errors, Log, loccer::InMemoryOutput(8));

}  // namespace steady_state

namespace {

using counted::Calls;
using counted::second_time;

[[noreturn, gnu::noinline]] void fail() { throw std::out_of_range("limit"); }

// The forms. Each ends with the exception, whoever catches it.

template <class Log>
[[gnu::noinline]] void by_handler(Log& log) {
    try {
        fail();
    } catch (...) {
        log.capture_exception();
    }
}
template <class Log>
[[gnu::noinline]] void by_suppress(Log& log) {
    LOCCER_SUPPRESS(log) { fail(); };
}
template <class Log>
[[gnu::noinline]] void by_capture(Log& log) {
    try {
        LOCCER_CAPTURE(log) { fail(); };
    } catch (...) {
    }
}
template <class Log>
[[gnu::noinline]] void by_locals(Log& log) {
    const int order = 17;
    const double total = 1.5;
    const char* const text = "a text";
    LOCCER_LOCALS(order, total, text);
    by_capture(log);
}
template <class Log>
[[gnu::noinline]] void by_catch(Log& log) {
    LOCCER_TRY { fail(); }
    LOCCER_CATCH(log) {}
}
template <class Log>
[[gnu::noinline]] void by_metadata(Log& log) {
    log.log_metadata({{"msg", "disk slow"}, {"ms", 812}});
}
[[gnu::noinline]] void uncaptured() {
    try {
        fail();
    } catch (...) {
    }
}

/// *Effects* runs `form` on a thread of its own, which has captured nothing yet. *Returns* what it calls the second
/// time. A thread in the background may hold a lock for a few instructions just then; what waits as a rule does so each
/// time.
template <class Form>
Calls calls_of(Form form) {
    Calls found;
    std::thread([&] {
        for (int attempt = 0; attempt < 20; ++attempt) {
            found = second_time(form);
            if (found.yield + found.sleep == 0) break;
        }
    }).join();
    return found;
}

/// *Returns* what a throw calls, and so many that throw on.
Calls throw_with(std::size_t rethrows) {
    Calls calls = calls_of(&uncaptured);
    EXPECT_EQ(calls.throw_new, 1U);
    EXPECT_EQ(calls.rethrow, 0U);
    calls.rethrow += rethrows;
    return calls;
}

/// Whether a throw is asked before the stack unwinds, so that no scope has to catch it.
constexpr bool asks = LOCCER_CFG_THROW_PROBE != 0;

/// *Effects* fails where a form calls more than it may, or makes no record. \param log what the forms are given.
/// \param behind the log behind it. \param installed whether a log is.
template <class Log, class Behind>
void expect_no_more_than_the_throw(Log& log, Behind& behind, bool installed) {
    const Calls thrown = throw_with(0);
    const Calls thrown_on = throw_with(1);

    EXPECT_EQ(calls_of([&] { by_handler(log); }), thrown);
    EXPECT_EQ(calls_of([&] { by_suppress(log); }), thrown);
    // Without a log that is installed it has to catch, so that nothing gets lost.
    EXPECT_EQ(calls_of([&] { by_capture(log); }), asks && installed ? thrown : thrown_on);
    EXPECT_EQ(calls_of([&] { by_locals(log); }), asks && installed ? thrown : thrown_on);
    // It gets by a throw from its own clause to the program's handler.
    EXPECT_EQ(calls_of([&] { by_catch(log); }), thrown_on);
    EXPECT_EQ(calls_of([&] { by_metadata(log); }), Calls{});

    if constexpr (requires { behind.flush(); }) {
        EXPECT_TRUE(behind.flush(60'000));
    }
    EXPECT_GE(behind.statistics().records, 12U);
    EXPECT_EQ(behind.statistics().dropped(), 0U);
}

/// What a log is made with, in a folder.
template <class Made>
struct Row {
    using Log = Made;
};

struct InMemory : Row<loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput>> {
    static auto output(const outputs_test::Directory& /*folder*/) { return loccer::InMemoryOutput(8); }
};
struct JsonFile : Row<loccer::Loccer<loccer::PlatformIntegration, loccer::JsonFileOutput<>>> {
    static auto output(const outputs_test::Directory& folder) { return loccer::JsonFileOutput(folder / "errors.log"); }
};
using Ring = loccer::RingFileOutput<64 * loccer::KiB>;
struct RingFile : Row<loccer::Loccer<loccer::PlatformIntegration, Ring>> {
    static auto output(const outputs_test::Directory& folder) { return Ring(folder / "errors.ring"); }
};
using AsyncMemory = loccer::AsyncOutput<loccer::InMemoryOutput>;
struct Async : Row<loccer::Loccer<loccer::PlatformIntegration, AsyncMemory>> {
    static auto output(const outputs_test::Directory& /*folder*/) { return AsyncMemory(8); }
};
using AsyncFile = loccer::AsyncOutput<loccer::JsonFileOutput<>>;
struct AsyncJsonFile : Row<loccer::Loccer<loccer::PlatformIntegration, AsyncFile>> {
    static auto output(const outputs_test::Directory& folder) { return AsyncFile(folder / "errors.log"); }
};
struct ResolvedLater : Row<loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput,
                                          loccer::SymbolizedFramesOn<loccer::ResolverThread>>> {
    static auto output(const outputs_test::Directory& /*folder*/) { return loccer::InMemoryOutput(8); }
};

template <class Row>
class SteadyState : public testing::Test {
  protected:
    void SetUp() override { LOCCER_TEST_NEEDS_COUNTED_CALLS(); }
    outputs_test::Directory folder_;
};
using Rows = testing::Types<InMemory, JsonFile, RingFile, Async, AsyncJsonFile, ResolvedLater>;
TYPED_TEST_SUITE(SteadyState, Rows);

TYPED_TEST(SteadyState, CallsNoMoreThanTheThrowWhereALogIsInstalled) {
    auto& log = loccer::install<typename TypeParam::Log>(TypeParam::output(this->folder_));

    expect_no_more_than_the_throw(log, log, true);

    loccer::restore();
}

TYPED_TEST(SteadyState, ThrowsOnceMoreInAScopeWhereNoneIsInstalled) {
    typename TypeParam::Log log(TypeParam::output(this->folder_));

    expect_no_more_than_the_throw(log, log, false);
}

TEST(SteadyStateOfTheFront, CallsNoMoreThanTheThrow) {
    LOCCER_TEST_NEEDS_COUNTED_CALLS();
    loccer::install<steady_state::Log>();
    auto* const behind = loccer::log_behind<steady_state::Log>(steady_state::errors);
    ASSERT_NE(behind, nullptr);

    expect_no_more_than_the_throw(steady_state::errors, *behind, true);

    loccer::restore();
}

/// Lets threads begin to count at once.
class Start {
  public:
    explicit Start(std::size_t threads) : missing_(threads) {}
    /// Out of line: a branch beside the captures would let a compiler make them twice, with addresses that are new.
    [[gnu::noinline]] void before(int round) {
        if (round != 0) return;
        --missing_;
        while (missing_ != 0) std::this_thread::yield();
        counted::calls = {};
    }

  private:
    std::atomic<std::size_t> missing_;
};

constexpr int rounds = 3000;

/// *Returns* what each of four threads calls that capture by `form` at once, when all sites are known.
template <class Form>
std::vector<Calls> calls_of_threads(const Form& form) {
    std::vector<Calls> found(4);
    Start start(found.size());
    std::vector<std::thread> threads;
    for (std::size_t index = 0; index < found.size(); ++index) {
        threads.emplace_back([&, index] {
            for (int round = -10; round < rounds; ++round) {
                __asm__ volatile("" : "+r"(round));  // keeps the calls one
                start.before(round);
                form(index);
            }
            found[index] = counted::calls;
        });
    }
    for (std::thread& thread : threads) thread.join();
    return found;
}

/// *Effects* fails where a thread has called more than its throws do.
void expect_only_throws(const std::vector<Calls>& found) {
    const std::size_t each = throw_with(0).allocate;
    for (const Calls& calls : found) {
        EXPECT_GT(calls.throw_new, 0U);
        EXPECT_EQ(calls, (Calls{.allocate = calls.throw_new * each, .throw_new = calls.throw_new}));
    }
}

/// *Returns* how often threads have found a lock taken. *Effects* makes it as if they had not.
std::size_t forget_taken_locks(std::vector<Calls>& found) {
    std::size_t taken = 0;
    for (Calls& calls : found) {
        taken += calls.yield + calls.sleep;
        calls.yield = calls.sleep = 0;
    }
    return taken;
}

TEST(SteadyStateOfThreads, WaitsForNoRecordWhereEachHasALogOfItsOwn) {
    LOCCER_TEST_NEEDS_COUNTED_CALLS();
    auto& installed = loccer::install<steady_state::Log>();
    std::array<InMemory::Log, 4> logs;

    std::vector<Calls> found = calls_of_threads([&](std::size_t index) {
        by_handler(logs.at(index));
        by_suppress(logs.at(index));
        by_locals(logs.at(index));
        by_metadata(logs.at(index));
    });

    // What threads share are locks of a few instructions, now and then found taken. One that is held while a record is
    // made is so for a good part of all captures.
    EXPECT_LT(forget_taken_locks(found), 4 * 4 * rounds / 50);
    expect_only_throws(found);
    EXPECT_EQ(installed.statistics().records, 0U);
    loccer::restore();
}

TEST(SteadyStateOfThreads, WaitsForNoLongerThanAnotherCopiesInALogOfAll) {
    LOCCER_TEST_NEEDS_COUNTED_CALLS();
    auto& log = loccer::install<InMemory::Log>(loccer::InMemoryOutput(8));

    std::vector<Calls> found = calls_of_threads([&](std::size_t) {
        by_handler(log);
        by_suppress(log);
        by_locals(log);
        by_metadata(log);
    });

    // The output's lock is tried again until it is free, with the processor given away meanwhile.
    (void)forget_taken_locks(found);
    expect_only_throws(found);
    EXPECT_EQ(log.statistics().dropped(), 0U);
    loccer::restore();
}

}  // namespace
