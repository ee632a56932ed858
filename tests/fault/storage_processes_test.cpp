// SPDX-License-Identifier: MIT
#include "book.hpp"
#include "campaign.hpp"
#include "log_set.hpp"
#include "outputs/support.hpp"
#include "shards.hpp"

#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/json_file.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

// Many threads and processes on one log that rotates, and what a program does to itself meanwhile: it forks, starts
// others, closes all its descriptors, gives up its rights. And other programs that rotate the log from outside.

namespace {

using fault::Book;
using fault::LogSet;
using fault::Verdict;
using outputs_test::Directory;
using outputs_test::in_child;

template <class... More>
using SmallLog = loccer::JsonFileOutput<loccer::MaxSize<8000>, loccer::MaxFiles<1'000'000>, loccer::Gzip<1>, More...>;
using Log = SmallLog<>;

constexpr ::uid_t nobody = 65'534;

/// *Effects* writes `times` records of one writer. *Returns* how many were refused.
template <class Output>
int write(Output& output, Book& book, int writer, int times) {
    const loccer::Event event;
    int refused = 0;
    for (int n = 0; n < times; ++n) {
        refused += book.record(writer, [&](const std::string& line) { return output.write({line, event}); }) ? 0 : 1;
    }
    return refused;
}

/// *Returns* what is wrong with a log that nobody writes to any more; empty where each record is there once.
std::string find_mistake(const char* name, const std::string& directory, const Book& book) {
    const LogSet set(directory, "errors.log");
    const Verdict verdict = fault::judge(set, book);
    fault::Table::add(name, {1, 0, verdict.acknowledged, verdict.lost, verdict.duplicated});
    if (!verdict.passed()) return verdict.first + "\n" + set.listing();
    if (!set.mistakes().empty()) return set.mistakes().front() + "\n" + set.listing();
    if (verdict.glued != 0) return "lines are glued together: " + verdict.first + "\n" + set.listing();
    return fault::gzip_refuses(directory);
}

TEST(StorageProcesses, LoseAndGlueNothingWhenSixteenOfThemWriteAndRotate) {
    constexpr int processes = 16;
    const Directory directory;
    Book book(processes, 2000);
    std::vector<::pid_t> children;

    for (int writer = 0; writer < processes; ++writer) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            Log output(directory / "errors.log");
            ::_exit(std::min(write(output, book, writer, 2000), 100));
        }
        children.push_back(child);
    }
    int refused = 0;
    for (const ::pid_t child : children) {
        int status = -1;
        ::waitpid(child, &status, 0);
        refused += status;
    }

    EXPECT_EQ(refused, 0);
    EXPECT_TRUE(fault::passed(find_mistake("16 processes", directory.path(), book)));
    EXPECT_GT(LogSet(directory.path(), "errors.log").backups(), 100U);
}

TEST(StorageProcesses, LoseAndGlueNothingWhenSixtyFourThreadsWriteAndRotate) {
    constexpr int threads = 64;
    const Directory directory;
    Book book(threads, 500);
    std::atomic<int> refused{0};
    std::uint64_t dropped = 0;
    {
        Log output(directory / "errors.log");
        std::vector<std::thread> running;
        for (int writer = 0; writer < threads; ++writer) {
            running.emplace_back([&, writer] { refused += write(output, book, writer, 500); });
        }
        for (std::thread& thread : running) thread.join();
        dropped = output.dropped();
    }

    EXPECT_EQ(refused, 0);
    EXPECT_EQ(dropped, 0U);
    EXPECT_TRUE(fault::passed(find_mistake("64 threads", directory.path(), book)));
}

TEST(StorageProcesses, LoseNothingWhenChildrenAreForkedWhileOtherThreadsWriteAndRotate) {
    constexpr int threads = 4;
    constexpr int children = 60;
    const Directory directory;
    Book book(threads + children, 4000);
    std::atomic<int> refused{0};
    int refused_to_children = 0;
    {
        Log output(directory / "errors.log");
        std::vector<std::thread> running;
        for (int writer = 0; writer < threads; ++writer) {
            running.emplace_back([&, writer] { refused += write(output, book, writer, 4000); });
        }
        // A child is forked while the lock is held as often as not; it writes with the parent's object, and rotates.
        for (int child = 0; child < children; ++child) {
            refused_to_children += in_child([&] {
                ::alarm(60);
                return write(output, book, threads + child, 100);
            });
        }
        for (std::thread& thread : running) thread.join();
    }

    EXPECT_EQ(refused, 0);
    EXPECT_EQ(refused_to_children, 0);
    EXPECT_TRUE(fault::passed(find_mistake("60 children forked beside 4 threads", directory.path(), book)));
}

