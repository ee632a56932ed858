// SPDX-License-Identifier: MIT
// A log whose frames are named on another thread: the same records as in place, none lost, and nobody waits for it.

#include <loccer/pipeline/waiting_records.hpp>

#include "../outputs/support.hpp"
#include "support/child.hpp"
#include "support/plugin.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::InMemoryOutput;
using loccer::ResolverThread;
using loccer::SymbolizedFramesOn;
using test_log::records;

using Later = loccer::Loccer<InMemoryOutput, SymbolizedFramesOn<ResolverThread>>;

/// Code that no test has run before: its addresses are unknown once. Each kind of sites has its own.
template <class Kind, int Number>
[[noreturn, gnu::noinline]] void fail() {
    throw std::runtime_error("site " + std::to_string(Number));
}

template <class Log>
using Site = void (*)(Log&);

template <class Kind, int Number, class Log>
[[gnu::noinline]] void record_at(Log& log) {
    LOCCER_TRY { fail<Kind, Number>(); }
    LOCCER_CATCH(log) {}
}

template <class Kind, class Log, int... Numbers>
constexpr std::array<Site<Log>, sizeof...(Numbers)> sites_of(std::integer_sequence<int, Numbers...> /*all*/) {
    return {&record_at<Kind, Numbers, Log>...};
}

/// *Returns* functions that throw and record, each at a place of its own.
template <class Kind, int Count, class Log>
constexpr std::array<Site<Log>, Count> sites(const Log& /*log*/) {
    return sites_of<Kind, Log>(std::make_integer_sequence<int, Count>{});
}

/// *Returns* the line of a record without what differs between two records of one error.
std::string without_time(std::string line) {
    const std::size_t begin = line.find(",\"timestamp\"");
    const std::size_t end = line.find(",\"exc_type\"");
    EXPECT_NE(end, std::string::npos) << line;
    return line.erase(begin, end - begin);
}

/// Holds up whoever writes on another thread than the one that made it, until it is opened.
struct Gate {
    using loccer_role = loccer::OutputRole;

    struct State {
        std::thread::id maker = std::this_thread::get_id();
        std::atomic<bool> is_open = true;
        std::atomic<bool> is_entered = false;
    };
    std::shared_ptr<State> state = std::make_shared<State>();

    void write(const loccer::Record& /*record*/) const {
        if (std::this_thread::get_id() == state->maker) return;
        state->is_entered = true;
        while (!state->is_open) std::this_thread::yield();
    }
};
using Gated = loccer::Loccer<Gate, InMemoryOutput, SymbolizedFramesOn<ResolverThread>>;

/// *Effects* lets the resolver thread of a log stand in an output, by a record of `site`.
template <class Log>
void hold_up(Log& log, Site<Log> site) {
    Gate::State& gate = *log.template get<Gate>().state;
    gate.is_open = false;
    site(log);
    ASSERT_EQ(log.statistics().deferred, 1U);
    while (!gate.is_entered) std::this_thread::yield();
}

