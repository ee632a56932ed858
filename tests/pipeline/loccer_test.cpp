// SPDX-License-Identifier: MIT
#include <loccer/pipeline/loccer.hpp>

#include "support/child.hpp"
#include "support/swallow.hpp"
#include "support/test_log.hpp"

#include <boost/hana/define_struct.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iterator>
#include <map>
#include <memory>
#include <pthread.h>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;
using test_log::swallow;

/// An output that must be given a number.
struct NumberedOutput {
    using loccer_role = loccer::OutputRole;
    int number;
    std::unique_ptr<int> owned;

    explicit NumberedOutput(int given) : number(given), owned(std::make_unique<int>(given)) {}
    void write(const loccer::Record&) {}
};

/// An integration with a state that can be copied.
struct CountingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "counting";
    int start = 0;
    int activations = 0;

    void activate() { ++activations; }
    void gather(const loccer::Event& event, auto& out) const {
        using namespace loccer::literals;
        out.field("start"_key, start);
        out.field("seq"_key, event.seq);
    }
};

/// An integration that records into the log that owns it.
struct WatchdogIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "watchdog";
    loccer::capture::Sink log{};
    bool keeps_environment = false;

    template <class Context, class Log>
    void activate(Log& owner) {
        log = loccer::capture::sink_of(owner);
        keeps_environment = !std::is_void_v<typename Context::template setting<loccer::policy::EnvironmentKind, void>>;
    }
    void bark() const { log.log_members(log.log, {{"msg", "late"}}); }
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("keeps_environment"_key, keeps_environment);
    }
};

TEST(Loccer, ShowsItselfAndItsSettingsToAnIntegrationThatAsks) {
    loccer::Loccer<WatchdogIntegration, loccer::Environment<"LANG">, loccer::InMemoryOutput> log{};

    log.get<WatchdogIntegration>().bark();

    const auto record = json_check::checked(log.get<loccer::InMemoryOutput>().records().at(0));
    EXPECT_EQ(record["data"]["msg"], "late");
    EXPECT_EQ(record["integrations"]["watchdog"]["keeps_environment"], true);
}

TEST(Loccer, TakesItsPoliciesInAnyOrder) {
    loccer::Loccer<CountingIntegration, NumberedOutput, loccer::InMemoryOutput> log(
        loccer::InMemoryOutput(3), CountingIntegration{7}, NumberedOutput(5));

    log.log_metadata({{"msg", "hello"}});

    EXPECT_EQ(log.get<NumberedOutput>().number, 5);
    EXPECT_EQ(only_record(log)["integrations"]["counting"]["start"], 7);
}

TEST(Loccer, MakesPoliciesThatAreNotGivenByDefault) {
    loccer::Loccer<CountingIntegration, NumberedOutput, loccer::InMemoryOutput> log(NumberedOutput(5));

    EXPECT_EQ(log.get<CountingIntegration>().start, 0);
}

TEST(Loccer, CopiesAPolicyThatIsGivenAsAnLvalue) {
    const CountingIntegration integration{9};
    loccer::Loccer<loccer::NullOutput, CountingIntegration> log(integration);

    EXPECT_EQ(log.get<CountingIntegration>().start, 9);
    EXPECT_EQ(integration.start, 9);
}

TEST(Loccer, DeducesItsPoliciesFromTheArguments) {
    loccer::Loccer log{loccer::InMemoryOutput(3), CountingIntegration{4}, loccer::NoRedaction{}};

    static_assert(std::is_same_v<decltype(log),
                                 loccer::Loccer<loccer::InMemoryOutput, CountingIntegration, loccer::NoRedaction>>);
    log.log_metadata({{"password", "visible"}});

    EXPECT_EQ(only_record(log)["data"]["password"], "visible");
    EXPECT_EQ(only_record(log)["integrations"]["counting"]["start"], 4);
}

TEST(Loccer, ActivatesEachIntegrationOnce) {
    const loccer::Loccer<loccer::NullOutput, CountingIntegration> log;

    EXPECT_EQ(log.get<CountingIntegration>().activations, 1);
}

TEST(Loccer, GivesItsPoliciesAlsoWhenItIsConst) {
    const Log log;

    static_assert(std::is_same_v<decltype(log.get<loccer::InMemoryOutput>()), const loccer::InMemoryOutput&>);
    EXPECT_EQ(log.get<loccer::InMemoryOutput>().size(), 0U);
}

