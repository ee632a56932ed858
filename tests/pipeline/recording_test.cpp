// SPDX-License-Identifier: MIT
#include <loccer/pipeline/recording.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <pthread.h>
#include <stdexcept>
#include <string>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;

/// Throws what it is told to.
struct ThrowingOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record&) { throw std::runtime_error("output failed"); }
};

/// Throws what is no exception.
struct RudeOutput {
    using loccer_role = loccer::OutputRole;
    int write(const loccer::Record&) { throw 42; }
};

/// Says that it did not store.
struct FullOutput {
    using loccer_role = loccer::OutputRole;
    bool write(const loccer::Record&) noexcept { return false; }
};

TEST(Recording, ReachesEveryOutput) {
    struct Second : loccer::InMemoryOutput {};
    loccer::Loccer<loccer::InMemoryOutput, Second> log;

    log.log_metadata({{"msg", "hello"}});

    EXPECT_EQ(log.get<loccer::InMemoryOutput>().records(), log.get<Second>().records());
    EXPECT_EQ(log.get<Second>().size(), 1U);
}

TEST(Recording, IsNotSilencedByOutputsThatFail) {
    loccer::Loccer<ThrowingOutput, RudeOutput, FullOutput, loccer::InMemoryOutput> log;

    EXPECT_TRUE(log.capture_exception(std::runtime_error("first")));

    EXPECT_EQ(only_record(log)["msg"], "first");
    EXPECT_EQ(log.statistics().output_failures, 3U);
    EXPECT_EQ(log.statistics().records, 1U);
}

TEST(Recording, SaysInTheNextRecordHowManyWereDropped) {
    loccer::Loccer<ThrowingOutput, FullOutput, loccer::InMemoryOutput> log;

    log.log_metadata({{"msg", "first"}});
    log.log_metadata({{"msg", "second"}});

    EXPECT_FALSE(records(log)[0].contains("dropped"));
    EXPECT_EQ(records(log)[1]["dropped"], 2);
}

/// Logs into the log that is calling it.
struct LoggingOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record&) {
        loccer::log_metadata({{"msg", "from an output"}});
        loccer::capture_exception(std::runtime_error("from an output"));
    }
};

TEST(Recording, DropsAndCountsWhatAnOutputCaptures) {
    loccer::Loccer<LoggingOutput, loccer::InMemoryOutput> log;
    loccer::install(log);

    log.log_metadata({{"msg", "first"}});
    log.log_metadata({{"msg", "second"}});
    loccer::restore();

    EXPECT_EQ(records(log).size(), 2U);
    EXPECT_EQ(records(log)[1]["dropped"], 2);
    EXPECT_EQ(log.statistics().nested_captures, 4U);
}

/// Throws and captures in its own scope.
struct CapturingOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record&) {
        LOCCER_CAPTURE() { throw std::runtime_error("in a scope of an output"); };
    }
};

TEST(Recording, SurvivesAnOutputThatCapturesInAScopeAndThrows) {
    loccer::Loccer<CapturingOutput, loccer::InMemoryOutput> log;
    loccer::install(log);

    EXPECT_THROW(LOCCER_CAPTURE() { throw std::logic_error("of the program"); }, std::logic_error);
    loccer::restore();

    EXPECT_EQ(only_record(log)["msg"], "of the program");
    EXPECT_EQ(log.statistics().nested_captures, 1U);
    EXPECT_EQ(log.statistics().output_failures, 1U);
}

/// Logs while it is formatted.
struct Chatty {
    friend std::ostream& operator<<(std::ostream& stream, const Chatty&) {
        loccer::log_metadata({{"msg", "from a formatter"}});
        return stream << "chatty";
    }
};

TEST(Recording, DropsAndCountsWhatAFormatterLogsWhileItIsWritten) {
    Log log;
    loccer::install(log);

    log.log_metadata({{"value", Chatty()}});
    loccer::restore();

    EXPECT_EQ(only_record(log)["data"]["value"], "chatty");
    EXPECT_EQ(log.statistics().nested_captures, 1U);
}

TEST(Recording, DropsAndCountsWhatAFormatterLogsDuringTheThrow) {
    Log log;
    loccer::install(log);
    const Chatty chatty;

    EXPECT_THROW(LOCCER_CAPTURE(log, chatty) { throw 1; }, int);
    loccer::restore();

    EXPECT_NE(only_record(log)["frames"].dump().find(R"("chatty":"chatty")"), std::string::npos);
    EXPECT_EQ(log.statistics().nested_captures, 1U);
}

/// Throws through a scope, and catches it, while it is formatted.
struct Stumbling {
    Log* log;
    friend std::ostream& operator<<(std::ostream& stream, const Stumbling& stumbling) {
        LOCCER_SUPPRESS(*stumbling.log) { throw std::runtime_error("in a formatter"); };
        return stream << "recovered";
    }
};

TEST(Recording, KeepsTheExceptionWhenAFormatterThrowsThroughAScope) {
    Log log;
    const Stumbling value{&log};

    EXPECT_THROW(LOCCER_CAPTURE(log, value) { throw std::out_of_range("outer"); }, std::out_of_range);

    EXPECT_EQ(only_record(log)["msg"], "outer");
    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(only_record(log)["frames"].dump().find(R"("value":"recovered")"), std::string::npos);
    EXPECT_EQ(log.statistics().nested_captures, 1U);
}

/// Captures into the log that it belongs to.
struct CapturingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "capturing";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        LOCCER_SUPPRESS() { throw std::runtime_error("in an integration"); };
        out.field("done"_key, true);
    }
};

TEST(Recording, DropsAndCountsWhatAnIntegrationCaptures) {
    loccer::Loccer<CapturingIntegration, loccer::InMemoryOutput> log;
    loccer::install(log);

    log.capture_exception(std::runtime_error("outer"));
    loccer::restore();

    EXPECT_EQ(only_record(log)["msg"], "outer");
    EXPECT_EQ(only_record(log)["integrations"]["capturing"]["done"], true);
    EXPECT_EQ(log.statistics().nested_captures, 1U);
}

TEST(Recording, NamesTheThread) {
    Log log;
    char before[16];
    ::pthread_getname_np(::pthread_self(), before, sizeof(before));
    ::pthread_setname_np(::pthread_self(), "settler");

    log.log_metadata({{"msg", "hello"}});
    ::pthread_setname_np(::pthread_self(), before);

    EXPECT_EQ(only_record(log)["thread"]["name"], "settler");
    EXPECT_EQ(only_record(log)["thread"]["id"], loccer::trace::thread_id());
}

TEST(Recording, StampsTheTimeInUtc) {
    Log log;

    log.log_metadata({{"msg", "hello"}});

    const std::string timestamp = only_record(log)["timestamp"];
    EXPECT_EQ(timestamp.size(), std::string("2026-11-22T06:22:55.517464Z").size());
    EXPECT_EQ(timestamp.back(), 'Z');
}

TEST(Recording, GivesOutputsTheEventBesideTheLine) {
    struct Looking {
        using loccer_role = loccer::OutputRole;
        std::string type;
        std::size_t depth = 0;
        void write(const loccer::Record& record) {
            type = record.event().exception.error.type;
            depth = record.event().stack.size();
        }
    };
    loccer::Loccer<Looking> log;

    log.capture_exception(std::runtime_error("looked at"));

    EXPECT_EQ(log.get<Looking>().type, "std::runtime_error");
    EXPECT_GT(log.get<Looking>().depth, 0U);
}

}  // namespace
