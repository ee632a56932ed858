// SPDX-License-Identifier: MIT
#include <loccer/trace/undisturbed.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <pthread.h>

namespace {

using loccer::trace::Undisturbed;

/// *Returns* the calling thread's cancellation state.
int cancel_state() {
    int state = -1;
    ::pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
    ::pthread_setcancelstate(state, nullptr);
    return state;
}

TEST(Undisturbed, LeavesErrnoAsItWas) {
    errno = EDOM;

    {
        const Undisturbed undisturbed;
        errno = EIO;
    }

    EXPECT_EQ(errno, EDOM);
}

TEST(Undisturbed, SwitchesCancellationOff) {
    const Undisturbed undisturbed;

    EXPECT_EQ(cancel_state(), PTHREAD_CANCEL_DISABLE);
}

TEST(Undisturbed, PutsCancellationBackToWhatItWas) {
    {
        const Undisturbed undisturbed;
    }
    EXPECT_EQ(cancel_state(), PTHREAD_CANCEL_ENABLE);

    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
    {
        const Undisturbed undisturbed;
    }

    EXPECT_EQ(cancel_state(), PTHREAD_CANCEL_DISABLE);
    ::pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, nullptr);
}

}  // namespace
