// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_TASK_HPP
#define LOCCER_INTEGRATIONS_ASIO_TASK_HPP

// A live task: a coroutine that runs for itself, with all that it awaits. What may be read from other threads is atomic
// or behind the task's lock; so is what only the task itself should change, for the two sides of Asio's own `&&` run as
// one task, on two threads where its executor has several. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/integrations/asio/context.hpp>
#include <loccer/integrations/asio/counted.hpp>
#include <loccer/integrations/asio/lasting_guard.hpp>
#include <loccer/integrations/asio/site_list.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

class Task;

/// Holds a task, or nothing.
using TaskRef = Counted<Task>;

/// What a task is to the one that has started it.
enum class Kinship : unsigned char {
    child,  ///< started by co_spawn()
    branch  ///< one side of `&&` or `||`, or of branch(): the parent waits for it
};

/// How a task has ended, as far as others ask.
enum class Outcome : unsigned char { other, cancelled };

/// The number of the last task that was made; the first one has 1.
LOCCER_SHARED inline constinit std::atomic<std::uint64_t> last_task_id{0};

/// What the registry keeps of a task, behind its own lock.
struct RegistryLinks {
    Task* previous = nullptr;
    Task* next = nullptr;
    bool is_listed = false;
};

/// A task. *Threads* any, several at once. *Allocates* no and *throws* nothing but where it is made. What the program
/// asks for, and what has to be done, waits for other threads as long as it takes; what only records ask for, a
/// hundredth of a second at most.
class Task final : public CountedBase {
  public:
    /// How many children that failed are kept for the record of their exception.
    static constexpr std::size_t max_failed = 4;

