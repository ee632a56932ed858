// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_HPP
#define LOCCER_INTEGRATIONS_ASIO_HPP

// The live coroutines of Asio in each record: which there are, where each of them waits, through which awaits an
// exception has come, and the values that follow the task. With it comes all of namespace loccer::asio. docs/asio.md is
// its guide. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/event/event.hpp>
#include <loccer/integrations/asio/await.hpp>
#include <loccer/integrations/asio/co_spawn.hpp>
#include <loccer/integrations/asio/context_value.hpp>
#include <loccer/integrations/asio/library.hpp>
#include <loccer/integrations/asio/log_errors.hpp>
#include <loccer/integrations/asio/operators.hpp>
#include <loccer/integrations/asio/run.hpp>
#include <loccer/integrations/asio/tell_stack.hpp>
#include <loccer/integrations/asio/tell_tasks.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/trace/thrown_object.hpp>
#include <loccer/trace/type_names.hpp>

#include <array>
#include <exception>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace asio {

/// What an event loop says of an exception that nobody has taken. Borrowed during the call.
struct LoopContext {
    std::string_view message;
    std::string_view future;  ///< what the exception was the result of
    std::exception_ptr exception;
};

/// The one that the thread is recording now.
LOCCER_SHARED inline constinit thread_local const LoopContext* recorded_loop = nullptr;

}  // namespace asio

/// Adds `asio`: the live tasks that loccer::asio::co_spawn() has started, the asynchronous stack of the task that
/// records, and its context values. docs/schema.md lists every key; unknown values are null.
class AsioIntegration {
  public:
    using loccer_role = IntegrationRole;
    static constexpr FixedString name = "asio";

    /// *Effects* remembers the log for loop_exception_handler().
    template <class Context, class Log>
    void activate(Log& log) noexcept {
        log_ = capture::sink_of(log);
    }

    /// *Effects* writes the version of Asio.
    void gather_once(auto& out) const {
        using namespace literals;
        out.field("asio_version"_key, asio::library_version.view());
    }

    /// *Effects* writes what the tasks are at. *Allocates* no, but for readable names of coroutines, once each.
    /// *Threads* any, several at once; at each lock it waits for other threads a hundredth of a second at most.
    void gather(const Event& event, auto& out) const {
        using namespace literals;
        const asio::Lineage lineage;
        const bool is_exception = event.kind == RecordKind::exception;
        asio::tell_tasks(out, lineage.tasks());
        asio::tell_stack(out, lineage.tasks(), is_exception, event.exception.error.type);
        tell_loop(out);
        tell_context(out);
        if (is_exception && asio::current.task != nullptr) asio::current.task->note_record();
    }

    /// *Effects* records what an event loop of the program says of an exception that nobody has taken; where it has
    /// none, that there was something. *Returns* whether a record was made. *Throws* nothing.
    bool loop_exception_handler(const asio::LoopContext& context) const noexcept {
        if (log_.log == nullptr) return false;
        const asio::LoopContext* const before = std::exchange(asio::recorded_loop, &context);
        const bool is_recorded =
            context.exception != nullptr
                ? log_.record(log_.log, capture::captured_from(context.exception, __builtin_return_address(0)))
                : log_.log_members(log_.log, {{"msg", "Unknown exception in the asio loop"}});
        asio::recorded_loop = before;
        return is_recorded;
    }

  private:
    static void tell_context(auto& out) {
        using namespace literals;
        asio::ContextRef context;
        if (!asio::find_current_context(context)) return out.field("global_context"_key, nullptr);
        out.object("global_context"_key, [&context](auto& values) {
            for (const asio::Context* one = context.get(); one != nullptr; one = one->rest()) {
                values.field(one->name(), one->value().shown());
            }
        });
    }
    static void tell_loop(auto& out) {
        using namespace literals;
        if (asio::recorded_loop == nullptr) return out.field("loop_context"_key, nullptr);
        out.object("loop_context"_key, [&context = *asio::recorded_loop](auto& told) {
            told.field("message"_key, context.message);
            told.field("future"_key, context.future);
            if (context.exception == nullptr) return told.field("exception"_key, nullptr);
            std::array<char, 256> spare;
            const trace::Thrown thrown = trace::thrown_of(context.exception);
            told.field("exception"_key, trace::type_names.readable(thrown.type->name(), spare));
        });
    }

    capture::Sink log_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
