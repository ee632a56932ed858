// SPDX-License-Identifier: MIT
#include <loccer/outputs/json_file.hpp>

#include <loccer/outputs/file/durability.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/policy/output.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <map>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <system_error>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::JsonFileOutput;
using loccer::outputs::Problem;
using outputs_test::Directory;
using outputs_test::in_child;
using outputs_test::Line;
using outputs_test::lines_of;
using outputs_test::read_all;
using outputs_test::write_all;

static_assert(loccer::OutputPolicy<JsonFileOutput<>>);
static_assert(!std::is_copy_constructible_v<JsonFileOutput<>>);
static_assert(std::is_nothrow_move_constructible_v<JsonFileOutput<>>);
static_assert(!std::is_constructible_v<JsonFileOutput<>, std::nullptr_t>);

constexpr ::uid_t nobody = 65'534;

std::system_error refusal(std::string_view path) {
    try {
        const JsonFileOutput output(path);
    } catch (const std::system_error& error) {
        return error;
    }
    return {std::error_code{}, "accepted"};
}

/// Mounts a file system of its own for this process; false where the system does not permit it.
bool mount_private(const std::string& path, const char* options, unsigned long flags = 0) {
    return ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", path.c_str(), "tmpfs", flags, options) == 0;
}

constexpr int not_permitted = 77;

/// A record of a writer: its number, a counter, and a text of the given size.
std::string numbered(int writer, int number, std::size_t size) {
    return "{\"writer\":" + std::to_string(writer) + ",\"n\":" + std::to_string(number) + ",\"text\":\"" +
           std::string(size, static_cast<char>('a' + writer)) + "\"}";
}

/// *Returns* how many lines each writer has, all of them complete and in order; -1 where one is not.
int complete_lines(const std::string& text, int writers, std::size_t size) {
    std::map<int, int> next;
    int count = 0;
    for (const std::string& line : lines_of(text)) {
        if (line.empty()) continue;
        const int writer = line.size() > 10 ? line[10] - '0' : -1;
        if (writer < 0 || writer >= writers || line != numbered(writer, next[writer]++, size)) return -1;
        ++count;
    }
    return count;
}

TEST(JsonFileOutput, AppendsOneLinePerRecord) {
    const Directory directory;
    JsonFileOutput output(directory / "errors.log");

    const bool first = output.write(Line("{\"a\":1}"));
    const bool second = output.write(Line("{\"a\":\"\u00e9\"}"));

    EXPECT_TRUE(first && second);
    EXPECT_EQ(read_all(directory / "errors.log"), "{\"a\":1}\n{\"a\":\"\u00e9\"}\n");
}

TEST(JsonFileOutput, NeedsNoTemplateArguments) {
    const Directory directory;
    const std::string path = directory / "errors.log";

    const JsonFileOutput from_literal{path.c_str()};
    const JsonFileOutput from_string{path};
    const JsonFileOutput from_view{std::string_view(path)};
    const JsonFileOutput from_path{std::filesystem::path(path)};

    static_assert(std::is_same_v<decltype(from_path), const JsonFileOutput<>>);
    EXPECT_EQ(from_path.path(), path);
}

TEST(JsonFileOutput, GoesOnBehindWhatTheFileHeld) {
    const Directory directory;
    write_all(directory / "errors.log", "{\"old\":1}\n");
    JsonFileOutput output(directory / "errors.log");

    output.write(Line("{\"new\":1}"));

    EXPECT_EQ(read_all(directory / "errors.log"), "{\"old\":1}\n{\"new\":1}\n");
}

TEST(JsonFileOutput, KeepsATornLineFromSpoilingTheNextRecord) {
    const Directory directory;
    write_all(directory / "errors.log", "{\"old\":1}\n{\"to");
    JsonFileOutput output(directory / "errors.log");

    output.write(Line("{\"new\":1}"));

    EXPECT_EQ(read_all(directory / "errors.log"), "{\"old\":1}\n{\"to\n{\"new\":1}\n");
}

