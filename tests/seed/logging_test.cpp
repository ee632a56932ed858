// SPDX-License-Identifier: MIT
// What the Python original promises and its own tests check, as promises of this library.

#include <loccer/loccer.hpp>

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using test_log::only_record;
using test_log::records;

constexpr std::string_view gather_failure = "CRITICAL: error while calling the integration to gather data: ";

/// A log with the original's default integration, to memory.
using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::Environment<"LOCCER_SEED">, loccer::InMemoryOutput>;

/// A file in a folder of its own, gone at the end.
class SeedFile : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "loccer-seed-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string path() const { return folder_ + "/errors.log"; }
    [[nodiscard]] std::vector<nlohmann::json> lines() const {
        std::vector<nlohmann::json> found;
        std::ifstream file(path());
        for (std::string line; std::getline(file, line);) found.push_back(json_check::checked(line));
        return found;
    }

  private:
    std::string folder_;
};

double divide(double left, double right) {
    if (right == 0) throw std::domain_error("division by zero");
    return left / right;
}

TEST(Seed, CapturesTheCurrentExceptionWhenItIsCalled) {
    Log log;

    try {
        divide(1, 0);
    } catch (...) {
        log();
    }

    EXPECT_EQ(only_record(log)["exc_type"], "std::domain_error");
    EXPECT_EQ(only_record(log)["msg"], "division by zero");
}

TEST(Seed, CapturesAsAContextAndLetsTheExceptionGoOn) {
    Log log;

    EXPECT_THROW(LOCCER_CAPTURE(log) { divide(1, 0); }, std::domain_error);

    EXPECT_EQ(only_record(log)["msg"], "division by zero");
}

TEST(Seed, SuppressesTheExceptionWhenAskedTo) {
    Log log;

    LOCCER_SUPPRESS(log) { divide(1, 0); };

    EXPECT_EQ(only_record(log)["msg"], "division by zero");
}

TEST(Seed, CapturesAsADecoratorAndGivesTheResult) {
    Log log;
    const auto decorated = log.wrap(&divide);

    EXPECT_EQ(decorated(1, 2), 0.5);
    EXPECT_THROW(decorated(1, 0), std::domain_error);

    EXPECT_EQ(only_record(log)["msg"], "division by zero");
}

TEST(Seed, CapturesAnExceptionThatIsNotBeingHandled) {
    Log log;

    log.capture_exception(std::make_exception_ptr(std::domain_error("from an object")));
    log.capture_exception(std::domain_error("from a reference"));

    EXPECT_EQ(records(log)[0]["msg"], "from an object");
    EXPECT_EQ(records(log)[1]["msg"], "from a reference");
}

TEST(Seed, LogsMetadataWithWhatTheIntegrationsGather) {
    Log log;

    log.log_metadata({{"status_code", 500}});

    const auto record = only_record(log);
    EXPECT_EQ(record["loccer_type"], "metadata_log");
    EXPECT_EQ(record["data"], (nlohmann::json{{"status_code", 500}}));
    EXPECT_TRUE(record["integrations"]["platform"].contains("hostname"));
}

TEST(Seed, HasTheFieldsOfAnExceptionRecord) {
    Log log;

    LOCCER_SUPPRESS(log) { divide(1, 0); };

    const auto record = only_record(log);
    EXPECT_EQ(record["loccer_type"], "exception");
    for (const char* key : {"timestamp", "exc_type", "msg", "integrations", "frames", "globals"}) {
        EXPECT_TRUE(record.contains(key)) << key;
    }
    for (const char* key : {"filename", "lineno", "name", "line", "locals"}) {
        EXPECT_TRUE(record["frames"].back().contains(key)) << key;
    }
}

TEST(Seed, HasTheFieldsOfThePlatform) {
    ::setenv("LOCCER_SEED", "shown", 1);
    Log log;

    log.log_metadata({{"msg", "hello"}});

    const auto platform = only_record(log)["integrations"]["platform"];
    for (const char* key : {"username", "hostname", "uname", "cpp", "environment_variables"}) {
        EXPECT_TRUE(platform.contains(key)) << key;
    }
    for (const char* key : {"system", "node", "release", "version", "machine", "processor"}) {
        EXPECT_TRUE(platform["uname"].contains(key)) << key;
    }
    EXPECT_EQ(platform["environment_variables"], (nlohmann::json{{"LOCCER_SEED", "shown"}}));
}