TEST(StorageProcesses, LoseNothingWhenParentAndChildrenWriteThroughOneObject) {
    const Directory directory;
    Book book(5, 2000);
    int failed = 0;
    {
        Log output(directory / "errors.log");
        write(output, book, 0, 100);
        std::vector<::pid_t> children;
        for (int writer = 1; writer < 5; ++writer) {
            const ::pid_t child = ::fork();
            if (child == 0) ::_exit(std::min(write(output, book, writer, 2000), 100));
            children.push_back(child);
        }
        failed = write(output, book, 0, 1900);
        for (const ::pid_t child : children) {
            int status = -1;
            ::waitpid(child, &status, 0);
            failed += status;
        }
    }

    EXPECT_EQ(failed, 0);
    EXPECT_TRUE(fault::passed(find_mistake("parent and 4 children", directory.path(), book)));
}

/// Now and then takes only a part of a write.
struct CuttingKernel : loccer::file::Posix {
    static ::ssize_t pwrite(int number, const void* bytes, std::size_t count, ::off_t offset) noexcept {
        thread_local std::minstd_rand random(static_cast<unsigned>(::getpid()));
        const bool is_cut = random() % 4 == 0 && count > 1;
        return Posix::pwrite(number, bytes, is_cut ? 1 + random() % (count - 1) : count, offset);
    }
};

TEST(StorageProcesses, LoseNothingWhereTheirWritesAreCutAndOthersWriteBetweenTheParts) {
    constexpr int processes = 8;
    const Directory directory;
    Book book(processes, 2000);
    std::vector<::pid_t> children;

    for (int writer = 0; writer < processes; ++writer) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            SmallLog<loccer::UseKernel<CuttingKernel>> output(directory / "errors.log");
            write(output, book, writer, 2000);
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const ::pid_t child : children) ::waitpid(child, nullptr, 0);

    const LogSet set(directory.path(), "errors.log");
    const Verdict verdict = fault::judge(set, book);
    fault::Table::add("8 processes whose writes are cut",
                      {1, 0, verdict.acknowledged, verdict.lost, verdict.duplicated});
    EXPECT_EQ(verdict.lost, 0U) << verdict.lost_where;
    EXPECT_EQ(verdict.duplicated, 0U) << verdict.first;
    EXPECT_GT(verdict.acknowledged, 8000U);
}

TEST(StorageProcesses, LeaveNoDescriptorToTheProgramsTheyStart) {
    const Directory directory;
    Book book(1, 100'000);
    std::atomic<bool> ended{false};
    Log output(directory / "errors.log");
    std::thread busy([&] {
        while (!ended && write(output, book, 0, 1) == 0) {
        }
    });

    std::string seen;
    const std::string list = directory / "list";
    for (int n = 0; n < 100; ++n) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            const int out = ::open(list.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
            ::dup2(out, STDOUT_FILENO);
            ::execl("/bin/ls", "ls", "-l", "/proc/self/fd", static_cast<char*>(nullptr));
            ::_exit(1);
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
        seen += outputs_test::read_all(list);
    }
    ended = true;
    busy.join();

    EXPECT_NE(seen.find(list), std::string::npos);
    EXPECT_EQ(seen.find(directory / "errors.log"), std::string::npos) << seen;
    EXPECT_EQ(seen.find(directory.path() + "\n"), std::string::npos) << seen;
}

TEST(StorageProcesses, LoseNothingWhenTheProgramClosesAllItsDescriptorsAgainAndAgain) {
    const Directory directory;
    Book book(1, 4000);
    outputs_test::write_all(directory / "own", "");
    const int end = in_child([&] {
        // Without a thread: between a question about a number and its use nobody keeps another thread from closing it.
        SmallLog<loccer::InPlaceHousekeeping> output(directory / "errors.log");
        std::array<int, 8> own{};
        for (int round = 0; round < 30; ++round) {
            if (write(output, book, 0, 100) != 0) return 1;
            ::close_range(STDERR_FILENO + 1, ~0U, 0);
            // The program's own files get the numbers that the log had.
            for (int& number : own) number = ::open((directory / "own").c_str(), O_RDWR | O_APPEND | O_CLOEXEC);
            if (write(output, book, 0, 1) != 0) return 2;
            for (const int number : own) {
                if (::fcntl(number, F_GETFD) < 0) return 3;
                ::close(number);
            }
        }
        return 0;
    });

    EXPECT_EQ(end, 0);
    EXPECT_EQ(outputs_test::read_all(directory / "own"), "");
    EXPECT_TRUE(fault::passed(find_mistake("all descriptors closed 30 times", directory.path(), book)));
}

TEST(StorageProcesses, LoseNothingWhenTheProgramGoesToAnotherRoot) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    const Directory directory;
    const Directory jail;
    Book book(1, 1000);
    const int end = in_child([&] {
        Log output(directory / "errors.log");
        if (write(output, book, 0, 100) != 0) return 1;
        if (::chroot(jail.path().c_str()) != 0 || ::chdir("/") != 0) return 2;
        return write(output, book, 0, 900) == 0 && output.statistics().rotations > 3 ? 0 : 3;
    });

    EXPECT_EQ(end, 0);
    EXPECT_TRUE(std::filesystem::is_empty(jail.path()));
    EXPECT_TRUE(fault::passed(find_mistake("after chroot", directory.path(), book)));
}

