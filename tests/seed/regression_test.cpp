// SPDX-License-Identifier: MIT
// Defects that were found in the Python original. Each test is named after what went wrong there.

#include <loccer/loccer.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/use_kernel.hpp>

#include "fault/log_set.hpp"
#include "support/child.hpp"
#include "support/test_log.hpp"

#include <boost/hana/adapt_struct.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;

using FileOutput = loccer::JsonFileOutput<>;
using FileLog = loccer::Loccer<FileOutput>;

/// A file in a folder of its own, gone at the end.
class SeedDefect : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "loccer-seed-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string path(const std::string& name = "errors.log") const { return folder_ + "/" + name; }
    [[nodiscard]] std::string content() const {
        std::ifstream file(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> found;
        std::istringstream text(content());
        for (std::string line; std::getline(text, line);) {
            if (!line.empty()) found.push_back(line);
        }
        return found;
    }

    /// *Returns* the numbers in the live file and all its backups, the oldest file first.
    [[nodiscard]] std::vector<int> numbers() const {
        std::vector<int> found;
        const fault::LogSet set(folder_, "errors.log");
        for (const fault::LogPart& part : set.parts()) {
            std::istringstream text(part.text);
            for (std::string line; std::getline(text, line);) {
                if (!line.empty()) found.push_back(nlohmann::json::parse(line)["data"]["n"].get<int>());
            }
        }
        return found;
    }

  private:
    std::string folder_;
};

TEST_F(SeedDefect, RecordsOfSeveralProcessesAreLost) {
    constexpr int processes = 4;
    constexpr int each = 200;
    std::vector<::pid_t> children;

    for (int number = 0; number < processes; ++number) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            FileLog log{FileOutput(path())};
            for (int i = 0; i < each; ++i) log.log_metadata({{"number", number}, {"i", i}});
            ::_exit(log.statistics().dropped() == 0 ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const ::pid_t child : children) {
        int status = -1;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }

    std::map<std::pair<int, int>, int> seen;
    for (const std::string& line : lines()) {
        const auto data = nlohmann::json::parse(line)["data"];
        ++seen[{data["number"].get<int>(), data["i"].get<int>()}];
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(processes * each));
}

TEST_F(SeedDefect, ATornLinePoisonsTheNextRecord) {
    std::ofstream(path()) << R"({"loccer_type":"exception","msg":"to)";
    ASSERT_EQ(::chmod(path().c_str(), 0600), 0);

    FileLog log{FileOutput(path())};
    log.log_metadata({{"msg", "whole"}});

    const auto found = lines();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(json_check::checked(found[1])["data"]["msg"], "whole");
}

TEST_F(SeedDefect, ASymbolicLinkAtThePathIsFollowed) {
    std::ofstream(path("victim")) << "precious";
    std::filesystem::create_symlink(path("victim"), path());

    EXPECT_THROW(FileLog{FileOutput(path())}, std::system_error);

    std::ifstream victim(path("victim"));
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(victim), {}), "precious");
}

TEST_F(SeedDefect, AFifoAtThePathBlocksTheProgram) {
    ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);

    EXPECT_THROW(FileLog{FileOutput(path())}, std::system_error);
}

