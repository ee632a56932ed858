// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_BACKGROUND_THREAD_HPP
#define LOCCER_BASE_BACKGROUND_THREAD_HPP

// A thread for what a capture must not wait for: compressing, removing and closing files, storing records, looking up
// symbols. It exists while there is work and two seconds longer; a program that has none never has it. Which process it
// belongs to, its state and what is asked of it are one atomic word: there is no lock that a fork could find taken, and
// no request that could be missed while the thread ends.
// Layer: base.

#include <loccer/base/config.hpp>
#include <loccer/base/pin_module.hpp>
#include <loccer/base/process.hpp>
#include <loccer/base/semaphore.hpp>

#include <atomic>
#include <cstdint>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// How threads are made; tests replace it.
struct PosixThreads {
    static int create(::pthread_t& thread, void* (*body)(void*), void* argument) noexcept {
        return ::pthread_create(&thread, nullptr, body, argument);
    }
};

struct BackgroundThreadOptions {
    bool background = true;             ///< false: all work is done in request()
    std::int32_t idle_ms = 2000;        ///< how long the thread waits for more work
    const char* name = "loccer-files";  ///< as tools show the thread, at most 15 characters
};

/// Calls `work(requests, stop)` on a thread of its own. Stays where it is. *Threads* request() any.
/// \tparam Work is told which requests have come since (0: it has asked for the call itself), and how to ask
/// whether to give up, `stop()`; it returns after how many milliseconds it wants to be called again, negative
/// for not before the next request. Never called twice at a time; in a child of fork() it can be called while
/// the parent's call seems unfinished, and then starts over. Must not throw.
template <class Work, class Threads = PosixThreads>
class BackgroundThread {
  public:
    /// Bits of a request that `Work` may use.
    static constexpr std::uint32_t all_requests = 0x0FFF'FFFF;

    /// \param work outlives this object.
    explicit BackgroundThread(Work& work, BackgroundThreadOptions options = {}) noexcept
        : work_(work), options_(options) {}
    BackgroundThread(const BackgroundThread&) = delete;
    BackgroundThread& operator=(const BackgroundThread&) = delete;

    /// *Effects* tells the work to give up and waits for its thread. In a child of fork() there is none.
    ~BackgroundThread() {
        std::uint64_t seen = word_.load(std::memory_order_acquire);
        while (process_of(seen) == current_process() && state_of(seen) == State::running) {
            if (!word_.compare_exchange_weak(seen, make_word(State::stopping, 0), std::memory_order_acq_rel)) continue;
            wake_.post();
            ::pthread_join(thread_, nullptr);
            break;
        }
    }