TEST(StorageProcesses, LoseNothingWhenTheProgramGivesUpItsRights) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    const Directory directory;
    Book book(1, 1000);
    const int end = in_child([&] {
        Log output(directory / "errors.log");
        if (write(output, book, 0, 100) != 0) return 1;
        const std::uint64_t rotations = output.statistics().rotations;
        if (::setgid(nobody) != 0 || ::setuid(nobody) != 0) return 2;
        if (write(output, book, 0, 900) != 0) return 3;
        // It may not rename in a directory of root, so its file grows on, and it says so.
        if (output.statistics().rotations != rotations) return 4;
        return output.last_error().problem == loccer::outputs::Problem::rotation ? 0 : 5;
    });

    EXPECT_EQ(end, 0);
    EXPECT_TRUE(fault::passed(find_mistake("after setuid", directory.path(), book)));
}

/// Four processes that write to one log while somebody else does something to it.
class FourWriters {
  public:
    explicit FourWriters(const std::string& path) {
        for (int writer = 0; writer < writers; ++writer) {
            const ::pid_t child = ::fork();
            if (child == 0) {
                loccer::JsonFileOutput<loccer::MaxSize<0>> output(path);
                int refused = 0;
                while (!book_.is_full() && !*ended_) refused += write(output, book_, writer, 1);
                ::_exit(std::min(refused, 100));
            }
            children_.push_back(child);
        }
    }

    [[nodiscard]] const Book& book() const { return book_; }
    [[nodiscard]] bool are_busy() const { return !book_.is_full(); }
    /// *Effects* stops them all, wherever they are.
    void stop() const {
        for (const ::pid_t child : children_) ::kill(child, SIGSTOP);
        for (const ::pid_t child : children_) ::waitpid(child, nullptr, WUNTRACED);
    }
    void go_on() const {
        for (const ::pid_t child : children_) ::kill(child, SIGCONT);
    }
    /// *Returns* how many records were refused.
    int end() {
        *ended_ = true;
        int refused = 0;
        for (const ::pid_t child : children_) {
            int status = -1;
            ::waitpid(child, &status, 0);
            refused += status;
        }
        return refused;
    }

  private:
    static constexpr int writers = 4;

    Book book_{writers, 200'000};
    fault::Shared<std::atomic<bool>> ended_;
    std::vector<::pid_t> children_;
};

TEST(StorageProcesses, LoseNothingBesideAProgramThatRotatesByRenaming) {
    const Directory directory;
    const std::string path = directory / "errors.log";
    FourWriters four(path);

    std::uint64_t rotated = 0;
    while (rotated < 300 && four.are_busy()) {
        std::error_code missing;  // the writers make it when they write next
        if (std::filesystem::file_size(path, missing) < 2000 || missing) continue;
        const std::string to = path + "." + std::to_string(rotated + 1);
        if (std::rename(path.c_str(), to.c_str()) == 0) ++rotated;
    }
    const int refused = four.end();

    EXPECT_EQ(refused, 0);
    EXPECT_GT(rotated, 50U);
    EXPECT_TRUE(fault::passed(find_mistake("4 processes, renamed from outside", directory.path(), four.book())));
}

TEST(StorageProcesses, LoseNothingBesideAProgramThatCopiesAndTruncatesWhileTheyStandStill) {
    const Directory directory;
    const std::string path = directory / "errors.log";
    FourWriters four(path);

    // What is written between the copy and the truncation is lost by these alone, whoever writes; so nobody does. A
    // writer that was stopped behind its write finds its record gone and writes it again, so there can be two.
    int copied = 0;
    while (copied < 200 && four.are_busy()) {
        std::error_code missing;
        if (std::filesystem::file_size(path, missing) < 2000 || missing) continue;
        four.stop();
        outputs_test::write_all(path + "." + std::to_string(++copied), outputs_test::read_all(path));
        std::filesystem::resize_file(path, 0);
        four.go_on();
    }
    const int refused = four.end();

    EXPECT_EQ(refused, 0);
    EXPECT_GT(copied, 50);
    const LogSet set(directory.path(), "errors.log");
    const Verdict verdict = fault::judge(set, four.book());
    fault::Table::add("4 processes, copied and truncated", {1, 0, verdict.acknowledged, verdict.lost, 0});
    EXPECT_EQ(verdict.lost, 0U) << verdict.lost_where;
    EXPECT_LE(verdict.duplicated, 4U * static_cast<std::uint64_t>(copied));
    EXPECT_EQ(set.text().find('\0'), std::string::npos);
}

}  // namespace
