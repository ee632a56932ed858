// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_SEMAPHORE_HPP
#define LOCCER_BASE_SEMAPHORE_HPP

// What a thread sleeps by until another one wakes it. How long it sleeps at most is measured by the clock that nobody
// sets, where the C library can do that.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cerrno>
#include <cstdint>
#include <semaphore.h>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace semaphore {

/// Whether the C library waits for a semaphore by any clock: glibc does from 2.30 on, musl does not.
template <class Native>
concept WaitsByAnyClock = requires(Native* native, const ::timespec* until) {
    { sem_clockwait(native, CLOCK_MONOTONIC, until) };
};

}  // namespace semaphore

/// Counts the calls of post() that nobody has waited for yet. Stays where it is. *Allocates* no. *Throws* nothing.
/// *Threads* any. \tparam Native what the C library has. \tparam Steady false to wait by the calendar's clock, which a
/// leap of the clock makes longer or shorter.
template <class Native = ::sem_t, bool Steady = semaphore::WaitsByAnyClock<Native>>
class BasicSemaphore {
  public:
    BasicSemaphore() noexcept { ::sem_init(&native_, 0, 0); }
    BasicSemaphore(const BasicSemaphore&) = delete;
    BasicSemaphore& operator=(const BasicSemaphore&) = delete;
    ~BasicSemaphore() { ::sem_destroy(&native_); }

    /// *Effects* lets one call of wait_for() return. *Signal-safe* yes.
    void post() noexcept { ::sem_post(&native_); }

    /// *Returns* false where nobody has called post() for so long.
    [[nodiscard]] bool wait_for(std::int64_t time_ms) noexcept {
        constexpr ::clockid_t clock = Steady ? CLOCK_MONOTONIC : CLOCK_REALTIME;
        constexpr std::int64_t second_ns = 1'000'000'000;
        ::timespec until{};
        ::clock_gettime(clock, &until);
        const std::int64_t nanoseconds = until.tv_nsec + time_ms % 1000 * 1'000'000;
        until.tv_sec += static_cast<::time_t>(time_ms / 1000 + nanoseconds / second_ns);
        until.tv_nsec = static_cast<long>(nanoseconds % second_ns);
        while (wait_until(native_, until) != 0) {
            if (errno != EINTR) return false;
        }
        return true;
    }

  private:
    template <class Any>
    static int wait_until(Any& native, const ::timespec& until) noexcept {
        if constexpr (Steady) return sem_clockwait(&native, CLOCK_MONOTONIC, &until);
        else return ::sem_timedwait(&native, &until);
    }

    Native native_{};
};

using Semaphore = BasicSemaphore<>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
