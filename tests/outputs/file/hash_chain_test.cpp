// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/hash_chain.hpp>

#include <loccer/outputs/file/durability.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/sole_writer.hpp>
#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/file/verify.hpp>
#include <loccer/outputs/json_file.hpp>

#include "../chain_lines.hpp"
#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::HashChain;
using loccer::JsonFileOutput;
using loccer::LogHead;
using loccer::LogProblem;
using loccer::LogVerification;
using outputs_test::Directory;
using outputs_test::gzipped;
using outputs_test::in_child;
using outputs_test::Line;
using outputs_test::lines_of;
using outputs_test::read_all;
using outputs_test::write_all;

using Output = JsonFileOutput<HashChain>;

std::string numbered(int n, std::size_t size = 60) {
    return "{\"n\":" + std::to_string(n) + ",\"text\":\"" + std::string(size, 'x') + "\"}";
}

/// *Returns* the text of a chained log of `count` records.
std::string chained_log(int count, std::size_t size = 60) {
    const Directory directory;
    Output output(directory / "log");
    for (int n = 0; n < count; ++n) output.write(Line(numbered(n, size)));
    return read_all(directory / "log");
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

LogVerification verify(const std::string& path, const LogHead& expected = {}) {
    loccer::VerifyOptions options;
    options.expected = expected;
    return loccer::verify_log<HashChain>(path, options);
}
LogVerification verify_text(std::string_view text, const LogHead& expected = {}) {
    const Directory directory;
    write_all(directory / "log", text);
    return verify(directory / "log", expected);
}

/// *Returns* the findings as texts, for comparisons and messages.
std::vector<std::string> texts(const LogVerification& verification) {
    std::vector<std::string> all;
    for (const loccer::LogFinding& finding : verification.findings) all.push_back(finding.what());
    return all;
}
using Texts = std::vector<std::string>;

// What each line looks like

TEST(HashChainSeal, NumbersTheLinesAndHashesEachWithTheOneBefore) {
    const Directory directory;
    Output output(directory / "log");

    output.write(Line("{\"a\":1}"));
    output.write(Line("{}"));

    // Computed with another SHA-256, Python's hashlib.
    EXPECT_EQ(
        read_all(directory / "log"),
        "{\"a\":1,\"chain\":{\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"n\":1,"
        "\"hash\":\"75d1bd37994dac80191be17e80cb75409e0a88e4941490c87090479096d2786f\"}}\n{\"chain\":{\"n\":2,\"hash\":"
        "\"29940d9aea77913f2e88b7e068e3cba97e57507a7de7182331b29668e8c6484a\"}}\n");
}

TEST(HashChainSeal, LeavesAloneWhatIsNotOneObject) {
    const Directory directory;
    Output output(directory / "log");

    output.write(Line("[1]"));

    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(HashChainSeal, KeepsAChainThroughLinesOfAnySize) {
    const Directory directory;
    Output output(directory / "log");

    for (const std::size_t size : {std::size_t{1}, std::size_t{70'000}, std::size_t{1'000'000}, std::size_t{2}}) {
        EXPECT_TRUE(output.write(Line("{\"text\":\"" + std::string(size, 'x') + "\"}")));
    }

    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
    EXPECT_EQ(verify(directory / "log").head.count, 4U);
}

// What is found

TEST(HashChain, FindsEveryFlippedBit) {
    const std::string text = chained_log(20, 400);
    ASSERT_GT(text.size(), 10'000U);
    const Directory directory;
    const std::string path = directory / "log";

    write_all(path, text);
    const int file = ::open(path.c_str(), O_WRONLY);

    std::size_t unseen = 0;
    for (std::size_t byte = 0; byte < text.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            const char damaged = static_cast<char>(text[byte] ^ (1 << bit));
            if (::pwrite(file, &damaged, 1, static_cast<::off_t>(byte)) != 1) break;
            if (verify(path).intact()) ++unseen;
        }
        if (::pwrite(file, &text[byte], 1, static_cast<::off_t>(byte)) != 1) break;
    }
    ::close(file);

    EXPECT_EQ(unseen, 0U);
    EXPECT_EQ(texts(verify(path)), Texts{});
}

TEST(HashChain, FindsALineThatWasRemoved) {
    std::vector<std::string> lines = lines_of(chained_log(10));
    lines.erase(lines.begin() + 4);

    const LogVerification verification = verify_text(joined(lines));

    ASSERT_EQ(verification.findings.size(), 1U);
    EXPECT_EQ(verification.findings[0].problem, LogProblem::missing_lines);
    EXPECT_EQ(verification.findings[0].first, 5U);
    EXPECT_EQ(verification.findings[0].last, 5U);
    EXPECT_EQ(verification.findings[0].offset, joined({lines.begin(), lines.begin() + 4}).size());
}

TEST(HashChain, FindsLinesThatWereSwapped) {
    std::vector<std::string> lines = lines_of(chained_log(10));
    std::swap(lines[4], lines[5]);

    EXPECT_FALSE(verify_text(joined(lines)).intact());
    EXPECT_EQ(verify_text(joined(lines)).count(LogProblem::out_of_order), 1U);
}

TEST(HashChain, FindsALineThatStandsThereTwice) {
    std::vector<std::string> lines = lines_of(chained_log(10));
    lines.insert(lines.begin() + 4, lines[4]);

    EXPECT_EQ(verify_text(joined(lines)).count(LogProblem::out_of_order), 1U);
}

TEST(HashChain, FindsALineThatWasAdded) {
    std::vector<std::string> lines = lines_of(chained_log(10));
    lines.insert(lines.begin() + 4, "{\"added\":1}");
    const std::vector<std::string> foreign = lines_of(chained_log(6));

    EXPECT_EQ(verify_text(joined(lines)).count(LogProblem::unsealed), 1U);
    lines[4] = foreign[5];
    EXPECT_FALSE(verify_text(joined(lines)).intact());
}

TEST(HashChain, FindsACutTailOnlyByAnExpectedHead) {
    const std::string text = chained_log(10);
    const LogHead head = verify_text(text).head;
    std::vector<std::string> lines = lines_of(text);
    lines.pop_back();

    EXPECT_EQ(texts(verify_text(joined(lines))), Texts{});
    EXPECT_EQ(texts(verify_text(joined(lines), head)),
              Texts{"log: the log ends with record 9, before the expected 10"});
    EXPECT_EQ(texts(verify_text(text, head)), Texts{});
}

TEST(HashChain, FindsAFullRewriteOnlyByAnExpectedHead) {
    const LogHead head = verify_text(chained_log(10)).head;
    const Directory directory;
    {
        Output forger(directory / "log");
        for (int n = 0; n < 12; ++n) forger.write(Line("{\"forged\":1}"));
    }

    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
    EXPECT_EQ(texts(verify(directory / "log", head)),
              Texts{"log, byte 1001, 103 bytes: record 10 is not the one that was expected"});
}

TEST(HashChain, FindsAFileThatWasRemovedFromTheMiddle) {
    const Directory directory;
    {
        JsonFileOutput<HashChain, loccer::MaxSize<2000>, loccer::InPlaceHousekeeping> output(directory / "log");
        for (int n = 0; n < 60; ++n) output.write(Line(numbered(n)));
    }
    ASSERT_EQ(texts(verify(directory / "log")), Texts{});

    ::unlink((directory / "log.3").c_str());
    const LogVerification verification = verify(directory / "log");

    EXPECT_EQ(verification.count(LogProblem::missing_file), 1U);
    EXPECT_EQ(verification.count(LogProblem::missing_lines), 1U);
}

TEST(HashChain, FindsThatTheNewestBackupWasRemoved) {
    const Directory directory;
    {
        JsonFileOutput<HashChain, loccer::MaxSize<2000>, loccer::InPlaceHousekeeping> output(directory / "log");
        for (int n = 0; n < 40; ++n) output.write(Line(numbered(n)));
    }
    int newest = 1;
    while (::access((directory / ("log." + std::to_string(newest + 1))).c_str(), F_OK) == 0 &&
           !read_all(directory / ("log." + std::to_string(newest + 1))).empty()) {
        ++newest;
    }

    ::unlink((directory / ("log." + std::to_string(newest))).c_str());

    EXPECT_EQ(verify(directory / "log").count(LogProblem::missing_lines), 1U);
}

TEST(HashChain, RefusesToExpectWhatIsNoHash) {
    EXPECT_THROW((void)verify_text("", {1, "abc"}), std::system_error);
    EXPECT_THROW((void)verify_text("", {1, std::string(64, 'A')}), std::system_error);
}

// What goes on, whatever happens

TEST(HashChain, GoesOnInTheNextRunOfTheProgram) {
    const Directory directory;
    for (int run = 0; run < 3; ++run) {
        Output output(directory / "log");
        for (int n = 0; n < 3; ++n) output.write(Line(numbered(n)));
    }

    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
    EXPECT_EQ(verify(directory / "log").head.count, 9U);
}

TEST(HashChain, GoesOnBehindATornLine) {
    const Directory directory;
    for (const std::size_t rest : {1U, 2U, 30U, 100U}) {
        {
            Output output(directory / "log");
            output.write(Line(numbered(1)));
            output.write(Line(numbered(2)));
        }
        const std::string text = read_all(directory / "log");
        write_all(directory / "log", std::string_view(text).substr(0, text.size() - rest));
    }
    Output(directory / "log").write(Line(numbered(3)));

    const LogVerification verification = verify(directory / "log");

    EXPECT_EQ(verification.count(LogProblem::torn_line), 3U) << "the line that lacked its line end alone is whole";
    EXPECT_EQ(verification.findings.size(), 3U);
    EXPECT_EQ(verification.head.count, 6U);
}

TEST(HashChain, GoesOnAcrossRotationsAndStartsWithTheNewestBackupCompressed) {
    const Directory directory;
    using Rotating = JsonFileOutput<HashChain, loccer::MaxSize<2000>, loccer::MaxFiles<100>, loccer::Gzip<>,
                                    loccer::InPlaceHousekeeping>;
    {
        Rotating output(directory / "log");
        for (int n = 0; n < 40; ++n) output.write(Line(numbered(n)));
    }
    // As a program leaves it that ends just behind a rotation, when the other one has compressed all.
    std::string newest = directory / "log.1";
    for (int n = 1; std::filesystem::exists(directory / ("log." + std::to_string(n) + ".gz")) ||
                    std::filesystem::exists(directory / ("log." + std::to_string(n)));
         ++n) {
        newest = directory / ("log." + std::to_string(n));
        if (!std::filesystem::exists(newest) || read_all(newest).empty()) continue;
        write_all(newest + ".gz", gzipped(read_all(newest)));
        ::unlink(newest.c_str());
    }
    const std::string live = read_all(directory / "log");
    if (std::filesystem::exists(newest)) ::unlink(newest.c_str());
    const std::string last = newest.substr(0, newest.rfind('.') + 1) + "99.gz";
    write_all(last, gzipped(live));
    write_all(directory / "log", "");
    const std::size_t before = verify(directory / "log").head.count;

    {
        Rotating output(directory / "log");
        for (int n = 0; n < 40; ++n) output.write(Line(numbered(n)));
    }

    EXPECT_EQ(before, 40U);
    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
    EXPECT_EQ(verify(directory / "log").head.count, 80U);
}

TEST(HashChain, GoesOnInTheSameProcessWhereNoBackupIsKept) {
    const Directory directory;
    JsonFileOutput<HashChain, loccer::MaxSize<2000>, loccer::MaxFiles<0>, loccer::InPlaceHousekeeping> output(
        directory / "log");

    for (int n = 0; n < 100; ++n) output.write(Line(numbered(n)));

    const LogVerification verification = verify(directory / "log");
    EXPECT_EQ(texts(verification), Texts{});
    EXPECT_EQ(verification.head.count, 100U);
    EXPECT_GT(verification.first, 80U);
}

TEST(HashChain, MissesWhatIsCutOffWhileTheProgramRuns) {
    const Directory directory;
    Output output(directory / "log");
    for (int n = 0; n < 5; ++n) output.write(Line(numbered(n)));

    std::vector<std::string> lines = lines_of(read_all(directory / "log"));
    lines.resize(3);
    write_all(directory / "log", joined(lines));
    output.write(Line(numbered(5)));

    const LogVerification verification = verify(directory / "log");
    EXPECT_EQ(texts(verification).size(), 1U);
    EXPECT_EQ(verification.count(LogProblem::missing_lines), 1U);
    EXPECT_EQ(verification.head.count, 6U);
}

TEST(HashChain, GoesOnInAnotherFileWhenTheLogIsRemoved) {
    const Directory directory;
    Output output(directory / "log");
    output.write(Line(numbered(1)));

    ::unlink((directory / "log").c_str());
    output.write(Line(numbered(2)));
    output.write(Line(numbered(3)));

    const LogVerification verification = verify(directory / "log");
    EXPECT_EQ(texts(verification), Texts{});
    EXPECT_EQ(verification.first, 2U);
    EXPECT_EQ(verification.head.count, 3U);
}

TEST(HashChain, GoesOnInAnotherFileThatIsAsLongAsItsOwn) {
    const Directory directory;
    Output output(directory / "log");
    output.write(Line(numbered(1)));

    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
    Output(directory / "log").write(Line(numbered(2)));
    output.write(Line(numbered(3)));

    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
    EXPECT_EQ(verify(directory / "log").head.count, 3U);
}

TEST(HashChain, IsKeptByASoleWriter) {
    const Directory directory;
    JsonFileOutput<HashChain, loccer::SoleWriter, loccer::MaxSize<2000>> output(directory / "log");

    for (int n = 0; n < 100; ++n) output.write(Line(numbered(n)));

    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
}

// What stays unsealed

TEST(HashChain, LeavesOutWhatIsWrittenOnTheFatalPath) {
    const Directory directory;
    Output output(directory / "log");

    output.write(Line(numbered(1)));
    output.write_signal_safe("{\"fatal\":1}\n");
    output.write(Line(numbered(2)));

    const LogVerification verification = verify(directory / "log");
    EXPECT_EQ(verification.count(LogProblem::unsealed), 1U);
    EXPECT_EQ(verification.findings.size(), 1U);
    EXPECT_EQ(verification.head.count, 2U);
}

TEST(HashChain, LeavesOutALineThatDoesNotGetItsTurn) {
    const Directory directory;
    Output output(directory / "log");
    const int other = ::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY);

    output.write(Line(numbered(1)));
    ASSERT_EQ(::flock(other, LOCK_EX | LOCK_NB), 0);
    const bool written = output.write(Line(numbered(2)));
    ::close(other);
    output.write(Line(numbered(3)));

    const LogVerification verification = verify(directory / "log");
    EXPECT_TRUE(written);
    EXPECT_EQ(verification.count(LogProblem::unsealed), 1U);
    EXPECT_EQ(verification.findings.size(), 1U);
    EXPECT_EQ(verification.head.count, 2U);
}

/// A device that cannot be read for a while.
struct Unreadable : loccer::file::Posix {
    static inline bool is_so = false;
    static ::ssize_t pread(int number, void* bytes, std::size_t count, ::off_t offset) noexcept {
        if (!is_so) return Posix::pread(number, bytes, count, offset);
        errno = EIO;
        return -1;
    }
};

TEST(HashChain, LeavesOutALineWhileTheOneBeforeCannotBeRead) {
    const Directory directory;
    Output(directory / "log").write(Line(numbered(1)));
    JsonFileOutput<HashChain, loccer::UseKernel<Unreadable>> output(directory / "log");

    Unreadable::is_so = true;
    const bool written = output.write(Line(numbered(2)));
    Unreadable::is_so = false;
    output.write(Line(numbered(3)));

    const LogVerification verification = verify(directory / "log");
    EXPECT_TRUE(written);
    EXPECT_EQ(verification.count(LogProblem::unsealed), 1U);
    EXPECT_EQ(verification.findings.size(), 1U);
    EXPECT_EQ(verification.head.count, 2U);
}

/// Tells whether others can have their turn while a record is made durable.
struct Syncing : loccer::file::Posix {
    static inline int directory = -1;
    static inline int free_turns = 0;
    static int datasync(int number) noexcept {
        if (::flock(directory, LOCK_EX | LOCK_NB) == 0) ++free_turns;
        ::flock(directory, LOCK_UN);
        return Posix::datasync(number);
    }
};

TEST(HashChain, LetsNobodyWaitForTheDevice) {
    const Directory directory;
    JsonFileOutput<HashChain, loccer::Durability::always, loccer::UseKernel<Syncing>> output(directory / "log");
    Syncing::directory = ::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY);

    output.write(Line(numbered(1)));
    output.write(Line(numbered(2)));

    ::close(Syncing::directory);
    EXPECT_EQ(Syncing::free_turns, 2);
    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
}

// Threads and processes

using Shared = JsonFileOutput<HashChain, loccer::MaxSize<20'000>, loccer::MaxFiles<1000>, loccer::Gzip<1>>;

TEST(HashChain, IsKeptByThreadsAndProcessesThatRotateAndCompress) {
    const Directory directory;
    const std::string path = directory / "log";
    constexpr int processes = 4;
    constexpr int threads = 2;
    constexpr int records = 150;
    std::vector<::pid_t> children;

    for (int process = 0; process < processes; ++process) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            Shared output(path);
            std::vector<std::thread> writers;
            for (int thread = 0; thread < threads; ++thread) {
                writers.emplace_back([&output] {
                    for (int n = 0; n < records; ++n) output.write(Line(numbered(n)));
                });
            }
            for (std::thread& writer : writers) writer.join();
            ::_exit(output.dropped() == 0 ? 0 : 1);
        }
        children.push_back(child);
    }
    int failed = 0;
    for (const ::pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        failed += status != 0 ? 1 : 0;
    }

    const LogVerification verification = verify(path);
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(texts(verification), Texts{});
    EXPECT_EQ(verification.head.count, std::uint64_t{processes * threads * records});
    EXPECT_GT(verification.files, 5U);
}