TEST(Loccer, NeedsNoPolicyThatCanBeMovedWhenItIsNotGiven) {
    struct Fixed {
        using loccer_role = loccer::OutputRole;
        Fixed() = default;
        Fixed(const Fixed&) = delete;
        Fixed& operator=(const Fixed&) = delete;
        ~Fixed() = default;
        void write(const loccer::Record&) { ++count; }
        int count = 0;
    };
    loccer::Loccer<Fixed> log;

    log.log_metadata({{"msg", "hello"}});

    EXPECT_EQ(log.get<Fixed>().count, 1);
}

TEST(Loccer, PassesWhatAPolicysConstructorThrows) {
    EXPECT_THROW(loccer::Loccer<loccer::InMemoryOutput>(loccer::InMemoryOutput(0)), std::system_error);
}

TEST(Loccer, CapturesTheCurrentExceptionByEitherName) {
    Log log;

    try {
        throw std::runtime_error("first");
    } catch (...) {
        EXPECT_TRUE(log.capture_exception());
    }
    try {
        throw std::runtime_error("second");
    } catch (...) {
        EXPECT_TRUE(log());
    }

    EXPECT_EQ(records(log).size(), 2U);
}

TEST(Loccer, CapturesNothingWithoutACurrentException) {
    Log log;

    EXPECT_FALSE(log.capture_exception());
    EXPECT_FALSE(log());

    EXPECT_TRUE(records(log).empty());
}

TEST(Loccer, CapturesAStoredException) {
    Log log;

    EXPECT_TRUE(log.capture_exception(std::make_exception_ptr(std::out_of_range("stored"))));

    EXPECT_EQ(only_record(log)["exc_type"], "std::out_of_range");
    EXPECT_EQ(only_record(log)["msg"], "stored");
    EXPECT_EQ(only_record(log)["origin"], "catch");
}

TEST(Loccer, CapturesNothingOfANullPointerToAnException) {
    Log log;

    EXPECT_FALSE(log.capture_exception(std::exception_ptr()));
    EXPECT_TRUE(records(log).empty());
}

TEST(Loccer, CapturesAStoredExceptionWithTheStackOfItsThrow) {
    Log inner;
    Log later;
    std::exception_ptr stored;

    try {
        LOCCER_CAPTURE(inner) { throw std::out_of_range("stored"); };
    } catch (...) {
        stored = std::current_exception();
    }
    std::thread([&] { EXPECT_TRUE(later.capture_exception(stored)); }).join();

    EXPECT_EQ(only_record(later)["origin"], "throw");
}

TEST(Loccer, CapturesAStoredExceptionOnce) {
    Log log;
    const std::exception_ptr stored = std::make_exception_ptr(1);

    EXPECT_TRUE(log.capture_exception(stored));
    EXPECT_FALSE(log.capture_exception(stored));

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(Loccer, CapturesAnExceptionObjectThatWasNeverThrown) {
    Log log;
    const std::out_of_range error("never thrown");

    EXPECT_TRUE(log.capture_exception(error));

    EXPECT_EQ(only_record(log)["exc_type"], "std::out_of_range");
    EXPECT_EQ(only_record(log)["msg"], "never thrown");
}

TEST(Loccer, CapturesTheObjectOfAHandlerAsTheExceptionItIs) {
    Log log;

    try {
        LOCCER_CAPTURE(log) { throw std::out_of_range("once"); };
    } catch (const std::exception& error) {
        EXPECT_FALSE(log.capture_exception(error));
        EXPECT_FALSE(log.capture_exception());
    }

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(Loccer, CapturesAnErrorCode) {
    Log log;

    EXPECT_TRUE(log.capture_exception(std::make_error_code(std::errc::no_such_file_or_directory)));

    const auto record = only_record(log);
    EXPECT_EQ(record["exc_type"], "std::error_code");
    EXPECT_EQ(record["msg"], "No such file or directory");
    EXPECT_EQ(record["error_code"]["category"], "generic");
    EXPECT_EQ(record["error_code"]["value"], ENOENT);
}

TEST(Loccer, CapturesNoErrorCodeOfSuccess) {
    Log log;

    EXPECT_FALSE(log.capture_exception(std::error_code()));
    EXPECT_TRUE(records(log).empty());
}

TEST(Loccer, CapturesErrnoAndLeavesIt) {
    Log log;
    errno = EACCES;

    EXPECT_TRUE(log.capture_errno());

    EXPECT_EQ(errno, EACCES);
    EXPECT_EQ(only_record(log)["error_code"]["value"], EACCES);
    EXPECT_EQ(only_record(log)["msg"], "Permission denied");
}

TEST(Loccer, CapturesNoErrnoOfSuccess) {
    Log log;
    errno = 0;

    EXPECT_FALSE(log.capture_errno());
    EXPECT_TRUE(records(log).empty());
}

class Private {};
enum class Colour { red = 7 };
struct NullWhat : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return nullptr; }
};

