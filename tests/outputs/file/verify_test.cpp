// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/verify.hpp>

#include <loccer/outputs/file/crc32.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/json_file.hpp>

#include "../chain_lines.hpp"
#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using loccer::Crc32;
using loccer::LogFinding;
using loccer::LogProblem;
using loccer::LogVerification;
using loccer::VerifyOptions;
using outputs_test::Directory;
using outputs_test::gzipped;
using outputs_test::Line;
using outputs_test::write_all;

using Texts = std::vector<std::string>;

/// *Returns* an object with its checksum and line end.
std::string sealed(std::string_view object) {
    const std::string line = std::string(object) + "\n";
    std::string out(line.size() + loccer::file::Crc32Seal::room, '\0');
    out.resize(loccer::file::Crc32Seal::seal(line, out.data()));
    return out;
}

LogVerification verify(const std::string& path, const VerifyOptions& options = {}) {
    return loccer::verify_log<Crc32>(path, options);
}

Texts texts(const LogVerification& verification) {
    Texts all;
    for (const LogFinding& finding : verification.findings) all.push_back(finding.what());
    return all;
}

/// *Returns* why a verification is refused.
std::string refusal(std::string_view path, const VerifyOptions& options = {}) {
    try {
        (void)loccer::verify_log<Crc32>(path, options);
    } catch (const std::system_error& error) {
        return error.what();
    }
    return "accepted";
}

TEST(VerifyLog, CountsWhatAnIntactLogHolds) {
    const Directory directory;
    write_all(directory / "log.1.gz", gzipped(sealed("{\"a\":1}") + sealed("{\"a\":2}")));
    write_all(directory / "log", sealed("{\"a\":3}") + "\n" + sealed("{}"));

    const LogVerification verification = verify(directory / "log");

    EXPECT_TRUE(verification.intact());
    EXPECT_EQ(verification.files, 2U);
    EXPECT_EQ(verification.lines, 4U);
    EXPECT_EQ(verification.sealed, 4U);
    EXPECT_EQ(verification.head.count, 0U);
}

TEST(VerifyLog, AcceptsWhatThreadsWriteRotateAndCompress) {
    const Directory directory;
    {
        loccer::JsonFileOutput<Crc32, loccer::MaxSize<5000>, loccer::MaxFiles<1000>, loccer::Gzip<>> output(directory /
                                                                                                            "log");
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back([&output] {
                for (int n = 0; n < 200; ++n) output.write(Line("{\"n\":" + std::to_string(n) + "}"));
            });
        }
        for (std::thread& writer : writers) writer.join();
    }

    const LogVerification verification = verify(directory / "log");

    EXPECT_EQ(texts(verification), Texts{});
    EXPECT_EQ(verification.sealed, 800U);
    EXPECT_GT(verification.files, 3U);
}

TEST(VerifyLog, SaysWhereALineWasChanged) {
    const Directory directory;
    std::string changed = sealed("{\"a\":2}");
    changed[5] = '7';
    write_all(directory / "log.1", sealed("{\"a\":1}") + changed);
    write_all(directory / "log", sealed("{\"a\":3}"));

    const LogVerification verification = verify(directory / "log");

    ASSERT_EQ(verification.findings.size(), 1U);
    const LogFinding& finding = verification.findings.front();
    EXPECT_EQ(finding.problem, LogProblem::wrong_checksum);
    EXPECT_EQ(finding.file, "log.1");
    EXPECT_EQ(finding.offset, sealed("{\"a\":1}").size());
    EXPECT_EQ(finding.length, changed.size() - 1);
}

TEST(VerifyLog, TellsTornLinesFromOthers) {
    const Directory directory;
    write_all(directory / "log", "{\"torn\n" + sealed("{\"a\":1}") + "text\n{\"unsealed\":1}\n" + std::string(8, '\0') +
                                     "\n[1]\n" + sealed("{\"a\":2}").substr(0, 20));

    const LogVerification verification = verify(directory / "log");

    EXPECT_EQ(verification.count(LogProblem::torn_line), 2U);
    EXPECT_EQ(verification.count(LogProblem::no_object), 3U);
    EXPECT_EQ(verification.count(LogProblem::unsealed), 1U);
    EXPECT_EQ(verification.lines, 7U);
    EXPECT_EQ(verification.sealed, 1U);
}

TEST(VerifyLog, TakesALineWithoutItsLineEndForTorn) {
    const Directory directory;
    const std::string line = sealed("{\"a\":1}");
    write_all(directory / "log", line.substr(0, line.size() - 1));

    EXPECT_EQ(verify(directory / "log").count(LogProblem::torn_line), 1U);
}

