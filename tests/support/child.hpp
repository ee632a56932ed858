// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_CHILD_HPP
#define LOCCER_TESTS_SUPPORT_CHILD_HPP

// Runs a body in a forked child and tells how the child ended and what it wrote to stderr. For whatever
// ends a program: unhandled exceptions, abort, exit.

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace child {

/// How a child ended.
struct Outcome {
    int status = 0;
    std::string error_text;

    [[nodiscard]] bool exited_with(int code) const { return WIFEXITED(status) && WEXITSTATUS(status) == code; }
    [[nodiscard]] bool died_by(int signal) const { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }
};

/// *Returns* what became of `body` in a child, which is killed when it does not end within a minute.
template <class Body>
Outcome run(Body&& body) {
    std::array<int, 2> pipe_ends{};
    EXPECT_EQ(::pipe(pipe_ends.data()), 0);
    const ::pid_t pid = ::fork();
    if (pid == 0) {
        ::alarm(60);
        const ::rlimit no_core{0, 0};
        ::setrlimit(RLIMIT_CORE, &no_core);
        ::dup2(pipe_ends[1], STDERR_FILENO);
        ::close(pipe_ends[0]);
        ::close(pipe_ends[1]);
        // On a thread of its own nothing above it catches what the body throws.
        std::thread([&] { body(); }).join();
        ::_exit(0);
    }
    ::close(pipe_ends[1]);
    Outcome outcome;
    std::array<char, 4096> block{};
    for (;;) {
        const ::ssize_t size = ::read(pipe_ends[0], block.data(), block.size());
        if (size <= 0) break;
        outcome.error_text.append(block.data(), static_cast<std::size_t>(size));
    }
    ::close(pipe_ends[0]);
    ::waitpid(pid, &outcome.status, 0);
    return outcome;
}

}  // namespace child

#endif
