// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_LOCCER_HPP
#define LOCCER_PIPELINE_LOCCER_HPP

// The log: a type composed of policies, whose captures go from the error to the outputs without a
// virtual call, an allocation or an exception of their own.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/function_ref.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/record_exception.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/capture/wrap.hpp>
#include <loccer/pipeline/composition.hpp>
#include <loccer/pipeline/globals.hpp>
#include <loccer/pipeline/owned_policies.hpp>
#include <loccer/pipeline/record_buffers.hpp>
#include <loccer/pipeline/recording.hpp>
#include <loccer/pipeline/session.hpp>
#include <loccer/pipeline/statistics.hpp>
#include <loccer/pipeline/waiting_record.hpp>
#include <loccer/pipeline/waiting_records.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/trace/known_rules.hpp>
#include <loccer/trace/start_modules.hpp>
#include <loccer/trace/take_snapshot.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace pipeline {
/// Numbers for logs, so that a log made at the address of an earlier one is not taken for it.
LOCCER_SHARED inline constinit std::atomic<std::uint64_t> last_log_id{0};
}  // namespace pipeline

/// A log of errors. \tparam Policies integrations, redactions, outputs and settings in any order; at
/// least one output. The default deny-list redaction is on unless NoRedaction is among them.
/// *Threads* all members but the constructor and destructor may be called on any threads at once.
/// *Errors* nothing is thrown from a capture; what failed is in the record or in statistics().
template <class... Policies>
class Loccer {
    static_assert(pipeline::CheckPack<Policies...>::passed());
    using Composition = pipeline::Composition<Policies...>;
    using Context = typename Composition::context;
    using Sink = json::RedactingSink<typename Context::rules>;
    static constexpr std::size_t record_bytes = Composition::max_record_bytes;
    using Buffers =
        std::conditional_t<Composition::resolves_later,
                           pipeline::RecordBuffers<record_bytes + pipeline::packed_bytes, pipeline::DeferringWork>,
                           pipeline::RecordBuffers<record_bytes, pipeline::RecordWork>>;
    using WaitingRecords = pipeline::WaitingRecords<Loccer, record_bytes, Composition::waiting_bytes>;
    using Waiting = std::conditional_t<Composition::resolves_later, WaitingRecords, pipeline::NothingWaits>;

  public:
    /// *Effects* makes the policies from the arguments, matched by type in any order, and the others by
    /// default. *Allocates* the record buffers. *Throws* what the policies' constructors throw.
    template <class... Arguments>
        requires(!(sizeof...(Arguments) == 1 && (std::is_same_v<std::remove_cvref_t<Arguments>, Loccer> && ...)))
    explicit Loccer(Arguments&&... arguments)
        : record_(&record_now),
          record_metadata_(&record_metadata_now),
          policies_(checked(pipeline::Arguments<Arguments...>(std::forward<Arguments>(arguments)...))) {
        trace::start_modules.find();  // no capture may wait for the loader
        trace::offer_snapshots();
        // What an integration renders once and for all has the marks of the redactions on it.
        (activate<plays<Policies, RedactionRole>>(get<Policies>()), ...);
        (activate<!plays<Policies, RedactionRole>>(get<Policies>()), ...);
        render_once(typename Composition::integrations{});
        trace::known_rules.add(&policy::withholds<typename Composition::rules>);
    }
    Loccer(const Loccer&) = delete;
    Loccer& operator=(const Loccer&) = delete;
    ~Loccer() { trace::known_rules.remove(&policy::withholds<typename Composition::rules>); }

    /// *Effects* records the exception being handled. *Returns* whether a record was made: false without
    /// one, and where this log has recorded that exception already.
    LOCCER_COLD bool capture_exception() noexcept { return capture::record_current(*this); }
    /// As capture_exception().
    LOCCER_COLD bool operator()() noexcept { return capture::record_current(*this); }

    /// *Effects* records a stored exception, with the stack of its throw where a capture scope saw that.
    LOCCER_COLD bool capture_exception(const std::exception_ptr& exception) noexcept {
        return exception != nullptr && record(capture::captured_from(exception, __builtin_return_address(0)));
    }

    /// *Effects* records an exception object, thrown or not.
    LOCCER_COLD bool capture_exception(const std::exception& exception) noexcept {
        return record(capture::captured_from(exception, __builtin_return_address(0)));
    }

    /// *Effects* records an error that was returned. *Returns* false for a code that says success.
    LOCCER_COLD bool capture_exception(std::error_code code) noexcept {
        capture::Captured captured;
        captured.code = &code;
        captured.caller = __builtin_return_address(0);
        return code && record(captured);
    }

    /// *Effects* records the error of a failed system call. *Returns* false for 0.
    LOCCER_COLD bool capture_errno(int error_number = errno) noexcept {
        const std::error_code code(error_number, std::system_category());
        capture::Captured captured;
        captured.code = &code;
        captured.caller = __builtin_return_address(0);
        return code && record(captured);
    }

