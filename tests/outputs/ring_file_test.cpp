// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file.hpp>

#include <loccer/install/install.hpp>
#include <loccer/loccer.hpp>
#include <loccer/outputs/file/use_kernel.hpp>

#include "ring_file/rings.hpp"
#include "support.hpp"
#include "support/child.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <system_error>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::DrainTo;
using loccer::InMemoryOutput;
using loccer::JsonFileOutput;
using loccer::KiB;
using loccer::MiB;
using loccer::RingFileOutput;
using outputs_test::Directory;
using outputs_test::Line;
using outputs_test::lines_of;
using outputs_test::read_all;
using Lines = std::vector<std::string>;

using Ring = RingFileOutput<64 * KiB>;
using Drained = RingFileOutput<1 * MiB, DrainTo<JsonFileOutput<>>>;

static_assert(loccer::OutputPolicy<Ring>);
static_assert(loccer::OutputPolicy<Drained>);
static_assert(!std::is_copy_constructible_v<Ring>);
static_assert(std::is_nothrow_move_constructible_v<Ring>);
static_assert(!std::is_constructible_v<Ring, std::nullptr_t>);
static_assert(!std::is_constructible_v<Ring, const char*, const char*>);  // nothing is behind it
static_assert(std::is_constructible_v<Ring, std::filesystem::path>);
static_assert(std::is_constructible_v<Drained, const char*, const char*>);
static_assert(!std::is_constructible_v<Drained, const char*, int>);
template <class Output>
concept Flushes = requires(Output& output) { output.flush(); };
static_assert(Flushes<Drained> && !Flushes<Ring>);

struct RingFile : testing::Test {
    Directory directory;
    std::string path = directory / "errors.ring";
    std::string log = directory / "errors.log";
};

TEST_F(RingFile, HasEachRecordThatWasAcknowledged) {
    Ring ring(path);

    EXPECT_TRUE(ring.write(Line("{\"a\":1}")));
    EXPECT_TRUE(ring.write_signal_safe("{\"b\":2}\n"));

    EXPECT_EQ(rings::lines_of(path), (Lines{"{\"a\":1}", "{\"b\":2}"}));
    EXPECT_EQ(outputs_test::mode_of(path), 0600U);
    EXPECT_EQ(ring.path(), path);
    EXPECT_EQ(ring.statistics().stored, 2U);
    EXPECT_EQ(ring.statistics().found, 0U);
    EXPECT_EQ(ring.dropped(), 0U);
    EXPECT_FALSE(ring.last_error());
}