TEST(Loccer, CapturesWhateverCanBeThrown) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw 42; };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::string("text"); };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::string_view("view"); };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { throw Private(); };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { throw Colour::red; };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { throw nullptr; };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { throw NullWhat(); };
    });

    const auto all = records(log);
    ASSERT_EQ(all.size(), 7U);
    EXPECT_EQ(all[0]["exc_type"], "int");
    EXPECT_EQ(all[0]["msg"], "42");
    EXPECT_EQ(all[1]["msg"], "text");
    EXPECT_EQ(all[2]["msg"], "view");
    EXPECT_NE(all[3]["exc_type"].get<std::string>().find("Private"), std::string::npos);
    EXPECT_EQ(all[3]["msg"], nullptr);
    EXPECT_NE(all[4]["exc_type"].get<std::string>().find("Colour"), std::string::npos);
    EXPECT_EQ(all[5]["exc_type"], "decltype(nullptr)");
    EXPECT_EQ(all[6]["msg"], nullptr);
    for (const auto& record : all) EXPECT_EQ(record["origin"], "throw") << record["exc_type"];
}

TEST(Loccer, RepairsAMessageThatIsNotUtf8) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::runtime_error("caf\xE9 \xF0\x9F"); };
    });

    EXPECT_EQ(only_record(log)["msg"], "caf\uFFFD \uFFFD");
}

TEST(Loccer, CutsAMessageThatIsLongerThanTheRecord) {
    Log log;
    const std::string message(1 << 20, 'x');

    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::runtime_error(message); };
    });

    const auto record = only_record(log);
    EXPECT_EQ(record["truncated"], true);
    EXPECT_TRUE(record["msg"].get<std::string>().starts_with("xxxxxxxxxx"));
    EXPECT_FALSE(record["frames"].empty());
}

TEST(Loccer, LogsMetadataGivenAsAList) {
    Log log;

    EXPECT_TRUE(
        log.log_metadata({{"msg", "disk slow"}, {"ms", 812}, {"ratio", 0.5}, {"ok", false}, {"none", nullptr}}));

    const auto record = only_record(log);
    EXPECT_EQ(record["loccer_type"], "metadata_log");
    EXPECT_EQ(record["data"],
              (nlohmann::json{{"msg", "disk slow"}, {"ms", 812}, {"ratio", 0.5}, {"ok", false}, {"none", nullptr}}));
    EXPECT_FALSE(record.contains("exc_type"));
    EXPECT_FALSE(record.contains("frames"));
}

struct Disk {
    BOOST_HANA_DEFINE_STRUCT(Disk, (std::string, path), (int, used_percent), (std::string, password));
};

TEST(Loccer, LogsMetadataGivenAsAStruct) {
    Log log;

    log.log_metadata(Disk{"/var", 91, "hunter2"});

    EXPECT_EQ(only_record(log)["data"],
              (nlohmann::json{{"path", "/var"}, {"used_percent", 91}, {"password", "[REDACTED]"}}));
}

TEST(Loccer, LogsMetadataGivenAsAMap) {
    Log log;

    log.log_metadata(std::map<std::string, std::vector<int>>{{"samples", {1, 2, 3}}});

    EXPECT_EQ(only_record(log)["data"], (nlohmann::json{{"samples", {1, 2, 3}}}));
}

TEST(Loccer, GathersForMetadataToo) {
    loccer::Loccer<CountingIntegration, loccer::InMemoryOutput> log;

    log.log_metadata({{"msg", "hello"}});

    EXPECT_EQ(only_record(log)["integrations"]["counting"]["seq"], 1);
}

TEST(Loccer, NumbersItsRecords) {
    Log log;
    Log other;

    log.log_metadata({{"msg", "first"}});
    other.log_metadata({{"msg", "of another log"}});
    log.log_metadata({{"msg", "second"}});

    EXPECT_EQ(records(log)[0]["seq"], 1);
    EXPECT_EQ(records(log)[1]["seq"], 2);
    EXPECT_EQ(records(other)[0]["seq"], 1);
}

