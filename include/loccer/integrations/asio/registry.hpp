// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_REGISTRY_HPP
#define LOCCER_INTEGRATIONS_ASIO_REGISTRY_HPP

// All live tasks of the process. Whoever holds the last of a task's completion handler takes the task from the list, so
// what an execution context destroys with its last breath leaves nothing behind.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/integrations/asio/lasting_guard.hpp>
#include <loccer/integrations/asio/task.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// The list of live tasks, newest first. Constant-initialised. *Threads* any. *Allocates* no. *Throws* nothing.
class Registry {
  public:
    constexpr Registry() noexcept = default;

    /// *Effects* lists a task; without a tenth of a second to do so, counts it as not listed.
    void add(Task& task) noexcept {
        const LockGuard guard(lock_, add_patience_ms);
        if (!guard.held()) {
            unlisted_.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        task.retain();
        task.registry_links() = {nullptr, first_, true};
        if (first_ != nullptr) first_->registry_links().previous = &task;
        first_ = &task;
        ++size_;
    }

    /// *Effects* takes a task from the list. It waits for as long as it takes: what stayed there would be read. The
    /// lock is held for a few instructions only, and in a child of fork() not for a thread of the parent.
    void remove(Task& task) noexcept {
        TaskRef last;
        const LastingGuard guard(lock_);
        RegistryLinks& links = task.registry_links();
        if (links.is_listed) {
            (links.previous != nullptr ? links.previous->registry_links().next : first_) = links.next;
            if (links.next != nullptr) links.next->registry_links().previous = links.previous;
            links = {};
            --size_;
            last = TaskRef(&task);
            (void)task.release();  // never the last one: `last` has another
        }
    }

    /// Some of the live tasks.
    struct Selection {
        static constexpr std::size_t capacity = 64;

        std::array<TaskRef, capacity> tasks{};
        std::size_t size = 0;
        std::size_t live = 0;   ///< how many there are in all
        bool is_known = false;  ///< false where the list was not to be had

        [[nodiscard]] std::span<const TaskRef> chosen() const noexcept { return {tasks.data(), size}; }
        [[nodiscard]] bool has(const Task* task) const noexcept {
            for (const TaskRef& one : chosen()) {
                if (one.get() == task) return true;
            }
            return false;
        }
    };

    /// *Effects* selects those of `first` that are live, then the newest ones.
    void select(std::span<const TaskRef> first, Selection& selection) noexcept {
        const LockGuard guard(lock_, look_patience_ms);
        selection.is_known = guard.held();
        if (!guard.held()) return;
        selection.live = size_;
        const auto choose = [&selection](Task* task) {
            if (selection.size < Selection::capacity && !selection.has(task))
                selection.tasks[selection.size++] = TaskRef(task);
        };
        for (const TaskRef& task : first) {
            if (task->registry_links().is_listed) choose(task.get());
        }
        for (Task* task = first_; task != nullptr && selection.size < Selection::capacity;
             task = task->registry_links().next) {
            choose(task);
        }
    }

    /// *Returns* how many tasks are live, those apart that could not be listed; these are counted since the start.
    [[nodiscard]] std::size_t size() noexcept {
        const LastingGuard guard(lock_);
        return size_;
    }
    [[nodiscard]] std::uint64_t unlisted() const noexcept { return unlisted_.load(std::memory_order_relaxed); }

  private:
    static constexpr int add_patience_ms = 100;
    static constexpr int look_patience_ms = 10;

    Lock lock_;
    Task* first_ = nullptr;
    std::size_t size_ = 0;
    std::atomic<std::uint64_t> unlisted_{0};
};

/// One for the whole process.
LOCCER_SHARED inline constinit Registry registry;

/// *Returns* how many tasks are live: started, and not yet told to have ended. *Threads* any. *Allocates* no.
[[nodiscard]] inline std::size_t live_tasks() noexcept { return registry.size(); }

/// Ends a task when it goes, unless it was moved from: a part of the task's completion handler. Movable.
class Ending {
  public:
    /// *Effects* lists the task.
    explicit Ending(TaskRef task) noexcept : task_(std::move(task)) { registry.add(*task_); }
    Ending(Ending&&) noexcept = default;
    Ending& operator=(Ending&&) = delete;
    ~Ending() {
        if (task_) end();
    }

    /// *Requires* that it was not moved from.
    [[nodiscard]] Task& task() const noexcept { return *task_; }

  private:
    void end() noexcept {
        task_->forget();
        registry.remove(*task_);
    }

    TaskRef task_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