TEST_F(SeedDefect, TheLogIsReadableForEveryone) {
    const ::mode_t before = ::umask(0);
    FileLog log{FileOutput(path())};
    log.log_metadata({{"msg", "private"}});
    ::umask(before);

    struct ::stat status{};
    ASSERT_EQ(::stat(path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

/// A small log that compresses in place, so that a test knows when that is done.
template <class... Options>
using SmallOutput =
    loccer::JsonFileOutput<loccer::MaxSize<2000>, loccer::Gzip<>, loccer::InPlaceHousekeeping, Options...>;

/// *Effects* logs the numbers from 0 on.
template <class Log>
void log_numbers(Log& log, int count) {
    for (int n = 0; n < count; ++n) log.log_metadata({{"n", n}});
}

TEST_F(SeedDefect, EveryRotatedRecordIsLostAtTheDefaultNumberOfBackups) {
    loccer::Loccer<SmallOutput<>> log{SmallOutput<>(path())};

    log_numbers(log, 500);

    const std::vector<int> found = numbers();
    const auto rotations = log.get<SmallOutput<>>().statistics().rotations;
    ASSERT_GT(rotations, 12U);
    ASSERT_GT(found.size(), 10U * 5);  // ten backups and the live file
    EXPECT_EQ(found.back(), 499);
    for (std::size_t i = 1; i < found.size(); ++i) EXPECT_EQ(found[i], found[i - 1] + 1);
}

TEST_F(SeedDefect, ALogWithOneBackupOrNoneIsNeverRotated) {
    const auto grown_to = [this](const char* name, auto output) {
        loccer::Loccer<decltype(output)> log{std::move(output)};
        log_numbers(log, 200);
        return std::filesystem::file_size(path(name));
    };

    EXPECT_LE(grown_to("none.log", SmallOutput<loccer::MaxFiles<0>>(path("none.log"))), 2000U);
    EXPECT_LE(grown_to("one.log", SmallOutput<loccer::MaxFiles<1>>(path("one.log"))), 2000U);
    EXPECT_FALSE(std::filesystem::exists(path("none.log.1.gz")));
}

/// Lets renames fail, but for the first ones.
struct FailingRenames : loccer::file::Posix {
    static inline int left = 0;
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        if (left-- > 0) return Posix::rename(directory, from, to, flags);
        errno = EIO;
        return -1;
    }
};

TEST_F(SeedDefect, ARotationThatFailsHasOverwrittenTheNewestBackup) {
    using Output = SmallOutput<loccer::UseKernel<FailingRenames>, loccer::MaxFiles<1000>>;
    loccer::Loccer<Output> log{Output(path())};
    FailingRenames::left = 4;

    log_numbers(log, 200);

    const std::vector<int> found = numbers();
    ASSERT_EQ(found.size(), 200U);
    for (int n = 0; n < 200; ++n) EXPECT_EQ(found[static_cast<std::size_t>(n)], n);
}

/// Has no room for the compressed files.
struct FullDisk : loccer::file::Posix {
    static int sync(int) noexcept {
        errno = ENOSPC;
        return -1;
    }
};

TEST_F(SeedDefect, AFullDiskEatsTheHistory) {
    {
        loccer::Loccer<SmallOutput<loccer::MaxFiles<1000>>> log{SmallOutput<loccer::MaxFiles<1000>>(path())};
        log_numbers(log, 100);
    }
    const std::vector<int> before = numbers();
    using Output = SmallOutput<loccer::UseKernel<FullDisk>, loccer::MaxFiles<1000>>;

    for (int attempt = 0; attempt < 5; ++attempt) {
        loccer::Loccer<Output> log{Output(path())};
        log_numbers(log, 100);
    }

    const std::vector<int> after = numbers();
    ASSERT_EQ(after.size(), before.size() + 500);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
}

TEST_F(SeedDefect, ARotationThatWasKilledLeavesRecordsTwice) {
    std::ofstream(path("errors.log.1")) << "{\"data\":{\"n\":0}}\n";
    std::ofstream(path("errors.log.1.gz")) << "half of it";
    std::ofstream(path(".errors.log.1.gz.tmp")) << "half of it";
    for (const char* name : {"errors.log.1", "errors.log.1.gz", ".errors.log.1.gz.tmp"}) {
        ASSERT_EQ(::chmod(path(name).c_str(), 0600), 0);
    }

    loccer::Loccer<SmallOutput<>> log{SmallOutput<>(path())};
    log.log_metadata({{"n", 1}});

    EXPECT_EQ(numbers(), (std::vector<int>{0, 1}));
    EXPECT_FALSE(std::filesystem::exists(path("errors.log.1")));
    EXPECT_FALSE(std::filesystem::exists(path(".errors.log.1.gz.tmp")));
}

TEST_F(SeedDefect, RecordsOfSeveralProcessesThatRotateAreLost) {
    using Output = loccer::JsonFileOutput<loccer::MaxSize<4000>, loccer::MaxFiles<10'000>, loccer::Gzip<>>;
    constexpr int processes = 4;
    constexpr int each = 500;
    std::vector<::pid_t> children;

    for (int number = 0; number < processes; ++number) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            loccer::Loccer<Output> log{Output(path())};
            for (int i = 0; i < each; ++i) log.log_metadata({{"n", number * each + i}});
            ::_exit(log.statistics().dropped() == 0 ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const ::pid_t child : children) {
        int status = -1;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }

    std::vector<int> found = numbers();
    std::sort(found.begin(), found.end());
    ASSERT_EQ(found.size(), static_cast<std::size_t>(processes * each));
    for (int n = 0; n < processes * each; ++n) EXPECT_EQ(found[static_cast<std::size_t>(n)], n);
}

TEST_F(SeedDefect, ALinkInTheBackupsPlaceIsFollowed) {
    std::ofstream(path("victim")) << "precious";
    std::filesystem::create_symlink(path("victim"), path("errors.log.1.gz"));
    std::filesystem::create_symlink(path("victim"), path("errors.log.2"));
    std::filesystem::create_symlink(path("victim"), path(".errors.log.3.gz.tmp"));

    loccer::Loccer<SmallOutput<>> log{SmallOutput<>(path())};
    log_numbers(log, 200);

    std::ifstream victim(path("victim"));
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(victim), {}), "precious");
    EXPECT_GT(log.get<SmallOutput<>>().statistics().rotations, 3U);
}

