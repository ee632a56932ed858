// SPDX-License-Identifier: MIT
#include <loccer/outputs/standard_error.hpp>
#include <loccer/policy/output.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <signal.h>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::IndentedStderrOutput;
using loccer::StderrOutput;
using loccer::outputs::Problem;
using outputs_test::Directory;
using outputs_test::in_child;
using outputs_test::Line;
using outputs_test::read_all;

static_assert(loccer::OutputPolicy<StderrOutput>);
static_assert(loccer::OutputPolicy<IndentedStderrOutput>);

[[maybe_unused]] constinit StderrOutput usable_before_main;

/// Puts another file behind stderr for a scope; -1 closes it.
class StderrAs {
  public:
    explicit StderrAs(int descriptor) : saved_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 100)) {
        descriptor < 0 ? ::close(STDERR_FILENO) : ::dup2(descriptor, STDERR_FILENO);
    }
    StderrAs(const StderrAs&) = delete;
    StderrAs& operator=(const StderrAs&) = delete;
    ~StderrAs() {
        ::dup2(saved_, STDERR_FILENO);
        ::close(saved_);
    }

  private:
    int saved_;
};

/// *Returns* what `body` wrote to stderr, which is a file.
template <class Body>
std::string on_stderr(Body body) {
    const Directory directory;
    const int file = ::open((directory / "stderr").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    {
        const StderrAs redirected(file);
        body();
    }
    ::close(file);
    return read_all(directory / "stderr");
}

TEST(StderrOutput, WritesOneLinePerRecord) {
    StderrOutput output;

    const std::string text = on_stderr([&] {
        output.write(Line("{\"a\":1}"));
        output.write(Line("{\"a\":2}"));
    });

    EXPECT_EQ(text, "{\"a\":1}\n{\"a\":2}\n");
    EXPECT_EQ(output.dropped(), 0U);
}

TEST(StderrOutput, WritesAsciiOnly) {
    StderrOutput output;

    const std::string text = on_stderr([&] { output.write(Line("{\"a\":\"\u00e9\U0001F600\u202e\x1b[2J\"}")); });

    EXPECT_EQ(text, "{\"a\":\"\\u00e9\\ud83d\\ude00\\u202e\\u001b[2J\"}\n");
}

TEST(StderrOutput, IndentsWhereTheTypeSaysSo) {
    IndentedStderrOutput output;

    const std::string text = on_stderr([&] { output.write(Line("{\"a\":\"\u00e9\"}")); });

    EXPECT_EQ(text, "{\n  \"a\": \"\\u00e9\"\n}\n");
}

TEST(StderrOutput, IndentsWhereTheConstructorIsToldTo) {
    StderrOutput output(loccer::JsonLayout::indented);

    const std::string text = on_stderr([&] { output.write(Line("[1]")); });

    EXPECT_EQ(text, "[\n  1\n]\n");
}

TEST(StderrOutput, WritesTheSameBytesOnTheFatalPath) {
    StderrOutput output;
    std::string line = "{\"a\":\"";
    for (int n = 0; n < 2000; ++n) line += "\u20ac";
    line += "\"}";

    const std::string usual = on_stderr([&] { output.write(Line(line)); });
    const std::string fatal = on_stderr([&] { output.write_signal_safe(line + "\n"); });

    EXPECT_EQ(usual, fatal);
    EXPECT_EQ(usual.size(), line.size() + 2000U * 3U + 1U);
}

TEST(StderrOutput, WritesAPipeAtomicallyUpToPipeBuf) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_DIRECT), 0);  // packet mode: each write is one read
    StderrOutput output;
    const std::string line = "[\"" + std::string(3000, 'x') + "\u00e9\"]";

    {
        const StderrAs redirected(ends[1]);
        output.write(Line(line));
    }

    char buffer[8192];
    EXPECT_EQ(::read(ends[0], buffer, sizeof buffer), 3000 + 4 + 6 + 1);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(StderrOutput, CountsARecordThatAClosedStderrDidNotTake) {
    StderrOutput output;
    bool written = true;

    {
        const StderrAs closed(-1);
        written = output.write(Line("[1]"));
    }

    EXPECT_FALSE(written);
    EXPECT_EQ(output.dropped(), 1U);
    EXPECT_EQ(output.last_error().error, EBADF);
}