TEST(Loccer, ShowsWatchedVariablesWithTheirCurrentValues) {
    Log log;
    int build = 1;
    const std::string password = "hunter2";

    EXPECT_TRUE(log.watch_global("build", build));
    EXPECT_TRUE(log.watch_global("password", password));
    build = 2;
    log.capture_exception(std::runtime_error("watched"));

    EXPECT_EQ(only_record(log)["globals"], (nlohmann::json{{"build", 2}, {"password", "[REDACTED]"}}));
}

/// Counts how often it is looked at.
struct Secret {
    int* looked_at;
    friend std::ostream& operator<<(std::ostream& stream, const Secret& secret) {
        ++*secret.looked_at;
        return stream << "looked at";
    }
};

struct Holder {
    BOOST_HANA_DEFINE_STRUCT(Holder, (Secret, api_key), (int, other));
};

/// Asks for what it must not see.
struct CuriousIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "curious";
    int* looked_at = nullptr;

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("token"_key, [&] { return ++*looked_at; });
        out.field(std::string_view("password"), [&] { return ++*looked_at; });
        out.field("secret"_key, Secret{looked_at});
        out.object("nested"_key, [&](auto& nested) { nested.field("cookie"_key, Secret{looked_at}); });
    }
};

template <class AnyLog>
void show_secrets_everywhere(AnyLog& log, int& looked_at) {
    const Secret secret{&looked_at};
    const Secret password{&looked_at};
    const Holder holder{{&looked_at}, 1};
    const std::map<std::string, Secret> map{{"token", secret}};
    log.watch_global("passphrase", secret);
    log.watch_global("holder", holder);
    log.log_metadata({{"password", secret}, {"holder", holder}, {"map", map}});
    log.log_metadata(holder);
    swallow([&] {
        LOCCER_CAPTURE(log, password, holder, map) { throw 1; };
    });
}

TEST(Loccer, NeverLooksAtWhatItRemoves) {
    int looked_at = 0;
    loccer::Loccer<CuriousIntegration, loccer::InMemoryOutput> log(CuriousIntegration{&looked_at});

    show_secrets_everywhere(log, looked_at);

    EXPECT_EQ(looked_at, 0);
    ASSERT_EQ(records(log).size(), 3U);
    for (const auto& record : records(log)) {
        EXPECT_EQ(record.dump().find("looked at"), std::string::npos) << record.dump(1);
        EXPECT_EQ(record["integrations"]["curious"]["nested"]["cookie"], "[REDACTED]");
    }
}

TEST(Loccer, LooksAtEverythingWithNoRedaction) {
    int looked_at = 0;
    loccer::Loccer<CuriousIntegration, loccer::InMemoryOutput, loccer::NoRedaction> log(CuriousIntegration{&looked_at});

    show_secrets_everywhere(log, looked_at);

    EXPECT_GT(looked_at, 10);
    EXPECT_NE(records(log).back()["frames"].dump().find(R"("password":"looked at")"), std::string::npos);
}

TEST(Loccer, HidesWhatAnotherLogMayShow) {
    int looked_at = 0;
    const Secret password{&looked_at};
    Log hiding;
    loccer::Loccer<loccer::InMemoryOutput, loccer::NoRedaction> showing;

    swallow([&] {
        LOCCER_CAPTURE(hiding) {
            LOCCER_CAPTURE(showing, password) { throw 1; };
        };
    });

    EXPECT_NE(only_record(showing)["frames"].dump().find("looked at"), std::string::npos);
    EXPECT_EQ(only_record(hiding)["frames"].dump().find("looked at"), std::string::npos);
    EXPECT_NE(only_record(hiding)["frames"].dump().find(R"("password":"[REDACTED]")"), std::string::npos);
}

TEST(Loccer, NeverLooksAtASecretLocalForTheDefaultLogBeforeInstall) {
    const auto outcome = child::run([] {
        int looked_at = 0;
        const Secret password{&looked_at};
        swallow([&] {
            LOCCER_CAPTURE(loccer::default_log, password) { throw 1; };
        });
        ::_exit(looked_at);
    });

    EXPECT_TRUE(outcome.exited_with(0));
    EXPECT_NE(outcome.error_text.find(R"("password":"[REDACTED]")"), std::string::npos) << outcome.error_text;
}