TEST_F(SeedDefect, BackupsAreReadableForEveryone) {
    const ::mode_t before = ::umask(0);
    loccer::Loccer<SmallOutput<>> log{SmallOutput<>(path())};
    log_numbers(log, 200);
    ::umask(before);

    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(path()).parent_path())) {
        struct ::stat status{};
        ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << entry.path();
    }
}

TEST_F(SeedDefect, TheSizeIsCheckedAfterTheWrite) {
    using Output = loccer::JsonFileOutput<loccer::MaxSize<2000>, loccer::MaxFiles<1000>>;
    loccer::Loccer<Output> log{Output(path())};
    log_numbers(log, 200);

    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(path()).parent_path())) {
        EXPECT_LE(entry.file_size(), 2000U) << entry.path();
    }
}

struct FullOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record&) { throw std::runtime_error("no space left on device"); }
};

TEST(SeedDefectInOutputs, OneBadOutputSilencesTheOthers) {
    loccer::Loccer<FullOutput, loccer::InMemoryOutput> log;

    log.capture_exception(std::runtime_error("recorded"));

    EXPECT_EQ(only_record(log)["msg"], "recorded");
}

TEST(SeedDefectInOutputs, OneBadOutputSilencesThePreviousHook) {
    const auto outcome = child::run([] {
        std::set_terminate([] { ::_exit(5); });
        loccer::install<loccer::Loccer<FullOutput>>();
        throw std::runtime_error("unhandled");
    });

    EXPECT_TRUE(outcome.exited_with(5));
}

struct Unprintable {
    friend std::ostream& operator<<(std::ostream& stream, const Unprintable&) {
        if (stream) throw 42;
        return stream;
    }
};

struct List {
    std::vector<List> items;
    auto begin() const { return items.begin(); }
    auto end() const { return items.end(); }
};

List nested_list(int depth) {
    List list;
    for (int i = 0; i < depth; ++i) {
        List outer;
        outer.items.push_back(std::move(list));
        list = std::move(outer);
    }
    return list;
}

TEST(SeedDefectInCaptures, AGlobalThatCannotBeShownKillsTheCapture) {
    Log log;
    const Unprintable bad;
    log.watch_global("bad", bad);

    EXPECT_TRUE(log.capture_exception(std::runtime_error("recorded")));

    EXPECT_TRUE(only_record(log)["globals"]["bad"].get<std::string>().starts_with("Error getting repr of the object"));
}

TEST(SeedDefectInCaptures, ADeeplyNestedValueKillsTheCapture) {
    Log log;
    const List deep = nested_list(2000);

    LOCCER_SUPPRESS(log, deep) { throw std::runtime_error("recorded"); };

    EXPECT_EQ(only_record(log)["msg"], "recorded");
}

TEST(SeedDefectInCaptures, KeysThatAreNoTextsKillTheCapture) {
    Log log;

    log.log_metadata(std::map<std::pair<int, int>, std::string>{{{1, 2}, "value"}});

    EXPECT_EQ(only_record(log)["loccer_type"], "metadata_log");
    EXPECT_NE(only_record(log)["data"].dump().find("value"), std::string::npos);
}