    /// *Effects* lets the work be done soon. Where no thread can be made, it is done before this returns,
    /// unless another thread is just doing it, which then goes on.
    /// \param requests at least one bit of all_requests.
    /// *Allocates* what pthread_create takes. *Throws* nothing. *Signal-safe* no. *Threads* any.
    void request(std::uint32_t requests) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_acquire);
        for (;;) {
            const bool ours = process_of(seen) == current_process();
            const State state = ours ? state_of(seen) : State::none;
            const std::uint32_t before = ours ? requests_of(seen) : 0;
            const State next = state == State::none ? State::starting : state;
            const std::uint64_t wanted = make_word(next, before | (requests & all_requests));
            if (!word_.compare_exchange_weak(seen, wanted, std::memory_order_acq_rel)) continue;
            if (state == State::none) return start();
            if (state == State::running && before == 0) wake_.post();
            return;
        }
    }

    /// *Returns* true while the thread of this process exists, or somebody does its work.
    [[nodiscard]] bool is_busy() const noexcept {
        const std::uint64_t seen = word_.load(std::memory_order_acquire);
        return process_of(seen) == current_process() && state_of(seen) != State::none;
    }

  private:
    enum class State : std::uint8_t {
        none,
        starting,  ///< whoever called request() makes the thread
        running,
        in_place,  ///< whoever called request() works
        stopping
    };

    static constexpr unsigned state_shift = 28;
    static constexpr unsigned process_shift = 32;
    static constexpr std::uint32_t requests_of(std::uint64_t word) noexcept {
        return static_cast<std::uint32_t>(word) & all_requests;
    }
    static constexpr State state_of(std::uint64_t word) noexcept {
        return static_cast<State>((word >> state_shift) & 0xFU);
    }
    static constexpr std::int32_t process_of(std::uint64_t word) noexcept {
        return static_cast<std::int32_t>(word >> process_shift);
    }
    static std::uint64_t make_word(State state, std::uint32_t requests) noexcept {
        return (std::uint64_t{static_cast<std::uint32_t>(current_process())} << process_shift) |
               (std::uint64_t{static_cast<std::uint8_t>(state)} << state_shift) | requests;
    }

    void start() noexcept {
        if (options_.background) {
            pin_module();
            // Inherited by the new thread, so no signal of the program is ever handled on it.
            ::sigset_t all;
            ::sigset_t before;
            ::sigfillset(&all);
            const bool blocked = ::pthread_sigmask(SIG_SETMASK, &all, &before) == 0;
            const bool made = blocked && Threads::create(thread_, &BackgroundThread::body, this) == 0;
            if (blocked) ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
            if (made) return change(State::starting, State::running);
        }
        change(State::starting, State::in_place);
        const auto never = []() noexcept { return false; };
        do {
            (void)work_(take_requests(), never);
        } while (!end(State::in_place));
    }

    static void* body(void* self) noexcept {
        auto& thread = *static_cast<BackgroundThread*>(self);
        ::prctl(PR_SET_NAME, thread.options_.name);
        give_way();
        thread.live();
        return nullptr;
    }

    /// As a batch job the thread gets its share of a processor, but never takes it from whoever has just woken it: a
    /// capturing thread would wait for a file to be closed after all. One that is made by a real-time thread
    /// must not compress with that one's priority. *Source* sched(7): SCHED_BATCH; it changes this thread alone.
    static void give_way() noexcept {
        const ::sched_param usual{};
        if (::sched_getscheduler(0) != SCHED_IDLE) (void)::sched_setscheduler(0, SCHED_BATCH, &usual);
    }

    /// The thread's life. After end() has succeeded nothing of this object may be touched.
    void live() noexcept {
        const auto stop = [this]() noexcept {
            return state_of(word_.load(std::memory_order_acquire)) == State::stopping;
        };
        while (!stop()) {
            const std::int64_t again_ms = work_(take_requests(), stop);
            const bool comes_back = again_ms >= 0 && again_ms <= options_.idle_ms;
            if (wake_.wait_for(comes_back ? again_ms : options_.idle_ms) || comes_back) continue;
            if (end(State::running)) return;
        }
    }

    /// *Effects* ends the work if nothing was asked meanwhile. The thread that ends is nobody's to join.
    bool end(State state) noexcept {
        const ::pthread_t self = ::pthread_self();
        std::uint64_t idle = make_word(state, 0);
        if (!word_.compare_exchange_strong(idle, make_word(State::none, 0), std::memory_order_acq_rel)) return false;
        if (state == State::running) ::pthread_detach(self);
        return true;
    }

    [[nodiscard]] std::uint32_t take_requests() noexcept {
        return requests_of(word_.fetch_and(~std::uint64_t{all_requests}, std::memory_order_acq_rel));
    }

    void change(State from, State to) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        while (state_of(seen) == from &&
               !word_.compare_exchange_weak(seen, make_word(to, requests_of(seen)), std::memory_order_acq_rel)) {
        }
    }

    Work& work_;
    BackgroundThreadOptions options_;
    std::atomic<std::uint64_t> word_{0};
    Semaphore wake_;
    ::pthread_t thread_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
