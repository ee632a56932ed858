// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_BACKLOG_HPP
#define LOCCER_BASE_BACKLOG_HPP

// What capturing threads leave for another thread to do: pieces of bytes in a bounded queue, and whoever has its turn
// to take them out. A turn ends with the piece at hand where somebody else waits for it, and nobody gives more than
// what waited when it came. Nothing waits any more when the program has called exit() or the backlog is destroyed.
// Layer: base.

#include <loccer/base/at_exit.hpp>
#include <loccer/base/background_thread.hpp>
#include <loccer/base/byte_queue.hpp>
#include <loccer/base/config.hpp>
#include <loccer/base/deadline.hpp>
#include <loccer/base/fair_lock.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/process.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
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
        give_all();
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
        return announced(bytes.size() > longest() ? Added::full : push(bytes, note, given_way));
    }

    /// As add(), but where there is no room this thread gives the oldest pieces until there is, behind the threads that
    /// do so already. *Returns* full in the middle of a give() of this thread too, and where one takes more than
    /// turn_timeout_ms.
    Added add_when_room(std::string_view bytes, const Note& note) noexcept {
        return announced(bytes.size() > longest() ? Added::full : push_when_room(bytes, note));
    }

    /// *Effects* gives what was added before the call, and begins with no piece any more when the time is over.
    /// *Returns* whether all of that was given; false in the middle of a give() of this thread.
    bool flush(int timeout_ms) noexcept {
        const Deadline deadline(timeout_ms);
        const std::uint64_t end = next_number();
        Turn turn(*this, deadline.left_ms());
        return give_before(end, turn, [&]() noexcept { return deadline.left_ms(); });
    }

    /// *Effects* gives what waits, for as long as that takes; behind a give() of another thread that takes more than
    /// turn_timeout_ms it gives up. *Requires*, to come to an end, that nobody adds any more.
    void give_all() noexcept {
        Turn turn(*this, turn_timeout_ms);
        (void)give_before(all, turn, patience);
    }

    /// *Effects* runs `action` when all that was added before the call was given, and before anything else is. Behind a
    /// give() of another thread that takes more than turn_timeout_ms there is no order to keep.
    template <class Action>
    decltype(auto) run_behind_all(Action&& action) noexcept {
        const std::uint64_t end = next_number();
        Turn turn(*this, turn_timeout_ms);
        (void)give_before(end, turn, patience);
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
    static constexpr std::uint64_t all = (std::numeric_limits<std::uint64_t>::max)();
    static constexpr auto patience = []() noexcept { return turn_timeout_ms; };

    enum class Given : unsigned char {
        one,
        nothing,  ///< since nothing waits
        not_yet   ///< since there is no time for it, or the queue could not be had
    };

    /// What the thread does. Whoever else wants the turn gives what waits as well, so it stands behind them.
    struct Work {
        Backlog& self;
        template <class Stop>
        std::int64_t operator()(std::uint32_t /*requests*/, const Stop& /*stop*/) noexcept {
            constexpr std::int64_t soon_ms = 10;
            Turn turn(self, turn_timeout_ms, FairLock::Rank::last);
            return self.give_before(all, turn, patience) ? -1 : soon_ms;
        }
    };

    /// The right to give, which a thread that gives already does not wait for.
    class [[nodiscard]] Turn {
      public:
        Turn(Backlog& backlog, int timeout_ms, FairLock::Rank rank = FairLock::Rank::in_line) noexcept
            : giving_(backlog.giving_), lock_(backlog.turn_, gives_already() ? 0 : timeout_ms, rank) {
            if (held()) giving_.store(self_, std::memory_order_relaxed);
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() {
            if (held()) giving_.store(0, std::memory_order_relaxed);
        }
        [[nodiscard]] bool held() const noexcept { return lock_.held(); }

        /// *Effects* lets those who wait have theirs first. *Requires* held(); whoever asks next asks held() again.
        void give_way(int timeout_ms) noexcept {
            giving_.store(0, std::memory_order_relaxed);
            lock_.give_way(timeout_ms);
            if (held()) giving_.store(self_, std::memory_order_relaxed);
        }

      private:
        [[nodiscard]] bool gives_already() const noexcept { return giving_.load(std::memory_order_relaxed) == self_; }

        // By the kernel's number: pthread_self() may be the same in a child of fork() as that of a thread of its
        // parent.
        const std::int64_t self_ = ::syscall(SYS_gettid);
        std::atomic<std::int64_t>& giving_;
        FairLockGuard lock_;
    };

    static void give_all_at_exit(Waiting& self) noexcept { static_cast<Backlog&>(self).give_all(); }

    /// *Effects* lets the thread know of a piece that was added.
    Added announced(Added added) noexcept {
        if (added == Added::yes) thread_->request(1);
        return added;
    }

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

    Added push_when_room(std::string_view bytes, const Note& note) noexcept {
        {
            const LockGuard guard(lock_, lock_timeout_ms);
            if (!guard.held()) return Added::no;
            own();
            // The room that one of those who wait has made is not for who comes now.
            if (without_room_ == 0 && queue_.push(bytes, note)) return Added::yes;
            ++without_room_;
        }
        const Turn turn(*this, turn_timeout_ms);
        for (;;) {
            {
                const LockGuard guard(lock_, lock_timeout_ms);
                if (!guard.held()) return Added::no;
                own();
                const bool is_pushed = turn.held() && queue_.push(bytes, note);
                if (is_pushed || !turn.held()) {
                    if (without_room_ != 0) --without_room_;
                    return is_pushed ? Added::yes : Added::full;
                }
            }
            (void)give_one(all, true);
        }
    }

    /// *Returns* the number of the piece that is added next.
    [[nodiscard]] std::uint64_t next_number() noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held()) return all;
        own();
        return queue_.next_number();
    }

    /// *Effects* forgets what waits where that is the business of the process that has forked this one.
    /// *Requires* the lock.
    void own() noexcept {
        if (process_ == current_process()) return;
        queue_.clear();
        without_room_ = 0;
        process_ = current_process();
    }

    /// *Effects* gives the pieces before `end` until `left_ms()` is 0, which is also how long a turn is waited for.
    /// *Returns* whether none of them waits any more.
    template <class Left>
    bool give_before(std::uint64_t end, Turn& turn, Left left_ms) noexcept {
        while (turn.held()) {
            const Given given = give_one(end, left_ms() > 0);
            if (given != Given::one) return given == Given::nothing;
            turn.give_way(left_ms());
        }
        return false;
    }

    /// *Effects* gives the oldest piece, where it is one before `end`. *Requires* the turn.
    Given give_one(std::uint64_t end, bool is_in_time) noexcept {
        Note note{};
        std::string_view bytes;
        {
            const LockGuard guard(lock_, lock_timeout_ms);
            if (!guard.held()) return Given::not_yet;
            own();
            if (queue_.empty() || queue_.oldest_number() >= end) return Given::nothing;
            if (!is_in_time) return Given::not_yet;
            bytes = queue_.pop(std::span<char>(room_.get(), queue_.longest()), note);
        }
        owner_.give(bytes, note);
        return Given::one;
    }

    Owner& owner_;
    mutable Lock lock_;  // of the queue, whose it is and who waits
    ByteQueue<Note> queue_;
    std::size_t without_room_ = 0;  ///< how many threads make room for their piece
    std::int32_t process_ = current_process();
    FairLock turn_;                        // of who gives, and of the room
    std::atomic<std::int64_t> giving_{0};  // the thread whose turn it is
    Owned<char[]> room_;
    Work work_{*this};
    Owned<BackgroundThread<Work, Threads>> thread_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