/// Refers to itself.
struct Cycle {
    std::shared_ptr<Cycle> next;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(Cycle, next);

namespace {

TEST(SeedDefectInCaptures, ACycleKillsTheCapture) {
    Log log;
    const auto cycle = std::make_shared<Cycle>();
    cycle->next = cycle;

    LOCCER_SUPPRESS(log, cycle) { throw std::runtime_error("recorded"); };
    cycle->next.reset();

    EXPECT_EQ(only_record(log)["msg"], "recorded");
}

struct FailingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "failing";
    void gather(const loccer::Event&, auto&) const { throw 42; }
};

TEST(SeedDefectInCaptures, AnIntegrationThatFailsForMetadataThrowsIntoTheProgram) {
    loccer::Loccer<FailingIntegration, loccer::InMemoryOutput> log;

    EXPECT_TRUE(log.log_metadata({{"msg", "hello"}}));

    EXPECT_EQ(only_record(log)["data"]["msg"], "hello");
}

TEST(SeedDefectInCaptures, ABlockWithoutAnErrorIsAnError) {
    Log log;
    const auto decorated = log.wrap([] { return 1; });

    LOCCER_CAPTURE(log){};
    EXPECT_EQ(decorated(), 1);
    EXPECT_FALSE(log());

    EXPECT_TRUE(records(log).empty());
}

TEST(SeedDefectInJson, NumbersThatJsonLacksAreWrittenRaw) {
    Log log;

    log.log_metadata({{"nan", std::numeric_limits<double>::quiet_NaN()},
                      {"infinity", std::numeric_limits<double>::infinity()},
                      {"negative", -std::numeric_limits<double>::infinity()}});

    const auto record = only_record(log);
    for (const auto& value : record["data"]) EXPECT_TRUE(value.is_string()) << value;
}

TEST(SeedDefectInJson, LoneSurrogatesAreWrittenRaw) {
    Log log;
    const std::u16string lone(1, static_cast<char16_t>(0xD800));

    log.log_metadata({{"text", lone}});

    EXPECT_EQ(only_record(log)["data"]["text"], "\uFFFD");
}

/// A number that is always written as 1.
struct Key {
    int number;
    bool operator<(const Key& other) const { return number < other.number; }
    friend std::ostream& operator<<(std::ostream& stream, const Key&) { return stream << "1"; }
};

TEST(SeedDefectInJson, KeysThatBecomeEqualAreWrittenTwice) {
    Log log;
    log.log_metadata({{"1", "first"}, {"1", "second"}});
    log.log_metadata(std::map<Key, int>{{{1}, 1}, {{2}, 2}});

    EXPECT_EQ(records(log)[0]["data"].size(), 2U);
    EXPECT_EQ(records(log).size(), 2U);
}

TEST(SeedDefectInJson, ABadByteEmptiesTheFile) {
    std::ostringstream stream;
    loccer::Loccer<loccer::JsonStreamOutput> log{loccer::JsonStreamOutput(stream)};

    log.capture_exception(std::runtime_error("bad \xFF byte"));

    EXPECT_EQ(json_check::checked_line(stream.str())["msg"], "bad \uFFFD byte");
}

TEST(SeedDefectInSecrets, EnvironmentAndLocalsAreWrittenInClear) {
    ::setenv("SHOP_SECRET", "canary-environment", 1);
    loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput> log;
    const std::string password = "canary-local";
    const std::string api_key = "canary-global";
    const std::map<std::string, std::string> headers{{"Authorization", "canary-nested"}};
    log.watch_global("api_key", api_key);

    LOCCER_SUPPRESS(log, password, headers) { throw std::runtime_error("recorded"); };

    EXPECT_EQ(only_record(log).dump().find("canary"), std::string::npos) << only_record(log).dump(1);
}

TEST(SeedDefectInSecrets, ControlCharactersReachTheTerminal) {
    const auto outcome = child::run([] {
        loccer::Loccer<loccer::StderrOutput> log;
        log.capture_exception(std::runtime_error("\x1B[2J \x7F \u009B1m \u202E \u2028 \r\n"));
    });

    ASSERT_FALSE(outcome.error_text.empty());
    for (std::size_t i = 0; i + 1 < outcome.error_text.size(); ++i) {
        EXPECT_GE(outcome.error_text[i], 0x20) << i;
        EXPECT_LT(outcome.error_text[i], 0x7F) << i;
    }
}

TEST(SeedDefectInHooks, AnErrorInAScopeIsWrittenAgainByTheHook) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        LOCCER_CAPTURE(log) { throw std::runtime_error("only once"); };
    });

    const std::size_t first = outcome.error_text.find(R"("msg":"only once")");
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(outcome.error_text.find(R"("msg":"only once")", first + 1), std::string::npos);
}

TEST(SeedDefectInHooks, ErrorsOfThreadsAreMissed) {
    const auto outcome = child::run([] {
        loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        std::thread([] { throw std::runtime_error("of a thread"); }).join();
    });

    EXPECT_NE(outcome.error_text.find(R"("msg":"of a thread")"), std::string::npos);
}

TEST(SeedDefectInHooks, CausesAreMissed) {
    Log log;

    LOCCER_SUPPRESS(log) {
        try {
            throw std::runtime_error("cause");
        } catch (...) {
            std::throw_with_nested(std::logic_error("consequence"));
        }
    };

    EXPECT_EQ(only_record(log)["causes"][0]["msg"], "cause");
}

TEST(SeedDefectInHooks, MetadataHasNoTimeAndTimesHaveNoZone) {
    Log log;

    log.log_metadata({{"msg", "hello"}});
    log.capture_exception(std::runtime_error("error"));

    for (const auto& record : records(log)) EXPECT_TRUE(record["timestamp"].get<std::string>().ends_with("Z"));
}

TEST(SeedDefectInHooks, RestoreForgetsTheEarlierHook) {
    const auto outcome = child::run([] {
        std::set_terminate([] { ::_exit(4); });
        loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        loccer::install<loccer::Loccer<loccer::StderrOutput, loccer::RawFrames>>();
        loccer::restore();
        loccer::restore();
        throw std::runtime_error("unhandled");
    });

    EXPECT_TRUE(outcome.exited_with(4));
}

}  // namespace