    /// *Effects* makes a task that begins with the context values of its parent. An empty name becomes `Task-<id>`.
    /// *Throws* std::bad_alloc.
    Task(std::string name, std::source_location spawned_at, Kinship kinship, TaskRef parent, ContextRef context)
        : id_(last_task_id.fetch_add(1, std::memory_order_relaxed) + 1),
          kinship_(kinship),
          spawned_at_(spawned_at),
          name_(name.empty() ? "Task-" + std::to_string(id_) : std::move(name)),
          parent_name_(parent ? parent->name_ + '#' + std::to_string(parent->id_) : std::string()),
          parent_(std::move(parent)),
          context_(std::move(context)) {}

    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }
    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] std::source_location spawned_at() const noexcept { return spawned_at_; }
    [[nodiscard]] Kinship kinship() const noexcept { return kinship_; }
    /// *Returns* `<name>#<id>` of the task that has started this one, empty where none has.
    [[nodiscard]] std::string_view parent_name() const noexcept { return parent_name_; }
    /// *Returns* that task, as long as this one has not ended, for a record: nothing where that was not to be had.
    [[nodiscard]] TaskRef parent() const noexcept {
        const LockGuard guard(lock_, patience_ms);
        return guard.held() ? parent_ : TaskRef();
    }

    /// *Returns* whether a thread is in it.
    [[nodiscard]] bool is_running() const noexcept { return running_.load(std::memory_order_relaxed) > 0; }
    /// *Returns* how often a thread has entered it, at its start too.
    [[nodiscard]] std::uint64_t resumes() const noexcept { return resumes_.load(std::memory_order_relaxed); }
    /// *Effects* notes that a thread enters it. \param anew false where that thread is in it already.
    void enter(bool anew) noexcept {
        if (anew) resumes_.fetch_add(1, std::memory_order_relaxed);
        running_.fetch_add(1, std::memory_order_relaxed);
    }
    void leave() noexcept { running_.fetch_sub(1, std::memory_order_relaxed); }
    /// *Effects* takes an entry back: the thread has only passed on its way into another task.
    void pass() noexcept {
        resumes_.fetch_sub(1, std::memory_order_relaxed);
        leave();
    }

    /// *Effects* notes where it waits from now on. What has failed before was not this one's end.
    void add(SiteNode& site) noexcept {
        TaskRef over;
        const LastingGuard guard(lock_);
        sites_.add(site);
        over.swap(failed_);
    }
    /// *Effects* notes that it does not wait there any more. \param unwinding whether an exception leaves the place.
    void remove(SiteNode& site, bool unwinding) noexcept {
        TaskRef over;
        const LastingGuard guard(lock_);
        sites_.remove(site, unwinding);
        if (!unwinding) over.swap(failed_);
    }
    /// *Effects* calls `look(const SiteList&)`, while nothing changes there. *Returns* false where that was not to be
    /// had.
    /// \param look is short and throws nothing.
    template <class Look>
    bool look_at_sites(Look&& look) const noexcept {
        const LockGuard guard(lock_, patience_ms);
        if (guard.held()) look(sites_);
        return guard.held();
    }
    /// *Effects* notes that what has left its sites so far is in a record.
    void note_record() noexcept {
        const LockGuard guard(lock_, patience_ms);
        if (guard.held()) sites_.note_record();
    }

    /// *Returns* its context values.
    [[nodiscard]] ContextRef context() const noexcept {
        const LastingGuard guard(lock_);
        return context_;
    }
    /// *Effects* finds its context values for a record. *Returns* false where they were not to be had.
    [[nodiscard]] bool find_context(ContextRef& found) const noexcept {
        const LockGuard guard(lock_, patience_ms);
        if (guard.held()) found = context_;
        return guard.held();
    }
    void set_context(ContextRef context) noexcept {
        const LastingGuard guard(lock_);
        context_.swap(context);
    }

    /// *Effects* notes that it has its result, or failed. \param failure the exception object, to be compared; or null.
    void finish(const void* failure) noexcept {
        failure_.store(failure, std::memory_order_relaxed);
        is_done_.store(true, std::memory_order_release);
    }
    /// *Effects* where it has failed, leaves it to its parent, which gets the exception, until that goes on.
    void tell_parent(Outcome outcome = Outcome::other) noexcept;
    [[nodiscard]] bool is_done() const noexcept { return is_done_.load(std::memory_order_acquire); }
    [[nodiscard]] const void* failure() const noexcept { return failure_.load(std::memory_order_relaxed); }
    /// *Returns* the child that ended by this exception, since the task waits where it waits.
    [[nodiscard]] TaskRef failed_child(const void* failure) const noexcept {
        return find_failed([failure](const Task& child) { return child.failure() == failure; });
    }
    /// *Returns* the branch that failed first since then.
    [[nodiscard]] TaskRef failed_branch() const noexcept {
        return find_failed([](const Task& child) { return child.kinship_ == Kinship::branch; });
    }
    /// *Returns* whether branches have failed since then, and all of them because they were cancelled.
    [[nodiscard]] bool has_cancelled_branches_only() const noexcept {
        const LastingGuard guard(lock_);
        return first_failed([](const Task& child) { return child.kinship_ == Kinship::branch; }) &&
               !first_failed([](const Task& child) { return !child.was_cancelled_; });
    }
    /// *Effects* lets go what a task that has ended has no more use for: the values among it are the program's.
    void forget() noexcept {
        TaskRef parent;
        ContextRef context;
        const LastingGuard guard(lock_);
        parent.swap(parent_);
        context.swap(context_);
    }

    /// *Effects* ties to it what another integration knows it by, such as the request that it serves, until detach().
    /// *Returns* false where something is tied to it already: nobody could tell then which of the two is meant.
    [[nodiscard]] bool attach(void* attachment) noexcept {
        const LastingGuard guard(attachment_lock_);
        if (attachment_ == nullptr) attachment_ = attachment;
        return attachment_ == attachment;
    }
    /// *Effects* unties what attach() has tied, when nobody looks at it.
    void detach() noexcept {
        const LastingGuard guard(attachment_lock_);
        attachment_ = nullptr;
    }
    /// *Effects* calls `look(void*)` with what is tied to it, or null; it stays there meanwhile. *Returns* false where
    /// that was not to be had in a tenth of a second: another thread may be writing a record of it. *Throws* what
    /// `look` throws.
    template <class Look>
    bool look_at_attachment(Look&& look) const {
        const LockGuard guard(attachment_lock_, attachment_patience_ms);
        if (guard.held()) look(attachment_);
        return guard.held();
    }

    /// *Requires* the registry's lock.
    [[nodiscard]] RegistryLinks& registry_links() noexcept { return links_; }

  private:
    static constexpr int patience_ms = 10;
    static constexpr int attachment_patience_ms = 100;

    /// *Returns* the first failed child, in time, that `is_it`. *Requires* the lock.
    template <class Predicate>
    [[nodiscard]] TaskRef first_failed(Predicate&& is_it) const noexcept {
        Task* last = nullptr;  // the newest one comes first
        for (Task* child = failed_.get(); child != nullptr; child = child->failed_before_.get()) {
            if (is_it(*child)) last = child;
        }
        return TaskRef(last);
    }
    /// As above, for a record.
    template <class Predicate>
    [[nodiscard]] TaskRef find_failed(Predicate&& is_it) const noexcept {
        const LockGuard guard(lock_, patience_ms);
        return guard.held() ? first_failed(is_it) : TaskRef();
    }

    const std::uint64_t id_;
    const Kinship kinship_;
    const std::source_location spawned_at_;
    const std::string name_;
    const std::string parent_name_;

    bool was_cancelled_ = false;  // before its parent knows that it has failed
    std::atomic<std::uint32_t> running_{0};
    std::atomic<std::uint64_t> resumes_{0};
    std::atomic<bool> is_done_{false};
    std::atomic<const void*> failure_{nullptr};

    mutable Lock attachment_lock_;  // of the next member, and of what that points at
    void* attachment_ = nullptr;

    mutable Lock lock_;  // of what follows
    SiteList sites_;
    TaskRef parent_;
    ContextRef context_;
    TaskRef failed_;  // the children that have failed, newest first, linked by the next member
    TaskRef failed_before_;
    std::size_t failed_count_ = 0;

    RegistryLinks links_;
};

inline void Task::tell_parent(Outcome outcome) noexcept {
    was_cancelled_ = outcome == Outcome::cancelled;
    if (failure() == nullptr) return;
    TaskRef parent;
    {
        const LastingGuard guard(lock_);
        parent = parent_;
    }
    if (!parent) return;
    const LastingGuard guard(parent->lock_);
    if (!parent->failed_) parent->failed_count_ = 0;
    if (parent->failed_count_ == max_failed) return;
    ++parent->failed_count_;
    failed_before_ = std::move(parent->failed_);
    parent->failed_ = TaskRef(this);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
