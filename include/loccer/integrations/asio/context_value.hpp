// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_CONTEXT_VALUE_HPP
#define LOCCER_INTEGRATIONS_ASIO_CONTEXT_VALUE_HPP

// Values that follow a task over its awaits and threads: which request it serves, for whom. Each record of the task
// shows them. A thread_local would show what another task has left there. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/context.hpp>
#include <loccer/integrations/asio/running.hpp>

#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// The values of a thread that is in no task: held where the second one says so.
LOCCER_SHARED inline constinit thread_local const Context* thread_context = nullptr;

/// Holds a thread's own values until the thread ends.
class ThreadContext {
  public:
    ThreadContext() noexcept = default;
    ThreadContext(const ThreadContext&) = delete;
    ThreadContext& operator=(const ThreadContext&) = delete;
    ~ThreadContext() { thread_context = nullptr; }

    void set(ContextRef context) noexcept {
        thread_context = context.get();
        held_.swap(context);
    }
    /// As set(). *Returns* what was set before.
    [[nodiscard]] ContextRef exchange(ContextRef context) noexcept {
        thread_context = context.get();
        held_.swap(context);
        return context;
    }

  private:
    ContextRef held_;
};

/// Only threads that set a value touch it: a thread's first record must not make the C library allocate.
LOCCER_SHARED inline thread_local ThreadContext thread_context_holder;

/// *Returns* the values of the task that the thread is in, or of the thread.
[[nodiscard]] inline ContextRef current_context() noexcept {
    return current.task != nullptr ? current.task->context() : ContextRef(thread_context);
}
/// *Effects* finds them for a record, which does not wait for long. *Returns* false where they were not to be had.
[[nodiscard]] inline bool find_current_context(ContextRef& found) noexcept {
    if (current.task != nullptr) return current.task->find_context(found);
    found = ContextRef(thread_context);
    return true;
}

/// A value of each task, and of each thread outside of all tasks. *Requires* static storage. A task begins with what
/// the one that starts it has at that moment; a change is seen by the task itself and by those that it starts later.
/// \tparam Type what reflect::describe() takes. *Threads* any.
template <class Type>
class ContextValue {
  public:
    /// \param name of the value in `global_context`, which the redaction rules judge like any key. Static storage.
    explicit constexpr ContextValue(const char* name) noexcept : name_(name) {}
    ContextValue(const ContextValue&) = delete;
    ContextValue& operator=(const ContextValue&) = delete;

    /// *Effects* sets the value from here on. *Allocates* yes. *Throws* std::bad_alloc, and what moving a Type throws.
    void set(Type value) const {
        const ValueRef held(new Held<Type>(std::move(value)));
        ContextRef changed = Context::with(current_context(), this, name_, held);
        if (current.task != nullptr) current.task->set_context(std::move(changed));
        else thread_context_holder.set(std::move(changed));
    }

    /// *Returns* the value, or null where none was set. It is valid until the task, or the thread, sets another or
    /// ends.
    [[nodiscard]] const Type* get() const noexcept {
        return static_cast<const Type*>(Context::find(current_context().get(), this));
    }

  private:
    const char* name_;
};

/// A callable that runs with the context values of another place. What it sets is gone when it returns.
template <class Function>
class Carried {
  public:
    Carried(ContextRef context, Function function) : context_(std::move(context)), function_(std::move(function)) {}

    template <class... Arguments>
        requires std::is_invocable_v<Function&, Arguments...>
    decltype(auto) operator()(Arguments&&... arguments) {
        const Place place(context_);
        return function_(std::forward<Arguments>(arguments)...);
    }

  private:
    /// Outside of all tasks, whichever the thread is in: no task awaits in there.
    class Place {
      public:
        explicit Place(const ContextRef& context) noexcept
            : task_(std::exchange(current, {})), context_(thread_context_holder.exchange(context)) {}
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() {
            thread_context_holder.set(std::move(context_));
            current = task_;
        }

      private:
        CurrentTask task_;
        ContextRef context_;
    };

    ContextRef context_;
    Function function_;
};

/// *Returns* a callable that calls `function` with the context values of now, wherever it is called: for threads, and
/// for what is posted to executors that know no task.
template <class Function>
[[nodiscard]] Carried<std::decay_t<Function>> carry(Function&& function) {
    return {current_context(), std::forward<Function>(function)};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