TEST(Loccer, HonoursTheLargestRecord) {
    loccer::Loccer<loccer::InMemoryOutput, loccer::MaxRecord<2 * loccer::KiB>> log;
    const std::vector<int> many(5000, 7);

    swallow([&] {
        LOCCER_CAPTURE(log, many) { throw std::runtime_error(std::string(50'000, 'm')); };
    });
    log.log_metadata({{"many", many}});

    for (const std::string& line : log.get<loccer::InMemoryOutput>().records()) {
        EXPECT_LT(line.size(), 2048U);
        EXPECT_EQ(json_check::checked(line)["truncated"], true);
    }
    EXPECT_EQ(records(log).size(), 2U);
}

TEST(Loccer, WritesRawFramesWithoutNames) {
    loccer::Loccer<loccer::InMemoryOutput, loccer::RawFrames> log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::runtime_error("raw"); };
    });

    const auto record = only_record(log);
    ASSERT_FALSE(record["frames"].empty());
    for (const auto& frame : record["frames"]) {
        EXPECT_EQ(frame["name"], nullptr);
        EXPECT_EQ(frame["lineno"], nullptr);
        EXPECT_TRUE(frame["offset"].is_string());
        EXPECT_TRUE(frame["module"].is_string());
    }
}

TEST(Loccer, ShowsLocalsInRawFrames) {
    loccer::Loccer<loccer::InMemoryOutput, loccer::RawFrames> log;
    const int order = 6;

    swallow([&] {
        LOCCER_CAPTURE(log, order) { throw 1; };
    });

    EXPECT_NE(only_record(log)["frames"].dump().find(R"("locals":{"order":6})"), std::string::npos);
}

TEST(Loccer, TakesCapturesOfManyThreads) {
    Log log(loccer::InMemoryOutput(1000, 16 * loccer::MiB));
    constexpr int threads = 8;
    constexpr int rounds = 25;

    std::vector<std::thread> workers;
    for (int number = 0; number < threads; ++number) {
        workers.emplace_back([&log, number] {
            for (int i = 0; i < rounds; ++i) {
                const int round = i;
                swallow([&] {
                    LOCCER_CAPTURE(log, number, round) { throw std::runtime_error("busy"); };
                });
            }
        });
    }
    for (std::thread& worker : workers) worker.join();

    std::set<std::uint64_t> numbers;
    for (const auto& record : records(log)) numbers.insert(record["seq"].get<std::uint64_t>());
    EXPECT_EQ(numbers.size(), static_cast<std::size_t>(threads * rounds));
    EXPECT_EQ(log.statistics().records, static_cast<std::uint64_t>(threads * rounds));
    EXPECT_EQ(log.statistics().dropped(), 0U);
}

/// Takes its time, and counts its writes and how many are made at once.
struct SlowOutput {
    using loccer_role = loccer::OutputRole;
    static inline std::atomic<int> writes = 0;
    static inline std::atomic<int> at_once = 0;
    static inline std::atomic<int> most_at_once = 0;

    static void write(const loccer::Record& /*record*/) {
        const int now = ++at_once;
        for (int most = most_at_once; now > most && !most_at_once.compare_exchange_weak(most, now);) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --at_once;
        ++writes;
    }
};

