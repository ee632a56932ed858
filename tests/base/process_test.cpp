// SPDX-License-Identifier: MIT
#include <loccer/base/process.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

TEST(CurrentProcess, IsTheProcessId) {
    EXPECT_EQ(loccer::current_process(), ::getpid());
    EXPECT_EQ(loccer::current_process(), ::getpid());
}

TEST(CurrentProcess, IsTheSameForAllThreads) {
    std::int32_t seen = 0;

    std::thread([&] { seen = loccer::current_process(); }).join();

    EXPECT_EQ(seen, ::getpid());
}

/// Whether a child and a child of it know who they are, when `make_child` makes them.
template <class MakeChild>
bool children_know_themselves(MakeChild make_child) {
    (void)loccer::current_process();
    const auto child = static_cast<::pid_t>(make_child());
    if (child == 0) {
        if (loccer::current_process() != ::getpid()) ::_exit(1);
        const auto grandchild = static_cast<::pid_t>(make_child());
        if (grandchild == 0) ::_exit(loccer::current_process() == ::getpid() ? 0 : 1);
        int status = 1;
        ::waitpid(grandchild, &status, 0);
        ::_exit(status == 0 && loccer::current_process() == ::getpid() ? 0 : 1);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    return status == 0 && loccer::current_process() == ::getpid();
}

TEST(CurrentProcess, IsAnotherOneInAChildOfFork) { EXPECT_TRUE(children_know_themselves(::fork)); }

TEST(CurrentProcess, IsAnotherOneInAChildThatTheLibraryDidNotMake) {
    EXPECT_TRUE(children_know_themselves([] { return ::syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, 0L); }));
}

TEST(CurrentProcess, AsksTheSystemWhereNoPageCanBeKept) {
    loccer::process::Kept* const before = loccer::process::page.exchange(&loccer::process::unsupported);

    EXPECT_TRUE(children_know_themselves(::fork));

    loccer::process::page.store(before);
}

}  // namespace
