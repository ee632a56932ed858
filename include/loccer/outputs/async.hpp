// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_ASYNC_HPP
#define LOCCER_OUTPUTS_ASYNC_HPP

// Another output on a thread of its own: a capture copies its record into memory and goes on. What ends the program is
// stored before that happens, together with all that waits.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/async/hand_over.hpp>
#include <loccer/outputs/async/options.hpp>
#include <loccer/outputs/errno_guard.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/policy/output.hpp>
#include <loccer/policy/role.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Stores records by `Output`, later: `AsyncOutput<JsonFileOutput<>, Capacity<4 * MiB>>{"errors.log"}`.
/// A record that was taken is in this process's memory: SIGKILL, a crash that is not recorded, quick_exit() and _exit()
/// lose what waits. Stored is all of it, in the order in which it came, when a record tells of the program's end (an
/// unhandled exception), at exit(), when the output is destroyed, and in flush(): what was taken until then, however
/// much other threads record meanwhile. A child of fork() has nothing of what waits, which its parent stores, and a
/// thread of its own. *Threads* write() any. Move-only; what was moved from stores nothing.
/// \tparam Options Capacity<...> and one of Overflow, in any order.
template <class Output, class... Options>
class AsyncOutput {
    static_assert(CheckOutput<Output>::passed());
    static_assert(async::CheckOptions<Options...>::passed());

  public:
    using loccer_role = OutputRole;

    /// Makes the output of these arguments. Starts no thread. *Allocates* all that may wait, and once and a half of it.
    /// *Throws* what the output's constructor throws, std::bad_alloc.
    template <class... Arguments>
    explicit AsyncOutput(Arguments&&... arguments)
        requires(std::is_constructible_v<Output, Arguments...>)
        : hand_over_(
              new async::HandOver<Output>(async::settings_of<Options...>(), std::forward<Arguments>(arguments)...)) {}

    /// As the output's activate().
    template <class Context>
    void activate() {
        if constexpr (requires(Output& output) { output.template activate<Context>(); }) {
            hand_over_->output().template activate<Context>();
        } else if constexpr (requires(Output& output) { output.activate(); }) {
            hand_over_->output().activate();
        }
    }

    /// *Returns* whether the record will be stored, as far as is known; where it ends the program, whether it was.
    /// *Allocates* when a thread is started. *Throws* nothing. *Signal-safe* no.
    bool write(const Record& record) noexcept {
        const outputs::ErrnoGuard errno_guard;
        return hand_over_ && hand_over_->take(record);
    }

    /// As the output's; what waits is left to the thread. *Signal-safe* yes.
    bool write_signal_safe(std::string_view bytes) noexcept
        requires requires(Output& output) { output.write_signal_safe(bytes); }
    {
        return hand_over_ && hand_over_->output().write_signal_safe(bytes);
    }

    /// *Effects* stores what was taken before the call. *Returns* false where that took longer than `timeout_ms`, which
    /// it exceeds by no more than a write of the output. *Signal-safe* no.
    bool flush(int timeout_ms = 10'000) noexcept {
        const outputs::ErrnoGuard errno_guard;
        return hand_over_ && hand_over_->flush(timeout_ms);
    }

    /// *Returns* the output that stores, or null of what was moved from. Its functions may run on its thread just now.
    [[nodiscard]] Output* output() noexcept { return hand_over_ ? &hand_over_->output() : nullptr; }
    [[nodiscard]] const Output* output() const noexcept { return hand_over_ ? &hand_over_->output() : nullptr; }

    /// *Returns* what it has done so far. *Allocates* no.
    [[nodiscard]] AsyncStatistics statistics() const noexcept {
        return hand_over_ ? hand_over_->statistics() : AsyncStatistics{};
    }
    /// *Returns* how many records were not stored. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return hand_over_ ? hand_over_->failures().dropped() : 0; }
    /// *Returns* why the last one was not; false where nothing has failed yet. *Signal-safe* yes.
    [[nodiscard]] OutputFailure last_error() const noexcept {
        return hand_over_ ? hand_over_->failures().last() : OutputFailure{outputs::Problem::no_storage, 0};
    }

  private:
    Owned<async::HandOver<Output>> hand_over_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