TEST_F(RingFile, KeepsErrno) {
    Ring ring(path);
    errno = EILSEQ;

    ring.write(Line(std::string(100'000, 'x')));

    EXPECT_EQ(errno, EILSEQ);
}

TEST_F(RingFile, CountsWhatIsTooLong) {
    Ring ring(path);

    EXPECT_FALSE(ring.write(Line(std::string(40'000, 'x'))));

    EXPECT_EQ(ring.dropped(), 1U);
    EXPECT_EQ(ring.last_error().problem, loccer::outputs::Problem::too_large);
}

TEST_F(RingFile, TellsWhatARingOfAnotherSizeIsCalledNow) {
    RingFileOutput<128 * KiB>(path).write(Line("old"));

    const Ring ring(path);

    EXPECT_EQ(ring.statistics().set_aside, 1U);
    EXPECT_EQ(rings::lines_of(path + ".1"), (Lines{"old"}));
}

TEST_F(RingFile, StoresNothingOnceItWasMovedFrom) {
    Ring ring(path);
    Ring other(std::move(ring));

    EXPECT_FALSE(ring.write(Line("{}")));  // NOLINT(bugprone-use-after-move): what that does is said
    EXPECT_EQ(ring.last_error().problem, loccer::outputs::Problem::no_storage);
    EXPECT_TRUE(other.write(Line("{}")));
    ring = std::move(other);
    EXPECT_TRUE(ring.write(Line("{}")));
}

TEST_F(RingFile, RefusesARingThatIsInUseWithAReason) {
    const Ring first(path);

    EXPECT_THROW(Ring{path}, std::system_error);
}

TEST_F(RingFile, HasAllThatWasAcknowledgedWhenItsProcessWasKilled) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const child::Outcome outcome = child::run([&] {
        RingFileOutput<4 * MiB> ring(path);
        std::thread other([&] {
            for (int i = 0;; ++i) {
                if (ring.write(Line("other " + std::to_string(i)))) (void)!::write(ends[1], "o", 1);
                if (i == 3000) ::raise(SIGKILL);
            }
        });
        for (int i = 0;; ++i) {
            if (ring.write(Line("main " + std::to_string(i)))) (void)!::write(ends[1], "m", 1);
            if (i == 3000) ::raise(SIGKILL);
        }
    });
    ::close(ends[1]);
    std::string acknowledged;
    char block[4096];
    for (::ssize_t size = 0; (size = ::read(ends[0], block, sizeof block)) > 0;) {
        acknowledged.append(block, static_cast<std::size_t>(size));
    }
    ::close(ends[0]);
    ASSERT_TRUE(outcome.died_by(SIGKILL));

    int others = 0;
    int mains = 0;
    for (const std::string& line : rings::lines_of(path)) {
        if (line == "other " + std::to_string(others)) ++others;
        else if (line == "main " + std::to_string(mains)) ++mains;
        else ADD_FAILURE() << line;
    }
    // One of each can have been stored and not said so any more.
    const auto said_by = [&](char who) {
        return static_cast<int>(std::count(acknowledged.begin(), acknowledged.end(), who));
    };
    EXPECT_GE(others, said_by('o'));
    EXPECT_LE(others, said_by('o') + 1);
    EXPECT_GE(mains, said_by('m'));
    EXPECT_LE(mains, said_by('m') + 1);
}

TEST_F(RingFile, HandsOnWhatAKilledProcessHasLeftAtTheNextStart) {
    const child::Outcome outcome = child::run([&] {
        RingFileOutput<1 * MiB> ring(path);
        for (int i = 0; i < 100; ++i) ring.write(Line("{\"n\":" + std::to_string(i) + "}"));
        ::raise(SIGKILL);
    });
    ASSERT_TRUE(outcome.died_by(SIGKILL));

    Drained ring(path, log);
    EXPECT_EQ(lines_of(read_all(log)).size(), 100U);
    EXPECT_TRUE(ring.write(Line("{\"n\":100}")));
    EXPECT_TRUE(ring.flush());

    const Lines lines = lines_of(read_all(log));
    ASSERT_EQ(lines.size(), 101U);
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i], "{\"n\":" + std::to_string(i) + "}");
    EXPECT_EQ(ring.statistics().handed_on, 101U);
    EXPECT_EQ(ring.statistics().waiting_bytes, 0U);
    EXPECT_EQ(ring.statistics().found, 100U);
}

TEST_F(RingFile, ReachesTheOutputBehindIt) {
    RingFileOutput<64 * KiB, DrainTo<InMemoryOutput>> ring(path, 16, 4096);
    ring.write(Line("{}"));
    ring.flush();

    EXPECT_EQ(ring.output()->records(), (Lines{"{}"}));
    const auto moved = std::move(ring);
    EXPECT_EQ(ring.output(), nullptr);  // NOLINT(bugprone-use-after-move): what that is, is said
}

/// Counts the calls that a program pays for.
struct Counting : loccer::file::Posix {
    static inline int calls = 0;
    static int advise(void* at, std::size_t bytes, int advice) noexcept {
        ++calls;
        return Posix::advise(at, bytes, advice);
    }
    static int status_at(int where, const char* name, loccer::file::FileStatus& status) noexcept {
        ++calls;
        return Posix::status_at(where, name, status);
    }
};

TEST_F(RingFile, MakesHardlyASystemCall) {
    RingFileOutput<1 * MiB, loccer::UseKernel<Counting>> ring(path);
    const int before = Counting::calls;
    for (int i = 0; i < 2000; ++i) ASSERT_TRUE(ring.write(Line(std::string(900, 'x'))));

    // One for each 64 KiB, and one or two for each second.
    EXPECT_LE(Counting::calls - before, 2000 * 1024 / (64 * 1024) + 40);
}

using Log = loccer::Loccer<Drained>;

TEST_F(RingFile, HasHandedOnTheRecordOfWhatEndedTheProgramAndAllBefore) {
    const child::Outcome outcome = child::run([&] {
        auto& installed = loccer::install<Log>(Drained(path, log));
        for (int i = 0; i < 20; ++i) installed.log_metadata({{"number", i}});
        std::thread([] { throw std::runtime_error("the end"); }).join();
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT)) << outcome.status;
    const Lines lines = lines_of(read_all(log));
    ASSERT_EQ(lines.size(), 21U);
    EXPECT_NE(lines.back().find("the end"), std::string::npos);
}

TEST_F(RingFile, HasHandedOnEverythingWhenTheProgramExits) {
    const child::Outcome outcome = child::run([&] {
        auto& installed = loccer::install<Log>(Drained(path, log));
        std::atexit([] { loccer::log_metadata({{"number", "of an earlier handler"}}); });
        for (int i = 0; i < 100; ++i) installed.log_metadata({{"number", i}});
        std::exit(17);  // NOLINT(concurrency-mt-unsafe): no other thread of the child does it
    });

    EXPECT_TRUE(outcome.exited_with(17));
    EXPECT_EQ(lines_of(read_all(log)).size(), 101U);
}

TEST_F(RingFile, GivesTheLogBehindItWhatForkedChildrenRecord) {
    {
        Log parents{Drained(path, log)};
        for (int i = 0; i < 50; ++i) parents.log_metadata({{"by", "parent"}});
        for (int n = 0; n < 2; ++n) {
            EXPECT_EQ(outputs_test::in_child([&] {
                          for (int i = 0; i < 10; ++i) parents.log_metadata({{"by", "child"}});
                          return 17;
                      }),
                      17);
        }
        for (int i = 0; i < 50; ++i) parents.log_metadata({{"by", "parent"}});
    }

    int by_parent = 0;
    int by_children = 0;
    for (const std::string& line : lines_of(read_all(log))) {
        if (line.find("\"parent\"") != std::string::npos) ++by_parent;
        if (line.find("\"child\"") != std::string::npos) ++by_children;
    }
    EXPECT_EQ(by_parent, 100);
    EXPECT_EQ(by_children, 20);
    EXPECT_EQ(loccer::read_ring(path).torn, 0U);
}

}  // namespace