template <class Log>
void let_go(Log& log) {
    log.template get<Gate>().state->is_open = true;
    EXPECT_TRUE(log.flush(60'000));
}

TEST(ResolverThread, WritesARecordAtOnceWhereAllAddressesAreKnown) {
    struct Here;
    Later log;
    const auto site = sites<Here, 1>(log)[0];

    for (std::size_t i = 1; i <= 3; ++i) {
        __asm__ volatile("" : "+r"(i));  // keeps the calls one, so that no address is new the second time
        site(log);
        EXPECT_TRUE(i > 1 || log.flush());
        EXPECT_EQ(log.get<InMemoryOutput>().size(), i);
    }

    EXPECT_EQ(log.statistics().deferred, 1U);
    const std::vector<std::string> all = log.get<InMemoryOutput>().records();
    EXPECT_EQ(without_time(all.front()), without_time(all.back()));
}

struct NamingOutput {
    using loccer_role = loccer::OutputRole;
    std::string thread;
    std::uint64_t seq = 0;
    std::size_t depth = 0;

    void write(const loccer::Record& record) {
        std::array<char, 16> name{};
        ::prctl(PR_GET_NAME, name.data());
        thread = name.data();
        seq = record.event().seq;
        depth = record.event().stack.size();
    }
};

TEST(ResolverThread, HandsRecordsToTheOutputsOnAThreadWithItsName) {
    struct Here;
    loccer::Loccer<Gate, NamingOutput, SymbolizedFramesOn<ResolverThread>> log;

    hold_up(log, sites<Here, 1>(log)[0]);
    let_go(log);

    EXPECT_EQ(log.get<NamingOutput>().thread, "loccer-symbols");
    EXPECT_EQ(log.get<NamingOutput>().seq, 1U);
    EXPECT_GT(log.get<NamingOutput>().depth, 3U);
}

struct QueueIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "queue";
    int gathered = 0;
    void gather(const loccer::Event& /*event*/, auto& out) {
        ++gathered;
        out.field("depth", 17);
        out.field("token", "s3cr3t");
    }
};

template <int Depth>
[[gnu::noinline]] void settle(const std::string& order, int left) {
    const std::string password = "hunter2";
    const std::string text = "mail to ada@example.org, \"\xFF\" " + order;
    LOCCER_LOCALS(order, left, password);
    if (left == 0) {
        LOCCER_LOCALS(text, left);
        try {
            throw std::invalid_argument("no \x1B total");
        } catch (...) {
            std::throw_with_nested(std::out_of_range("limit of " + order));
        }
    }
    settle<Depth>(order, left - 1);
    __asm__ volatile("" : : : "memory");
}

/// *Effects* records one error, which was not seen before, later and in place. *Returns* whether the records are the
/// same.
template <int Depth, class... Policies>
void expect_same_record(int frames, bool is_deferred = true) {
    const int build = 17;
    loccer::Loccer<InMemoryOutput, QueueIntegration, Policies..., SymbolizedFramesOn<ResolverThread>> later;
    loccer::Loccer<InMemoryOutput, QueueIntegration, Policies...> in_place;
    later.watch_global("build", build);
    in_place.watch_global("build", build);
    std::exception_ptr error;
    LOCCER_TRY { settle<Depth>("o-17", frames); }
    LOCCER_CATCH(later) { error = std::current_exception(); }
    EXPECT_TRUE(later.flush());

    in_place.capture_exception(error);

    EXPECT_EQ(later.statistics().deferred, is_deferred ? 1U : 0U);
    EXPECT_EQ(later.statistics().records, 1U);
    EXPECT_EQ(later.template get<QueueIntegration>().gathered, 1);
    ASSERT_EQ(later.template get<InMemoryOutput>().size(), 1U);
    ASSERT_EQ(in_place.template get<InMemoryOutput>().size(), 1U);
    const std::string line = later.template get<InMemoryOutput>().records()[0];
    json_check::checked(line);
    EXPECT_EQ(without_time(line), without_time(in_place.template get<InMemoryOutput>().records()[0]));
    const bool shows = (std::is_same_v<Policies, loccer::NoRedaction> || ...);
    EXPECT_EQ(line.find("hunter2") == std::string::npos, !shows);
    EXPECT_EQ(line.find("s3cr3t") == std::string::npos, !shows);
}

TEST(ResolverThread, MakesTheSameRecordAsInPlace) { expect_same_record<1>(3); }

TEST(ResolverThread, MakesTheSameRecordUnderOtherRules) {
    expect_same_record<2, loccer::TypesOnly>(2);
    expect_same_record<3, loccer::NoRedaction, loccer::NoValueRedaction>(2);
    expect_same_record<4, loccer::Mask<"***">, loccer::TruncateRedaction<16>>(2);
}

TEST(ResolverThread, MakesTheSameRecordWhereFramesAreLeftOut) {
    expect_same_record<5, loccer::MaxRecord<12 * loccer::KiB>>(90);
}

TEST(ResolverThread, MakesTheSameRecordInPlaceWhereLittleFits) {
    expect_same_record<6, loccer::MaxRecord<2 * loccer::KiB>>(5, false);
}

TEST(ResolverThread, IsNotWaitedForByThreadsThatRecord) {
    struct Here;
    Gated log;
    const auto all = sites<Here, 9>(log);
    hold_up(log, all[0]);

    for (const auto site : all) {
        if (site != all[0]) site(log);
    }

    EXPECT_EQ(log.get<InMemoryOutput>().size(), 0U);
    EXPECT_EQ(log.statistics().deferred, 9U);
    EXPECT_EQ(log.statistics().waiting, 8U);
    EXPECT_EQ(log.statistics().records, 1U);
    let_go(log);
    EXPECT_EQ(log.statistics().records, 9U);
    EXPECT_EQ(log.statistics().waiting, 0U);
    for (const auto& record : records(log)) {
        EXPECT_NE(test_log::thrower(record).find("fail<"), std::string::npos) << test_log::frame_names(record);
    }
}

TEST(ResolverThread, LeavesWhatFindsNoRoomToTheCapturingThread) {
    struct Here;
    loccer::Loccer<Gate, InMemoryOutput, SymbolizedFramesOn<ResolverThread, 16 * loccer::KiB>> log;
    constexpr std::size_t count = 64;
    const auto all = sites<Here, count>(log);
    hold_up(log, all[0]);

    for (std::size_t i = 1; i < count; ++i) all[i](log);

    const loccer::Statistics now = log.statistics();
    EXPECT_GT(now.waiting, 1U);
    EXPECT_LT(now.waiting, count / 2);
    EXPECT_EQ(log.get<InMemoryOutput>().size(), count - now.deferred);
    let_go(log);
    EXPECT_EQ(log.get<InMemoryOutput>().size(), count);
    for (const auto& record : records(log)) {
        EXPECT_NE(test_log::thrower(record).find("fail<"), std::string::npos) << test_log::frame_names(record);
    }
}

TEST(ResolverThread, CompletesManySitesOfManyThreads) {
    struct Here;
    loccer::Loccer<InMemoryOutput, SymbolizedFramesOn<ResolverThread>> log{InMemoryOutput(1000, 16 * loccer::MiB)};
    constexpr std::size_t count = 120;
    constexpr std::size_t thread_count = 4;
    const auto all = sites<Here, count>(log);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < thread_count; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::size_t i = 0; i < count; ++i) all[(i + thread * 30) % count](log);
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_TRUE(log.flush(60'000));

    EXPECT_EQ(log.statistics().records, count * thread_count);
    EXPECT_EQ(log.statistics().dropped(), 0U);
    std::vector<int> seen(count);
    std::vector<bool> numbers(count * thread_count);
    for (const auto& record : records(log)) {
        const std::string site = record["msg"].get<std::string>().substr(5);
        ++seen[std::stoul(site)];
        numbers[record["seq"].get<std::size_t>() - 1] = true;
        EXPECT_NE(test_log::thrower(record).find(", " + site), std::string::npos) << test_log::frame_names(record);
    }
    EXPECT_EQ(seen, std::vector<int>(count, thread_count));
    EXPECT_EQ(numbers, std::vector<bool>(count * thread_count, true));
}

/// Counts beyond the life of its log.
struct CountingOutput {
    using loccer_role = loccer::OutputRole;
    std::atomic<int>* count = nullptr;
    void write(const loccer::Record& /*record*/) const { ++*count; }
};

TEST(ResolverThread, CompletesWhatWaitsWhenTheLogIsDestroyed) {
    struct Here;
    std::atomic<int> count = 0;
    {
        loccer::Loccer<CountingOutput, SymbolizedFramesOn<ResolverThread>> log{CountingOutput{&count}};
        for (const auto site : sites<Here, 20>(log)) site(log);
    }

    EXPECT_EQ(count, 20);
}

/// Captures, and flushes, in the middle of a write.
struct MeddlingOutput {
    using loccer_role = loccer::OutputRole;
    std::atomic<bool (*)()> capture{nullptr};
    std::atomic<bool> captured = true;
    MeddlingOutput() = default;
    MeddlingOutput(const MeddlingOutput&) noexcept {}
    void write(const loccer::Record& /*record*/) {
        if (capture != nullptr) captured = capture.load()();
    }
};
using Meddled = loccer::Loccer<MeddlingOutput, SymbolizedFramesOn<ResolverThread>>;
Meddled* meddled = nullptr;

TEST(ResolverThread, TakesWhatAnOutputCapturesForACaptureInACapture) {
    struct Here;
    Meddled log;
    meddled = &log;
    log.get<MeddlingOutput>().capture = [] {
        return meddled->capture_exception(std::runtime_error("of an output")) || meddled->flush(60'000);
    };

    sites<Here, 1>(log)[0](log);
    while (log.statistics().waiting != 0) std::this_thread::yield();  // the thread has it in its hands
    EXPECT_TRUE(log.flush());

    EXPECT_FALSE(log.get<MeddlingOutput>().captured);
    EXPECT_EQ(log.statistics().nested_captures, 1U);
    EXPECT_EQ(log.statistics().records, 1U);
}

struct ThrowingOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record& /*record*/) const { throw std::runtime_error("full"); }
};

TEST(ResolverThread, SurvivesOutputsThatThrow) {
    struct Here;
    loccer::Loccer<ThrowingOutput, InMemoryOutput, SymbolizedFramesOn<ResolverThread>> log;

    for (const auto site : sites<Here, 3>(log)) site(log);
    EXPECT_TRUE(log.flush());

    EXPECT_EQ(log.get<InMemoryOutput>().size(), 3U);
    EXPECT_EQ(log.statistics().output_failures, 3U);
}

using ToStderr = loccer::Loccer<loccer::StderrOutput, SymbolizedFramesOn<ResolverThread>>;

/// *Returns* the records among the lines, parsed.
std::vector<nlohmann::json> records_in(const std::string& text) {
    std::vector<nlohmann::json> found;
    for (std::size_t at = text.find("{\"loccer_type\""); at != std::string::npos;
         at = text.find("{\"loccer_type\"", at + 1)) {
        found.push_back(json_check::checked(text.substr(at, text.find('\n', at) - at)));
    }
    return found;
}

TEST(ResolverThread, IsWaitedForAtExit) {
    struct Here;
    const child::Outcome outcome = child::run([] {
        auto& log = loccer::install<ToStderr>();
        for (const auto site : sites<Here, 8>(log)) site(log);
        std::exit(log.statistics().deferred == 8 ? 7 : 8);  // NOLINT(concurrency-mt-unsafe): no other thread does
    });

    EXPECT_TRUE(outcome.exited_with(7)) << outcome.error_text;
    const auto all = records_in(outcome.error_text);
    EXPECT_EQ(all.size(), 8U) << outcome.error_text;
    for (const auto& record : all) EXPECT_NE(test_log::thrower(record).find("fail<"), std::string::npos);
}

TEST(ResolverThread, IsWaitedForByWhatEndsTheProgram) {
    struct Here;
    const child::Outcome outcome = child::run([] {
        auto& log = loccer::install<ToStderr>();
        for (const auto site : sites<Here, 8>(log)) site(log);
        throw std::runtime_error("the end");
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT)) << outcome.error_text;
    const auto all = records_in(outcome.error_text);
    ASSERT_EQ(all.size(), 9U) << outcome.error_text;
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(all[i]["msg"], "site " + std::to_string(i));
    EXPECT_EQ(all[8]["msg"], "the end");
    EXPECT_EQ(all[8]["handled"], false);
    EXPECT_FALSE(test_log::thrower(all[8]).empty());
}

[[gnu::noinline]] void throw_if(bool does) {
    if (does) throw std::runtime_error("an output's own");
}

/// An output that ends the program, on whatever thread.
struct EndingOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record& record) const noexcept { throw_if(record.event().handled); }
};