TEST(Seed, HasFramesFromTheOutermostToTheThrow) {
    Log log;

    LOCCER_SUPPRESS(log) { divide(1, 0); };

    EXPECT_NE(test_log::thrower(only_record(log)).find("divide"), std::string::npos);
    EXPECT_GT(only_record(log)["frames"].size(), 3U);
}

struct FailingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "failing";
    void gather(const loccer::Event&, auto&) const { throw std::runtime_error("no data"); }
};

TEST(Seed, WritesTheRecordWhenAnIntegrationFails) {
    loccer::Loccer<FailingIntegration, loccer::InMemoryOutput> log;

    log.capture_exception(std::domain_error("recorded"));

    const std::string text = only_record(log)["integrations"]["failing"];
    EXPECT_TRUE(text.starts_with(gather_failure)) << text;
    EXPECT_EQ(only_record(log)["msg"], "recorded");
}

struct Unprintable {
    friend std::ostream& operator<<(std::ostream& stream, const Unprintable&) {
        if (stream) throw std::runtime_error("broken");
        return stream;
    }
};

TEST(Seed, WritesTheRecordWhenALocalCannotBeShown) {
    Log log;
    const Unprintable bad;

    LOCCER_SUPPRESS(log, bad) { divide(1, 0); };

    EXPECT_NE(only_record(log)["frames"].dump().find("Error getting repr of the object: broken"), std::string::npos);
}

/// Notes that it was activated.
struct ActivatedIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "activated";
    int activations = 0;
    void activate() { ++activations; }
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("activations"_key, activations);
    }
};

TEST(Seed, ActivatesIntegrationsOnInstallAndReturnsTheInstance) {
    auto& log = loccer::install<loccer::Loccer<ActivatedIntegration, loccer::InMemoryOutput>>();

    loccer::capture_exception(std::domain_error("installed"));
    loccer::restore();

    EXPECT_EQ(only_record(log)["integrations"]["activated"]["activations"], 1);
}

TEST(Seed, CapturesUnhandledExceptionsAndCallsThePreviousHook) {
    const auto outcome = child::run([] {
        std::set_terminate([] { ::_exit(9); });
        loccer::install<loccer::DefaultLoccer>();
        divide(1, 0);
    });

    EXPECT_TRUE(outcome.exited_with(9));
    EXPECT_NE(outcome.error_text.find("division by zero"), std::string::npos);
}

TEST(Seed, LeavesThePreviousHookOutWhenAskedTo) {
    const auto outcome = child::run([] {
        std::set_terminate([] { ::_exit(9); });
        loccer::install<loccer::DefaultLoccer>(loccer::PreviousHandler::is_left_out);
        divide(1, 0);
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
}

TEST(Seed, WorksBesideTheInstalledInstance) {
    test_log::Log installed;
    test_log::Log own;
    loccer::install(installed);

    own.capture_exception(std::domain_error("own"));
    loccer::restore();

    EXPECT_EQ(records(own).size(), 1U);
    EXPECT_TRUE(records(installed).empty());
}

struct CustomOutput {
    using loccer_role = loccer::OutputRole;
    std::vector<std::string> seen;
    void write(const loccer::Record& record) { seen.emplace_back(record.line()); }
};

TEST(Seed, GivesRecordsToACustomOutput) {
    loccer::Loccer<CustomOutput> log;

    log.log_metadata({{"msg", "hello"}});

    ASSERT_EQ(log.get<CustomOutput>().seen.size(), 1U);
    EXPECT_EQ(json_check::checked(log.get<CustomOutput>().seen[0])["data"]["msg"], "hello");
}

TEST(Seed, WritesNothingToTheNullOutput) {
    loccer::Loccer<loccer::NullOutput> log;

    EXPECT_TRUE(log.log_metadata({{"msg", "hello"}}));

    EXPECT_EQ(log.statistics().records, 1U);
}

TEST(Seed, WritesLinesToAStream) {
    std::ostringstream stream;
    loccer::Loccer<loccer::JsonStreamOutput> log{loccer::JsonStreamOutput(stream)};

    log.log_metadata({{"msg", "hello"}});

    EXPECT_EQ(json_check::checked_line(stream.str())["data"]["msg"], "hello");
}

TEST_F(SeedFile, AppendsOneCompactObjectPerLine) {
    for (int run = 0; run < 2; ++run) {
        loccer::Loccer<loccer::JsonFileOutput<>> log{loccer::JsonFileOutput<>(path())};
        log.log_metadata({{"run", run}});
        log.capture_exception(std::domain_error("recorded"));
    }

    const auto found = lines();
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0]["data"]["run"], 0);
    EXPECT_EQ(found[2]["data"]["run"], 1);
}

}  // namespace