TEST(JsonFileOutput, AppendsRecordsLargerThanItsScratch) {
    const Directory directory;
    write_all(directory / "errors.log", "{\"to");
    JsonFileOutput output(directory / "errors.log");
    const std::string line = "[\"" + std::string(1'000'000, 'x') + "\"]";

    const bool written = output.write(Line(line));

    EXPECT_TRUE(written);
    EXPECT_EQ(read_all(directory / "errors.log"), "{\"to\n" + line + "\n");
}

TEST(JsonFileOutput, WritesOnTheFatalPath) {
    const Directory directory;
    JsonFileOutput output(directory / "errors.log");

    const bool written = output.write_signal_safe("{\"fatal\":1}\n");

    EXPECT_TRUE(written);
    EXPECT_EQ(read_all(directory / "errors.log"), "{\"fatal\":1}\n");
}

TEST(JsonFileOutput, WritesAfterItWasMoved) {
    const Directory directory;
    JsonFileOutput source(directory / "errors.log");

    JsonFileOutput moved(std::move(source));
    const bool written = moved.write(Line("[1]"));

    EXPECT_TRUE(written);
    EXPECT_EQ(read_all(directory / "errors.log"), "[1]\n");
}

TEST(JsonFileOutput, WritesToTheAssignedFile) {
    const Directory directory;
    JsonFileOutput output(directory / "first.log");

    output = JsonFileOutput(directory / "second.log");
    output.write(Line("[1]"));

    EXPECT_EQ(read_all(directory / "first.log"), "");
    EXPECT_EQ(read_all(directory / "second.log"), "[1]\n");
}

TEST(JsonFileOutput, DropsWhatItIsGivenAfterItWasMovedFrom) {
    const Directory directory;
    JsonFileOutput source(directory / "errors.log");
    const JsonFileOutput moved(std::move(source));

    const bool written = source.write(Line("[1]"));  // NOLINT(bugprone-use-after-move): the promise under test

    EXPECT_FALSE(written);
    EXPECT_EQ(read_all(directory / "errors.log"), "");
}

TEST(JsonFileOutput, KeepsErrno) {
    const Directory directory;
    JsonFileOutput output(directory / "errors.log");
    std::filesystem::remove_all(directory.path());

    errno = EDOM;
    const bool usual = output.write(Line("[1]"));
    const bool fatal = output.write_signal_safe("[1]\n");
    const int after = errno;

    EXPECT_FALSE(usual || fatal);
    EXPECT_EQ(after, EDOM);
}

TEST(JsonFileOutput, LosesAndGluesNothingWhenEightThreadsWrite) {
    const Directory directory;
    JsonFileOutput output(directory / "errors.log");
    std::vector<std::thread> threads;

    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&output, thread] {
            for (int n = 0; n < 500; ++n) output.write(Line(numbered(thread, n, 700)));
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(complete_lines(read_all(directory / "errors.log"), 8, 700), 4000);
    EXPECT_EQ(output.dropped(), 0U);
}

TEST(JsonFileOutput, LosesAndGluesNothingWhenParentAndChildrenWrite) {
    const Directory directory;
    JsonFileOutput output(directory / "errors.log");
    std::vector<::pid_t> children;
    const auto write_all_of = [&](int writer) {
        for (int n = 0; n < 500; ++n) {
            if (!output.write(Line(numbered(writer, n, 3000)))) return 1;
        }
        return 0;
    };

    for (int writer = 1; writer < 5; ++writer) {
        const ::pid_t child = ::fork();
        if (child == 0) ::_exit(write_all_of(writer));
        children.push_back(child);
    }
    const int failed = write_all_of(0);
    for (const ::pid_t child : children) ::waitpid(child, nullptr, 0);

    EXPECT_EQ(failed, 0);
    EXPECT_EQ(complete_lines(read_all(directory / "errors.log"), 5, 3000), 2500);
}