TEST(ResolverThread, DoesNotWaitForItselfWhereAnOutputEndsTheProgram) {
    struct Here;
    const child::Outcome outcome = child::run([] {
        auto& log =
            loccer::install<loccer::Loccer<EndingOutput, loccer::StderrOutput, SymbolizedFramesOn<ResolverThread>>>();
        sites<Here, 1>(log)[0](log);
        for (;;) ::pause();
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT)) << outcome.error_text;
    const auto all = records_in(outcome.error_text);
    ASSERT_EQ(all.size(), 1U) << outcome.error_text;
    EXPECT_EQ(all[0]["msg"], "an output's own");
}

TEST(ResolverThread, LosesNothingThatWasCompletedWhenTheProgramLeavesAtOnce) {
    struct Here;
    const child::Outcome outcome = child::run([] {
        auto& log = loccer::install<ToStderr>();
        const auto all = sites<Here, 2>(log);
        for (int i = 0; i < 2; ++i) {
            all[0](log);
            log.flush();
        }
        all[1](log);
        ::_exit(7);
    });

    EXPECT_TRUE(outcome.exited_with(7));
    EXPECT_GE(records_in(outcome.error_text).size(), 2U) << outcome.error_text;
}

TEST(ResolverThread, IsLeftToItsOwnProcess) {
    struct Here;
    Gated log;
    const auto all = sites<Here, 4>(log);
    hold_up(log, all[0]);
    all[1](log);
    all[2](log);

    const int in_the_child = outputs_test::in_child([&] {
        log.get<Gate>().state->is_open = true;
        all[3](log);  // written at once: who knows how this process will end
        const std::size_t written = log.get<InMemoryOutput>().size();
        return written == 1 && log.flush(1000) && log.get<InMemoryOutput>().size() == 1 ? 0 : 1;
    });

    EXPECT_EQ(in_the_child, 0);
    let_go(log);
    EXPECT_EQ(log.get<InMemoryOutput>().size(), 3U);
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

using plugin::Plugin;

/// *Returns* the frame in a plugin; null where there is none.
nlohmann::json plugin_frame(const nlohmann::json& record) {
    for (const auto& frame : record["frames"]) {
        if (frame["module"].is_string() && frame["module"].get<std::string>().find("_plugin") != std::string::npos)
            return frame;
    }
    return {};
}

template <class Log>
void record_through(Log& log, const Plugin& plugin) {
    LOCCER_TRY {
        plugin.call([] { throw std::runtime_error("through a plugin"); });
    }
    LOCCER_CATCH(log) {}
}

TEST(ResolverThread, NamesTheFramesOfAPluginThatIsStillOpen) {
    struct Here;
    Gated log;
    const Plugin plugin{LOCCER_TEST_PLUGIN};
    hold_up(log, sites<Here, 1>(log)[0]);

    record_through(log, plugin);
    let_go(log);

    const nlohmann::json frame = plugin_frame(records(log).back());
    EXPECT_EQ(frame["module"], LOCCER_TEST_PLUGIN);
    EXPECT_EQ(frame["name"], "loccer_test_call_through");
}

TEST(ResolverThread, ShowsWhereTheFramesOfAClosedPluginWere) {
    struct Here;
    Gated log;
    loccer::Loccer<InMemoryOutput, loccer::RawFrames> raw;
    hold_up(log, sites<Here, 1>(log)[0]);
    {
        const Plugin plugin{LOCCER_TEST_OTHER_PLUGIN};
        LOCCER_TRY {
            plugin.call([] { throw std::runtime_error("through a plugin"); });
        }
        LOCCER_CATCH(log) { raw.capture_exception(); }
    }
    ASSERT_FALSE(plugin::is_open(LOCCER_TEST_OTHER_PLUGIN));

    let_go(log);

    EXPECT_EQ(log.statistics().deferred, 2U);
    const auto record = records(log).back();
    EXPECT_EQ(plugin_frame(record), plugin_frame(records(raw).back()));
    EXPECT_EQ(plugin_frame(record)["module"], LOCCER_TEST_OTHER_PLUGIN);
    EXPECT_NE(test_log::thrower(record), "");
}

TEST(ResolverThread, TakesNoOtherPluginForTheOneThatWasClosed) {
    struct Here;
    Gated log;
    hold_up(log, sites<Here, 1>(log)[0]);
    auto plugin = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    record_through(log, *plugin);
    plugin.reset();
    const Plugin other{LOCCER_TEST_OTHER_PLUGIN};

    let_go(log);

    const nlohmann::json frame = plugin_frame(records(log).back());
    EXPECT_EQ(frame["module"], LOCCER_TEST_PLUGIN);
    EXPECT_TRUE(frame["name"].is_null()) << frame;
    EXPECT_NE(frame["build_id"], nullptr);
}

#endif

}  // namespace
