// SPDX-License-Identifier: MIT
#include <loccer/pipeline/session.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <pthread.h>
#include <stdexcept>
#include <string>

namespace {

using loccer::pipeline::Session;
using test_log::Log;
using test_log::records;

/// *Returns* the calling thread's cancellation state.
int cancel_state() {
    int state = -1;
    ::pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
    ::pthread_setcancelstate(state, nullptr);
    return state;
}

TEST(Session, LeavesErrnoAsItWas) {
    errno = EDOM;

    {
        const Session session;
        errno = EIO;
    }

    EXPECT_EQ(errno, EDOM);
}

TEST(Session, SwitchesCancellationOffAndBackToWhatItWas) {
    {
        const Session session;
        EXPECT_EQ(cancel_state(), PTHREAD_CANCEL_DISABLE);
    }
    EXPECT_EQ(cancel_state(), PTHREAD_CANCEL_ENABLE);

    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
    {
        const Session session;
    }

    EXPECT_EQ(cancel_state(), PTHREAD_CANCEL_DISABLE);
    ::pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, nullptr);
}

TEST(Session, KnowsThatItIsNested) {
    const Session outer;

    {
        const Session inner;
        EXPECT_TRUE(inner.is_nested());
    }

    EXPECT_FALSE(outer.is_nested());
}

TEST(Session, OfAThreadThatTakesASnapshotIsNested) {
    loccer::trace::this_thread().asking = true;

    const bool nested = Session().is_nested();
    loccer::trace::this_thread().asking = false;

    EXPECT_TRUE(nested);
}

/// A formatter with a cancellation point, and with a system call that fails.
struct Cancellable {
    friend std::ostream& operator<<(std::ostream& stream, const Cancellable&) {
        errno = EIO;
        ::pthread_testcancel();
        return stream << "formatted";
    }
};

TEST(Session, KeepsErrnoFromFormattersOfLocals) {
    Log log;
    const Cancellable value;
    int seen = 0;

    try {
        LOCCER_CAPTURE(log, value) {
            errno = ENOSPC;
            throw std::runtime_error("full");
        };
    } catch (const std::runtime_error&) {
        seen = errno;
    }

    EXPECT_EQ(seen, ENOSPC);
    EXPECT_EQ(records(log).size(), 1U);
}

TEST(Session, KeepsACancellationThatIsDueFromTheFormattersOfLocals) {
    static Log log;
    ::pthread_t thread{};
    const auto body = [](void*) -> void* {
        ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
        ::pthread_cancel(::pthread_self());
        ::pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, nullptr);
        const Cancellable value;
        LOCCER_SUPPRESS(log, value) { throw std::runtime_error("before the cancellation"); };
        ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
        return nullptr;
    };

    ASSERT_EQ(::pthread_create(&thread, nullptr, body, nullptr), 0);
    void* result = nullptr;
    ::pthread_join(thread, &result);

    EXPECT_NE(result, PTHREAD_CANCELED);
    EXPECT_EQ(records(log).size(), 1U);
}

}  // namespace