/// *Returns* during how many writes of others one of so many threads had to wait for its own, at most.
template <class... Settings>
int longest_wait_of_slow_captures(int threads_at_once) {
    loccer::Loccer<SlowOutput, loccer::RawFrames, Settings...> log;
    SlowOutput::writes = 0;
    SlowOutput::most_at_once = 0;
    std::atomic<int> longest = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < threads_at_once; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 100; ++round) {
                const int before = SlowOutput::writes;
                log.log_metadata({{"round", round}});
                const int waited = SlowOutput::writes - before;
                for (int most = longest; waited > most && !longest.compare_exchange_weak(most, waited);) {
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(log.statistics().dropped(), 0U);
    EXPECT_EQ(log.statistics().records, static_cast<unsigned>(threads_at_once) * 100U);
    return longest;
}

TEST(Loccer, LetsNoCaptureWaitForMoreThanAFewWritesOfASlowOutput) {
    EXPECT_LE(longest_wait_of_slow_captures(8), 100);
    EXPECT_LE(longest_wait_of_slow_captures<loccer::RecordsAtOnce<3>>(8), 100);
}

TEST(Loccer, MakesNoMoreRecordsAtOnceThanIsSaid) {
    (void)longest_wait_of_slow_captures<loccer::RecordsAtOnce<1>>(4);
    EXPECT_EQ(SlowOutput::most_at_once, 1);

    (void)longest_wait_of_slow_captures<loccer::RecordsAtOnce<3>>(8);
    EXPECT_LE(SlowOutput::most_at_once, 3);
}

TEST(Loccer, JudgesKeysTheSameOnManyThreadsWhicheverItKnows) {
    Log log(loccer::InMemoryOutput(1000, 16 * loccer::MiB));
    constexpr int threads = 8;
    constexpr int rounds = 40;
    constexpr int keys = 40;
    // Of equal sizes, so that they are told apart by nothing but their bytes.
    static constexpr const char* words[] = {"secret", "sector", "token", "table", "user_pass", "user_pane", "zone"};

    std::vector<std::thread> workers;
    for (int number = 0; number < threads; ++number) {
        workers.emplace_back([&log, number] {
            for (int round = 0; round < rounds; ++round) {
                std::map<std::string, std::size_t> data;
                for (int i = 0; i < keys; ++i) {
                    const auto some = static_cast<std::size_t>((number + round * 3 + i * i) % 400);
                    data[words[some % std::size(words)] + ("_" + std::to_string(some))] = some;
                }
                log.log_metadata(data);
            }
        });
    }
    for (std::thread& worker : workers) worker.join();

    const auto all = records(log);
    ASSERT_EQ(all.size(), static_cast<std::size_t>(threads * rounds));
    std::size_t removed = 0;
    for (const auto& record : all) {
        for (const auto& [key, value] : record["data"].items()) {
            const bool is_secret = loccer::DenyList::redacts_key(key);
            ASSERT_EQ(value == "[REDACTED]", is_secret) << key;
            removed += is_secret ? 1 : 0;
        }
    }
    EXPECT_GT(removed, all.size());
}

/// A redaction of a program that breaks the law: its verdict changes while the program runs.
struct ChangingRedaction {
    using loccer_role = loccer::RedactionRole;
    static inline bool hides = false;
    static constexpr bool redacts_key(std::string_view key) noexcept {
        return !std::is_constant_evaluated() && hides && key == "depot";
    }
};

TEST(Loccer, AsksARedactionOfTheProgramForEachRecord) {
    loccer::Loccer<ChangingRedaction, loccer::InMemoryOutput> log;
    const std::map<std::string, int> data{{"depot", 17}};

    for (const bool hides : {false, true, false}) {
        ChangingRedaction::hides = hides;
        log.log_metadata(data);
        log.log_metadata(data);
    }

    std::vector<bool> hidden;
    for (const auto& record : records(log)) hidden.push_back(record["data"]["depot"] != 17);
    EXPECT_EQ(hidden, (std::vector<bool>{false, false, true, true, false, false}));
}

TEST(Loccer, CapturesInAChildThatWasForkedInTheMiddleOfACapture) {
    const auto outcome = child::run([] {
        ::close(STDERR_FILENO);
        static Log log;
        std::atomic<bool> stop{false};
        std::thread busy([&] {
            while (!stop)
                swallow([&] {
                    LOCCER_CAPTURE(log) { throw std::runtime_error("busy"); };
                });
        });
        int failures = 0;
        for (int i = 0; i < 40; ++i) {
            const ::pid_t child = ::fork();
            if (child == 0) {
                ::alarm(20);
                const auto before = log.statistics().records;
                swallow([&] {
                    LOCCER_CAPTURE(log) { throw std::runtime_error("of the child"); };
                });
                ::_exit(log.statistics().records == before + 1 ? 0 : 1);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            failures += status == 0 ? 0 : 1;
        }
        stop = true;
        busy.join();
        ::_exit(failures);
    });

    EXPECT_TRUE(outcome.exited_with(0)) << outcome.status;
}

TEST(Loccer, LeavesErrnoAlone) {
    Log log;
    errno = EDOM;

    log.log_metadata({{"msg", "hello"}});
    log.capture_exception(std::runtime_error("error"));

    EXPECT_EQ(errno, EDOM);
}

TEST(Loccer, IsNotTakenForAnEarlierLogAtItsAddress) {
    std::vector<std::size_t> counts;
    const std::exception_ptr stored = std::make_exception_ptr(1);

    for (int i = 0; i < 3; ++i) {
        Log log;
        log.capture_exception(stored);
        counts.push_back(records(log).size());
    }

    EXPECT_EQ(counts, (std::vector<std::size_t>{1, 1, 1}));
}

}  // namespace