TEST(StderrOutput, LeavesTheProgramAliveWhenItsReaderIsGone) {
    const int end = in_child([] {
        ::signal(SIGPIPE, SIG_DFL);
        int ends[2];
        if (::pipe(ends) != 0) return 1;
        ::dup2(ends[1], STDERR_FILENO);
        ::close(ends[0]);
        StderrOutput output;
        const bool usual = output.write(Line("[1]"));
        const bool fatal = output.write_signal_safe("[1]\n");
        return !usual && !fatal && output.dropped() == 2 && output.last_error().error == EPIPE ? 7 : 2;
    });

    EXPECT_EQ(end, 7);
}

TEST(StderrOutput, CountsARecordThatAFullDeviceDidNotTake) {
    StderrOutput output;
    const int full = ::open("/dev/full", O_WRONLY);
    bool written = true;

    {
        const StderrAs redirected(full);
        written = output.write(Line("[1]"));
    }

    EXPECT_FALSE(written);
    EXPECT_EQ(output.last_error().error, ENOSPC);
    ::close(full);
}

TEST(StderrOutput, GivesUpOnAReaderThatHasStoppedAndGoesOnOnANewLine) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ASSERT_GE(::fcntl(ends[1], F_SETPIPE_SZ, 4096), 4096);
    StderrOutput output;
    std::vector<bool> written;
    std::string received;
    char buffer[8192];

    {
        const StderrAs redirected(ends[1]);
        written.push_back(output.write(Line("[\"" + std::string(5000, 'x') + "\"]")));
        received.append(buffer, static_cast<std::size_t>(::read(ends[0], buffer, sizeof buffer)));
        written.push_back(output.write(Line("[2]")));
    }
    received.append(buffer, static_cast<std::size_t>(::read(ends[0], buffer, sizeof buffer)));

    EXPECT_EQ(written, (std::vector<bool>{false, true}));
    EXPECT_EQ(output.last_error().problem, Problem::timed_out);
    EXPECT_EQ(received, "[\"" + std::string(4094, 'x') + "\n[2]\n");
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(StderrOutput, KeepsErrno) {
    StderrOutput output;
    int after = 0;

    {
        const StderrAs closed(-1);
        errno = ENOENT;
        output.write(Line("[1]"));
        output.write_signal_safe("[1]\n");
        after = errno;
    }

    EXPECT_EQ(after, ENOENT);
}

TEST(StderrOutput, KeepsLinesWholeWhenEightThreadsWriteAPipe) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    StderrOutput output;
    const std::string line = "[\"" + std::string(6000, 'x') + "\"]";
    std::string received;
    std::thread reader([&] {
        char buffer[4096];
        for (::ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
            received.append(buffer, static_cast<std::size_t>(count));
        }
    });

    {
        const StderrAs redirected(ends[1]);
        ::close(ends[1]);
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&] {
                for (int n = 0; n < 50; ++n) output.write(Line(line));
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    reader.join();
    ::close(ends[0]);

    EXPECT_EQ(outputs_test::lines_of(received), std::vector<std::string>(400, line));
}

TEST(StderrOutput, KeepsItsLayoutAndItsNumbersWhenItIsMoved) {
    StderrOutput source(loccer::JsonLayout::indented);
    {
        const StderrAs closed(-1);
        source.write(Line("[1]"));
    }

    StderrOutput moved(std::move(source));
    const std::string text = on_stderr([&] { moved.write(Line("[1]")); });

    EXPECT_EQ(text, "[\n  1\n]\n");
    EXPECT_EQ(moved.dropped(), 1U);
}

}  // namespace