TEST(VerifyLog, ReadsNoLineThatIsTooLong) {
    const Directory directory;
    VerifyOptions options;
    options.max_line_bytes = 100;
    write_all(directory / "log", sealed("{\"a\":1}") + "{\"" + std::string(500'000, 'x') + "\n" + sealed("{\"a\":2}"));

    const LogVerification verification = verify(directory / "log", options);

    EXPECT_EQ(verification.count(LogProblem::long_line), 1U);
    EXPECT_EQ(verification.findings.size(), 1U);
    EXPECT_EQ(verification.findings.front().length, 500'002U);
    EXPECT_EQ(verification.sealed, 2U);
}

TEST(VerifyLog, ReadsWhatIsLeftOfACutBackup) {
    const Directory directory;
    std::string text;
    for (int n = 0; n < 5000; ++n) text += sealed("{\"n\":" + std::to_string(n) + "}");
    const std::string packed = gzipped(text);
    write_all(directory / "log.1.gz", std::string_view(packed).substr(0, packed.size() / 2));
    write_all(directory / "log", sealed("{}"));

    const LogVerification verification = verify(directory / "log");

    EXPECT_EQ(verification.findings.size(), 1U);
    EXPECT_EQ(verification.count(LogProblem::damaged_gzip), 1U);
    EXPECT_GT(verification.sealed, 1000U);
    EXPECT_GT(verification.findings.front().offset, 30'000U);
}

TEST(VerifyLog, UnpacksNoMoreThanItMay) {
    const Directory directory;
    VerifyOptions options;
    options.max_unpacked_bytes = 1'000'000;
    options.max_line_bytes = 1000;
    write_all(directory / "log.1.gz", gzipped(std::string(50'000'000, 'x')));
    write_all(directory / "log", sealed("{}"));

    const LogVerification verification = verify(directory / "log", options);

    EXPECT_EQ(verification.count(LogProblem::large_file), 1U);
    EXPECT_EQ(verification.sealed, 1U);
}

TEST(VerifyLog, SaysWhichBackupsAreMissing) {
    const Directory directory;
    write_all(directory / "log.3", sealed("{}"));
    write_all(directory / "log.6", sealed("{}"));
    write_all(directory / "log", sealed("{}"));

    EXPECT_EQ(texts(verify(directory / "log")), Texts{"log.6: missing before this file: backup 4 to 5"});
}

TEST(VerifyLog, SaysThatTheLiveFileIsMissing) {
    const Directory directory;
    write_all(directory / "log.3", sealed("{}"));

    EXPECT_EQ(texts(verify(directory / "log")), Texts{"log: the file is missing"});
}

TEST(VerifyLog, FollowsNoLink) {
    const Directory directory;
    write_all(directory / "elsewhere", sealed("{}"));
    ASSERT_EQ(::symlink((directory / "elsewhere").c_str(), (directory / "log.1").c_str()), 0);
    ASSERT_EQ(::mkfifo((directory / "log").c_str(), 0600), 0);

    EXPECT_EQ(texts(verify(directory / "log")), (Texts{"log.1: cannot be read: it is not a regular file",
                                                       "log: cannot be read: it is not a regular file"}));
}

TEST(VerifyLog, ChangesNothing) {
    const Directory directory;
    write_all(directory / "log", "{\"torn");
    ::chmod((directory / "log").c_str(), 0444);

    (void)verify(directory / "log");
    (void)verify(directory / "other");

    EXPECT_EQ(outputs_test::read_all(directory / "log"), "{\"torn");
    EXPECT_EQ(outputs_test::mode_of(directory / "log"), 0444U);
    EXPECT_NE(::access((directory / "other").c_str(), F_OK), 0);
}

TEST(VerifyLog, KeepsSoManyFindingsAndCountsAll) {
    const Directory directory;
    VerifyOptions options;
    options.max_findings = 3;
    std::string text;
    for (int n = 0; n < 100; ++n) text += "text\n";
    write_all(directory / "log", text);

    const LogVerification verification = verify(directory / "log", options);

    EXPECT_EQ(verification.findings.size(), 3U);
    EXPECT_EQ(verification.count(LogProblem::no_object), 100U);
    EXPECT_FALSE(verification.intact());
}

TEST(VerifyLog, TakesAPathInTheWorkingDirectory) {
    const Directory directory;
    write_all(directory / "log", sealed("{}"));

    const int end = outputs_test::in_child([&] {
        if (::chdir(directory.path().c_str()) != 0) return 1;
        return verify("log").sealed == 1 ? 7 : 2;
    });

    EXPECT_EQ(end, 7);
}

TEST(VerifyLog, RefusesAPathThatNamesNoFileOfADirectory) {
    const Directory directory;
    using namespace std::string_view_literals;

    for (const std::string_view path : {""sv, "/tmp/"sv, "a\0b"sv}) {
        EXPECT_NE(refusal(path).find("names no file"), std::string::npos) << path;
    }
    EXPECT_EQ(refusal(directory / "missing/log").find("loccer::verify_log: '" + directory.path() + "/missing/log' has"),
              0U);
}

TEST(VerifyLog, RefusesToExpectTheHeadOfNoChain) {
    const Directory directory;
    VerifyOptions options;
    options.expected = {1, std::string(64, '0')};

    EXPECT_NE(refusal(directory / "log", options).find("without a chain"), std::string::npos);
}

}  // namespace