TEST(JsonFileOutput, LosesNothingWhenAChildIsForkedWhileOtherThreadsWrite) {
    const Directory directory;
    JsonFileOutput output(directory / "errors.log");
    std::vector<std::thread> threads;
    for (int thread = 1; thread < 4; ++thread) {
        threads.emplace_back([&output, thread] {
            for (int n = 0; n < 1000; ++n) output.write(Line(numbered(thread, n, 300)));
        });
    }

    int written = 0;
    for (int n = 0; n < 50; ++n) {
        written += in_child([&] { return output.write(Line(numbered(0, n, 300))) ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(written, 50);
    EXPECT_EQ(complete_lines(read_all(directory / "errors.log"), 4, 300), 3050);
}

TEST(JsonFileOutput, KeepsEveryAcknowledgedRecordOfProcessesThatAreKilled) {
    const Directory directory;
    const std::string path = directory / "errors.log";
    int acknowledged = 0;
    for (int round = 0; round < 20; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const ::pid_t child = ::fork();
        if (child == 0) {
            JsonFileOutput<loccer::MaxSize<0>> output(path);
            for (int n = 0;; ++n) {
                if (!output.write(Line(numbered(round % 10, n, 20'000))) || ::write(ends[1], "!", 1) != 1) ::_exit(1);
            }
        }
        ::close(ends[1]);
        char mark = 0;
        for (int n = 0; n < 3 + round && ::read(ends[0], &mark, 1) == 1; ++n) ++acknowledged;
        ::kill(child, SIGKILL);
        while (::read(ends[0], &mark, 1) == 1) ++acknowledged;
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
    }

    int complete = 0;
    for (const std::string& line : lines_of(read_all(path))) {
        if (line.size() > 20'000 && line.rfind("{\"writer\":", 0) == 0 && line.substr(line.size() - 2) == "\"}")
            ++complete;
    }

    EXPECT_GE(complete, acknowledged);
    EXPECT_GT(acknowledged, 20 * 3);
}

TEST(JsonFileOutput, SurvivesItsSizeLimitAndGoesOnWhenItIsRaised) {
    const Directory directory;
    const std::string path = directory / "errors.log";
    const int end = in_child([&] {
        std::signal(SIGXFSZ, SIG_DFL);
        JsonFileOutput output(path);
        ::rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const ::rlimit small{1000, limit.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        int written = 0;
        while (output.write(Line(numbered(0, written, 400)))) ++written;
        if (written != 2 || output.last_error().error != EFBIG || output.dropped() != 1) return 1;
        if (output.write_signal_safe("[1]\n") || output.dropped() != 2) return 2;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        return output.write(Line("[\"later\"]")) && output.dropped() == 2 ? 7 : 3;
    });

    const std::vector<std::string> lines = lines_of(read_all(path));

    EXPECT_EQ(end, 7);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[1], numbered(0, 1, 400));
    EXPECT_EQ(lines[3], "[\"later\"]");
}

TEST(JsonFileOutput, GoesOnWhenAFullDiskHasRoomAgain) {
    const Directory directory;
    const int end = in_child([&] {
        if (!mount_private(directory.path(), "size=64k,mode=755")) return not_permitted;
        JsonFileOutput output(directory / "errors.log");
        int written = 0;
        while (written < 1000 && output.write(Line(numbered(0, written, 1000)))) ++written;
        if (output.last_error().error != ENOSPC || output.last_error().problem != Problem::write) return 1;
        for (int n = 0; n < 100; ++n) output.write(Line(numbered(0, written, 1000)));
        if (output.dropped() != 101) return 2;
        std::string text = read_all(directory / "errors.log");
        text.resize(text.rfind("}\n") + 2);
        if (complete_lines(text, 1, 1000) != written) return 3;
        if (!mount_private(directory.path(), "size=128k,mode=755", MS_REMOUNT)) return 4;
        if (!output.write(Line("[\"later\"]"))) return 5;
        return lines_of(read_all(directory / "errors.log")).back() == "[\"later\"]" ? 7 : 6;
    });

    if (end == not_permitted) GTEST_SKIP() << "needs the right to mount";
    EXPECT_EQ(end, 7);
}

TEST(JsonFileOutput, DropsWhileItsFileSystemIsReadOnly) {
    const Directory directory;
    const int end = in_child([&] {
        if (!mount_private(directory.path(), "size=64k,mode=755")) return not_permitted;
        const std::string path = directory / "errors.log";
        {
            const JsonFileOutput output(path);
        }
        if (::mount(nullptr, directory.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) return 1;
        const std::system_error error = refusal(path);
        if (error.code().value() != EROFS) return 2;
        if (std::string(error.what()).find(path) == std::string::npos) return 3;
        return refusal(directory / "other.log").code().value() == EROFS ? 7 : 4;
    });

    if (end == not_permitted) GTEST_SKIP() << "needs the right to mount";
    EXPECT_EQ(end, 7);
}

TEST(JsonFileOutput, IsConstructedOnAFullDiskAndWritesLater) {
    const Directory directory;
    const int end = in_child([&] {
        if (!mount_private(directory.path(), "nr_inodes=1,mode=755")) return not_permitted;
        JsonFileOutput output(directory / "errors.log");
        if (output.last_error().error != ENOSPC || output.dropped() != 0) return 1;
        if (output.write(Line("[1]")) || output.dropped() != 1) return 2;
        if (!mount_private(directory.path(), "nr_inodes=10,mode=755", MS_REMOUNT)) return 3;
        return output.write(Line("[2]")) && read_all(directory / "errors.log") == "[2]\n" ? 7 : 4;
    });

    if (end == not_permitted) GTEST_SKIP() << "needs the right to mount";
    EXPECT_EQ(end, 7);
}

/// So that a slow disk does not slow the handlers down, which come 5,000 times a second.
using Unsynced = JsonFileOutput<loccer::Durability::none>;

Unsynced* interrupted = nullptr;
std::atomic<int> written_by_handler{0};

TEST(JsonFileOutput, WritesFromASignalHandlerThatInterruptsItsOwnWrite) {
    const Directory directory;
    Unsynced output(directory / "errors.log");
    interrupted = &output;
    written_by_handler = 0;
    struct ::sigaction action{};
    struct ::sigaction before{};
    action.sa_handler = [](int) { written_by_handler += interrupted->write_signal_safe("[\"signal\"]\n") ? 1 : 0; };
    ::sigaction(SIGALRM, &action, &before);
    const ::itimerval often{{0, 200}, {0, 200}};
    ::setitimer(ITIMER_REAL, &often, nullptr);

    int written = 0;
    while (written_by_handler < 200 && written < 200'000)
        written += output.write(Line(numbered(0, written, 200))) ? 1 : 0;
    const ::itimerval never{};
    ::setitimer(ITIMER_REAL, &never, nullptr);
    ::sigaction(SIGALRM, &before, nullptr);

    std::string own;
    int signals = 0;
    for (const std::string& line : lines_of(read_all(directory / "errors.log"))) {
        line == "[\"signal\"]" ? void(++signals) : void(own += line + "\n");
    }
    EXPECT_EQ(signals, written_by_handler);
    EXPECT_EQ(complete_lines(own, 1, 200), written);
}

TEST(JsonFileOutput, WritesWithinABoundWhereTheLockIsNeverReleased) {
    const Directory directory;
    Unsynced output(directory / "errors.log");
    interrupted = &output;
    written_by_handler = 0;
    struct ::sigaction action{};
    struct ::sigaction before{};
    action.sa_handler = [](int) { written_by_handler += interrupted->write(Line("[\"signal\"]")) ? 1 : 0; };
    ::sigaction(SIGALRM, &action, &before);
    const ::itimerval once{{0, 0}, {0, 20'000}};
    ::setitimer(ITIMER_REAL, &once, nullptr);

    // The handler interrupts a write that holds the lock and cannot go on before the handler returns.
    int written = 0;
    while (written_by_handler == 0 && written < 1'000'000) written += output.write(Line("[1]")) ? 1 : 0;
    ::sigaction(SIGALRM, &before, nullptr);

    EXPECT_EQ(written_by_handler, 1);
    EXPECT_EQ(lines_of(read_all(directory / "errors.log")).size(), static_cast<std::size_t>(written) + 1U);
}

TEST(JsonFileOutput, TouchesNothingElseWhileItsNameIsSwappedForLinks) {
    const Directory directory;
    const std::string path = directory / "errors.log";
    const std::string victim = directory / "victim";
    write_all(victim, "precious\n");
    JsonFileOutput output(path);
    const ::pid_t attacker = ::fork();
    if (attacker == 0) {
        const std::string spare = directory / "spare";
        for (;;) {
            [[maybe_unused]] int result = ::symlink(victim.c_str(), spare.c_str());
            result = ::rename(spare.c_str(), path.c_str());
            ::unlink(path.c_str());
            result = ::link(victim.c_str(), path.c_str());
            ::unlink(path.c_str());
        }
    }

    int written = 0;
    for (int round = 0; round < 10'000; ++round) written += output.write(Line("[1]")) ? 1 : 0;
    ::kill(attacker, SIGKILL);
    ::waitpid(attacker, nullptr, 0);

    EXPECT_EQ(read_all(victim), "precious\n");
    EXPECT_EQ(output.dropped() + static_cast<std::uint64_t>(written), 10'000U);
}

TEST(JsonFileOutput, RefusesAMissingDirectoryAndSaysWhatToDo) {
    const Directory directory;

    const std::system_error error = refusal(directory / "missing/errors.log");

    EXPECT_EQ(error.code().value(), ENOENT);
    EXPECT_EQ(std::string(error.what()), "loccer::JsonFileOutput: '" + (directory / "missing/errors.log") +
                                             "' has a directory that cannot be opened; make it, or permit reading it: "
                                             "No such file or directory");
}

TEST(JsonFileOutput, RefusesAnEmptyPathAndANullOne) {
    const char* null = nullptr;

    EXPECT_EQ(refusal("").code().value(), EINVAL);
    EXPECT_THROW(JsonFileOutput{null}, std::system_error);
}

TEST(JsonFileOutput, RefusesASymbolicLink) {
    const Directory directory;
    ASSERT_EQ(::symlink("elsewhere", (directory / "errors.log").c_str()), 0);

    const std::string what = refusal(directory / "errors.log").what();

    EXPECT_NE(what.find("is a symbolic link; name the file that it points to"), std::string::npos) << what;
    EXPECT_NE(::access((directory / "elsewhere").c_str(), F_OK), 0);
}

TEST(JsonFileOutput, RefusesDevicesFifosAndDirectories) {
    const Directory directory;
    ASSERT_EQ(::mkfifo((directory / "fifo").c_str(), 0600), 0);

    EXPECT_NE(std::string(refusal("/dev/full").what()).find("is a device"), std::string::npos);
    EXPECT_NE(std::string(refusal(directory / "fifo").what()).find("is a FIFO"), std::string::npos);
    EXPECT_NE(std::string(refusal(directory.path()).what()).find("is a directory"), std::string::npos);
}

TEST(JsonFileOutput, RefusesANameOrAPathThatIsTooLong) {
    const Directory directory;
    std::string deep = directory.path();
    for (int n = 0; n < 3000; ++n) deep += "/d";

    EXPECT_EQ(refusal(directory / std::string(300, 'x')).code().value(), ENAMETOOLONG);
    EXPECT_EQ(refusal(deep + "/errors.log").code().value(), ENAMETOOLONG);
}

TEST(JsonFileOutput, RefusesAFileThatAnUnprivilegedUserCannotWrite) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    const Directory directory;
    write_all(directory / "errors.log", "");
    ::chmod((directory / "errors.log").c_str(), 0400);
    ASSERT_EQ(::chown((directory / "errors.log").c_str(), nobody, nobody), 0);
    const int end = in_child([&] {
        if (::setgid(nobody) != 0 || ::setuid(nobody) != 0) return 1;
        return refusal(directory / "errors.log").code().value() == EACCES ? 7 : 2;
    });

    EXPECT_EQ(end, 7);
}

TEST(JsonFileOutput, RefusesADirectoryWhereOthersMayReplaceFiles) {
    const Directory directory;
    ::chmod(directory.path().c_str(), 0777);

    const std::string what = refusal(directory / "errors.log").what();

    EXPECT_NE(what.find("where others may replace files"), std::string::npos) << what;
}

}  // namespace