    /// *Effects* records members without an exception: `log.log_metadata({{"msg", "disk slow"}, {"ms", 812}})`.
    LOCCER_COLD bool log_metadata(Metadata members) noexcept {
        return record_metadata_(*this, [&](Sink& sink) { reflect::describe_members(sink, members); });
    }

    /// *Effects* records a value without an exception: a struct made known to Boost.Hana, a map, any value
    /// that reflect::describe() takes.
    template <class Type>
    LOCCER_COLD bool log_metadata(const Type& value) noexcept {
        return record_metadata_(*this, [&](Sink& sink) { reflect::describe(sink, value); });
    }

    /// *Returns* a callable that calls `function` in a capture scope of this log, which must outlive it.
    template <class Function>
    [[nodiscard]] constexpr auto wrap(Function&& function) {
        return capture::Wrapped<Loccer, std::decay_t<Function>>(*this, std::forward<Function>(function));
    }

    /// *Effects* shows a variable in every record's `globals`. Both are borrowed for the log's life; the
    /// variable is read when something is recorded, on the recording thread.
    /// *Returns* false when 32 are watched already.
    template <class Type>
    bool watch_global(std::string_view name, const Type& variable) noexcept {
        return globals_.watch(name, variable);
    }
    template <class Type>
    bool watch_global(std::string_view name, const Type&& variable) = delete;  // it would be gone at once

    /// *Returns* one of the log's policy objects.
    template <class Policy>
    [[nodiscard]] Policy& get() noexcept {
        return policies_.template get<Policy>();
    }
    template <class Policy>
    [[nodiscard]] const Policy& get() const noexcept {
        return policies_.template get<Policy>();
    }

    /// *Returns* what was done and what could not be done so far.
    [[nodiscard]] Statistics statistics() const noexcept {
        Statistics statistics = counters_.read();
        if constexpr (Composition::resolves_later) statistics.waiting = waiting_.size();
        return statistics;
    }

    /// *Effects* completes the records that wait for names (see SymbolizedFramesOn) when it is called, in this thread,
    /// and hands them to the outputs; an output in which records wait itself is flushed by its own. *Returns* whether
    /// none of them waits any more: false where that takes longer than `timeout_ms`, and in a policy that is asked for
    /// a record. *Signal-safe* no.
    bool flush(int timeout_ms = 10'000) noexcept
        requires(Composition::resolves_later)
    {
        const pipeline::Session session;
        return !session.is_nested() && waiting_.flush(timeout_ms);
    }

    /// *Effects* records what a capture form has found. The way in for capture forms; programs use the
    /// members above and the macros. *Throws* nothing.
    bool record(const capture::Captured& captured) noexcept { return record_(*this, captured); }

  private:
    friend class pipeline::Recording<Loccer>;
    friend WaitingRecords;

    template <class... Types>
    static pipeline::Arguments<Types...> checked(pipeline::Arguments<Types...> given) noexcept {
        static_assert(pipeline::CheckArguments<meta::List<Policies...>, Types...>::passed());
        return given;
    }

    template <bool IsDue, class Policy>
    void activate(Policy& policy) {
        if constexpr (!IsDue) {
            return;
        } else if constexpr (requires { policy.template activate<Context>(*this); }) {
            policy.template activate<Context>(*this);
        } else if constexpr (requires { policy.template activate<Context>(); }) {
            policy.template activate<Context>();
        } else if constexpr (requires { policy.activate(); }) {
            policy.activate();
        }
    }

    template <class... Integrations>
    void render_once(meta::List<Integrations...> /*all*/) {
        (pipeline::render_once<Context>(get<Integrations>(), static_cast<pipeline::OnceMembers<Integrations>&>(once_)),
         ...);
    }

    static bool record_now(Loccer& log, const capture::Captured& captured) noexcept {
        return pipeline::Recording<Loccer>(log).record_error(captured);
    }
    static bool record_metadata_now(Loccer& log, FunctionRef<void(Sink&)> describe) noexcept {
        return pipeline::Recording<Loccer>(log).record_metadata(describe);
    }

    static void complete(Loccer& log, std::string_view bytes, const pipeline::WaitingNote& note,
                         pipeline::LateWork<record_bytes>& work) noexcept {
        pipeline::Recording<Loccer>(log).complete(bytes, note, work);
    }

    // Where a log is made, its whole pipeline is compiled; a file that only captures into it calls that by
    // one pointer and compiles none of it. Behind the pointer all dispatch is static.
    bool (*const record_)(Loccer&, const capture::Captured&) noexcept;
    bool (*const record_metadata_)(Loccer&, FunctionRef<void(Sink&)>) noexcept;

    const std::uint64_t id_ = pipeline::last_log_id.fetch_add(1, std::memory_order_relaxed) + 1;
    std::atomic<std::uint64_t> last_seq_{0};
    pipeline::Counters counters_;
    pipeline::Globals<Context> globals_;
    Buffers buffers_{Composition::records_at_once};
    pipeline::OwnedPolicies<Policies...> policies_;
    pipeline::AllOnceMembers<typename Composition::integrations> once_;
    [[no_unique_address]] Waiting waiting_{*this};  // ends first
};

template <class... Policies>
Loccer(Policies...) -> Loccer<Policies...>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