TEST(HashChain, IsKeptByAParentAndItsForkedChild) {
    const Directory directory;
    Shared output(directory / "log");
    for (int n = 0; n < 5; ++n) output.write(Line(numbered(n)));

    const ::pid_t child = ::fork();
    for (int n = 0; n < 200; ++n) output.write(Line(numbered(n)));
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    output.write(Line(numbered(5)));

    EXPECT_EQ(texts(verify(directory / "log")), Texts{});
    EXPECT_EQ(verify(directory / "log").head.count, 406U);
}

TEST(HashChain, HoldsThroughWritersThatAreKilled) {
    const Directory directory;
    const std::string path = directory / "log";
    const Line record("{\"text\":\"" + std::string(20'000, 'x') + "\"}");
    for (int round = 0; round < 30; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const ::pid_t child = ::fork();
        if (child == 0) {
            JsonFileOutput<HashChain, loccer::MaxSize<200'000>, loccer::MaxFiles<1000>, loccer::Gzip<1>> output(path);
            while (output.write(record) && ::write(ends[1], "!", 1) == 1) {
            }
            ::_exit(1);
        }
        ::close(ends[1]);
        char mark = 0;
        for (int n = 0; n < 3 + round && ::read(ends[0], &mark, 1) == 1;) ++n;
        ::kill(child, SIGKILL);
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
    }

    const LogVerification verification = verify(path);

    EXPECT_EQ(verification.findings.size(), verification.count(LogProblem::torn_line)) << texts(verification).back();
    EXPECT_EQ(verification.sealed, verification.head.count);
    EXPECT_GT(verification.head.count, 400U);
}

}  // namespace
