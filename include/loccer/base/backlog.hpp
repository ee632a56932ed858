// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_BACKLOG_HPP
#define LOCCER_BASE_BACKLOG_HPP

// What capturing threads leave for another thread to do: pieces of bytes in a bounded queue, and whoever has its turn
// to take them out. Nothing waits any more when the program has called exit() or the backlog is destroyed.
// Layer: base.

#include <loccer/base/at_exit.hpp>
#include <loccer/base/background_thread.hpp>
#include <loccer/base/byte_queue.hpp>
#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/process.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Hands pieces of bytes to `owner.give(bytes, note)`, later and in their order, one at a time. Stays where it is. A
/// child of fork() has nothing of what waits, which its parent does, and a thread of its own. *Threads* any.
/// \tparam Note what is kept beside each piece, see ByteQueue. \tparam Owner outlives this; its give() must not throw.
template <class Note, class Owner, class Threads = PosixThreads>
class Backlog : at_exit::Waiting {
  public:
    static constexpr int turn_timeout_ms = 5000;

    /// \param bytes that may wait. \param thread_name see BackgroundThreadOptions. Starts no thread. *Allocates* once
    /// and a half of `bytes`. *Throws* std::bad_alloc.
    Backlog(Owner& owner, std::size_t bytes, const char* thread_name)
        : owner_(owner),
          queue_(bytes),
          room_(new char[queue_.longest()]),
          thread_(new BackgroundThread<Work, Threads>(work_, {.name = thread_name})) {
        store = &Backlog::give_all_at_exit;
        at_exit::waiting_list.add(*this, &at_exit::store_all_at_exit);
    }
    Backlog(const Backlog&) = delete;
    Backlog& operator=(const Backlog&) = delete;
    /// Gives what waits, when its thread has ended.
    ~Backlog() {
        at_exit::waiting_list.remove(*this);
        thread_.reset();
        (void)flush(turn_timeout_ms);
    }

    enum class Added : unsigned char {
        yes,
        full,  ///< or too long
        no     ///< the queue could not be had
    };

    /// *Effects* leaves a piece to the thread, which is started where there is none; where none can be made, it is
    /// given before this returns. \param given_way where not null, the oldest pieces give way for it and are counted
    /// there. *Allocates* when a thread is started.
    Added add(std::string_view bytes, const Note& note, std::size_t* given_way = nullptr) noexcept {
        if (bytes.size() > queue_.longest()) return Added::full;
        const Added added = push(bytes, note, given_way);
        if (added == Added::yes) thread_->request(1);
        return added;
    }

    /// *Effects* gives what waits. *Returns* whether nothing waits any more; false in the middle of a give() of this
    /// thread.
    bool flush(int timeout_ms) noexcept {
        const Turn turn(*this, timeout_ms);
        return turn.held() && give_waiting();
    }

    /// *Effects* runs `action` when all that waits was given, and before anything else is. Behind a give() that takes
    /// more than turn_timeout_ms there is no order to keep.
    template <class Action>
    decltype(auto) run_behind_all(Action&& action) noexcept {
        const Turn turn(*this, turn_timeout_ms);
        if (turn.held()) (void)give_waiting();
        return std::forward<Action>(action)();
    }

    /// *Returns* whether the program is about to end, so that nothing should be added any more.
    [[nodiscard]] bool is_over() const noexcept { return at_exit::waiting_list.is_over(); }
    /// *Returns* how long a piece may be.
    [[nodiscard]] std::size_t longest() const noexcept { return queue_.longest(); }
    /// *Returns* how many pieces wait; 0 where that could not be found out.
    [[nodiscard]] std::size_t size() const noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        return guard.held() && process_ == current_process() ? queue_.size() : 0;
    }

  private:
    static constexpr int lock_timeout_ms = 1000;

    /// What the thread does.
    struct Work {
        Backlog& self;
        template <class Stop>
        std::int64_t operator()(std::uint32_t /*requests*/, const Stop& /*stop*/) noexcept {
            constexpr std::int64_t soon_ms = 10;
            return self.flush(turn_timeout_ms) ? -1 : soon_ms;
        }
    };

    /// The right to give, which a thread that gives already does not wait for.
    class [[nodiscard]] Turn {
      public:
        Turn(Backlog& backlog, int timeout_ms) noexcept : backlog_(backlog) {
            // By the kernel's number: pthread_self() may be the same in a child of fork() as that of a thread of its
            // parent.
            const auto self = static_cast<std::int64_t>(::syscall(SYS_gettid));
            held_ = backlog.giving_.load(std::memory_order_relaxed) != self && backlog.turn_.try_lock_for(timeout_ms);
            if (held_) backlog.giving_.store(self, std::memory_order_relaxed);
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() {
            if (!held_) return;
            backlog_.giving_.store(0, std::memory_order_relaxed);
            backlog_.turn_.unlock();
        }
        [[nodiscard]] bool held() const noexcept { return held_; }

      private:
        Backlog& backlog_;
        bool held_;
    };

    static void give_all_at_exit(Waiting& self) noexcept { (void)static_cast<Backlog&>(self).flush(turn_timeout_ms); }

    Added push(std::string_view bytes, const Note& note, std::size_t* given_way) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held()) return Added::no;
        own();
        while (!queue_.push(bytes, note)) {
            if (given_way == nullptr || queue_.empty()) return Added::full;
            queue_.drop_oldest();
            ++*given_way;
        }
        return Added::yes;
    }

    /// *Effects* forgets what waits where that is the business of the process that has forked this one.
    /// *Requires* the lock.
    void own() noexcept {
        if (process_ == current_process()) return;
        queue_.clear();
        process_ = current_process();
    }

    /// *Requires* the turn. *Returns* whether nothing waits any more.
    bool give_waiting() noexcept {
        while (true) {
            Note note{};
            std::string_view bytes;
            {
                const LockGuard guard(lock_, lock_timeout_ms);
                if (!guard.held()) return false;
                own();
                if (queue_.empty()) return true;
                bytes = queue_.pop(std::span<char>(room_.get(), queue_.longest()), note);
            }
            owner_.give(bytes, note);
        }
    }

    Owner& owner_;
    mutable Lock lock_;  // of the queue and whose it is
    ByteQueue<Note> queue_;
    std::int32_t process_ = current_process();
    Lock turn_;                            // of who gives, and of the room
    std::atomic<std::int64_t> giving_{0};  // the thread whose turn it is
    Owned<char[]> room_;
    Work work_{*this};
    Owned<BackgroundThread<Work, Threads>> thread_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
