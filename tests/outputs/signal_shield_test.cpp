// SPDX-License-Identifier: MIT
#include <loccer/outputs/signal_shield.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using loccer::outputs::SignalShield;

int write_to_broken_pipe() {
    int ends[2];
    if (::pipe(ends) != 0) return 0;
    ::close(ends[0]);
    const auto count = ::write(ends[1], "x", 1);
    const int error = count < 0 ? errno : 0;
    ::close(ends[1]);
    return error;
}

bool is_pending(int number) {
    ::sigset_t pending;
    ::sigpending(&pending);
    return ::sigismember(&pending, number) == 1;
}

TEST(SignalShield, SurvivesAWriteToABrokenPipe) {
    const int end = outputs_test::in_child([] {
        ::signal(SIGPIPE, SIG_DFL);
        {
            SignalShield shield;
            shield.take_back(write_to_broken_pipe());
        }
        return 7;
    });

    EXPECT_EQ(end, 7);
}

TEST(SignalShield, SurvivesAWriteBeyondTheSizeLimit) {
    const outputs_test::Directory directory;
    const std::string path = directory / "limited";
    const int end = outputs_test::in_child([&] {
        ::signal(SIGXFSZ, SIG_DFL);
        const ::rlimit none{0, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &none);
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
        {
            SignalShield shield;
            shield.take_back(::write(file, "x", 1) < 0 ? errno : 0);
        }
        return 7;
    });

    EXPECT_EQ(end, 7);
}

TEST(SignalShield, LeavesASignalThatWasPendingBefore) {
    const int end = outputs_test::in_child([] {
        ::sigset_t pipe_only;
        ::sigemptyset(&pipe_only);
        ::sigaddset(&pipe_only, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipe_only, nullptr);
        ::raise(SIGPIPE);
        {
            SignalShield shield;
            shield.take_back(write_to_broken_pipe());
        }
        return is_pending(SIGPIPE) ? 7 : 1;
    });

    EXPECT_EQ(end, 7);
}

TEST(SignalShield, TakesItsOwnSignalBackWhereTheProgramBlocksIt) {
    const int end = outputs_test::in_child([] {
        ::sigset_t pipe_only;
        ::sigemptyset(&pipe_only);
        ::sigaddset(&pipe_only, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipe_only, nullptr);
        {
            SignalShield shield;
            shield.take_back(write_to_broken_pipe());
        }
        return is_pending(SIGPIPE) ? 1 : 7;
    });

    EXPECT_EQ(end, 7);
}

TEST(SignalShield, RestoresTheMask) {
    ::sigset_t before;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &before);

    {
        const SignalShield shield;
    }

    ::sigset_t after;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
    EXPECT_EQ(::sigismember(&after, SIGPIPE), ::sigismember(&before, SIGPIPE));
    EXPECT_EQ(::sigismember(&after, SIGXFSZ), ::sigismember(&before, SIGXFSZ));
}

}  // namespace
