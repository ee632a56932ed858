// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_HPP
#define LOCCER_OUTPUTS_RING_FILE_HPP

// Keeps the newest records in a file of fixed size that is mapped into memory: storing one is copying it, and no death
// of the process loses it, not even by SIGKILL. The parts are in outputs/ring_file.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/size.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/errno_guard.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/options.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/ring_file/drain.hpp>
#include <loccer/outputs/ring_file/options.hpp>
#include <loccer/outputs/ring_file/ring.hpp>
#include <loccer/outputs/ring_file/statistics.hpp>
#include <loccer/policy/role.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Keeps the newest records in a private file (mode 0600) of `Bytes` and 4 KiB: `RingFileOutput<4 *
/// MiB>{"errors.ring"}`. `read_ring()` reads it, also after a crash. With `DrainTo<JsonFileOutput<>>` a thread hands
/// the records on, and at the next start those that a dead process has left come first; then `{"errors.ring",
/// "errors.log"}`, the output's arguments behind the path. The file is for one output of one process. A child of fork()
/// leaves its parent's alone: there records go straight to the output behind the ring, and without one they are dropped
/// and counted, until the parent has ended (a daemon's does at once) and the child goes on in the file. *Threads*
/// write() any. Move-only; what was moved from stores nothing.
/// \tparam Bytes a power of two from 64 KiB to 1 GiB. \tparam Options DrainTo<...>, UseKernel<...>.
template <std::int64_t Bytes = 4 * MiB, class... Options>
class RingFileOutput {
    static_assert(ring_file::CheckRing<Bytes, Options...>::passed());
    using Kernel = typename file::KernelOf<file::Posix, Options...>::Type;
    using Behind = typename ring_file::DrainedBy<Options...>::Output;
    static constexpr bool drains = !std::is_same_v<Behind, ring_file::Nothing>;

    /// A ring that nothing drains, as the other one is asked.
    struct Kept {
        explicit Kept(std::string_view path, std::uint64_t area_bytes) : kept(path, area_bytes, false) {}
        OutputFailure take(const Record& record) noexcept {
            return kept.store(record.bytes(), QueuedEvent(record.event()));
        }
        [[nodiscard]] ring_file::Ring<Kernel>& ring() noexcept { return kept; }
        [[nodiscard]] static std::uint64_t handed_on() noexcept { return 0; }
        ring_file::Ring<Kernel> kept;
    };
    using Held = std::conditional_t<drains, ring_file::Drain<Behind, Kernel>, Kept>;

  public:
    using loccer_role = OutputRole;

    /// Opens the file, or makes it, with all of its space; goes on behind the records that it holds. Hands these on
    /// where it drains. Starts no thread. \param arguments of the output behind the ring. *Errors* refused, with the
    /// reason and the remedy: an empty path, one with a zero byte, a missing or shared directory, a link, FIFO, socket,
    /// device or directory, a file of another user, one that holds something else, the ring of another process or
    /// output. A ring of another size or version is renamed to `<path>.<n>`. A full disk or too many open files are not
    /// refused: last_error() tells, and write() tries again. *Allocates* yes. *Throws* std::system_error, and what the
    /// output's constructor throws.
    template <class... Arguments>
        requires(std::is_constructible_v<Held, std::string_view, std::uint64_t, Arguments...>)
    explicit RingFileOutput(std::string_view path, Arguments&&... arguments)
        : held_(new Held(path, static_cast<std::uint64_t>(Bytes), std::forward<Arguments>(arguments)...)) {}
    template <class... Arguments>
        requires(std::is_constructible_v<Held, std::string_view, std::uint64_t, Arguments...>)
    explicit RingFileOutput(const char* path, Arguments&&... arguments)
        : RingFileOutput(path == nullptr ? std::string_view() : std::string_view(path),
                         std::forward<Arguments>(arguments)...) {}
    template <class... Arguments>
    explicit RingFileOutput(std::nullptr_t, Arguments&&...) = delete;

    /// Takes a std::filesystem::path without including it.
    template <file::NativePath Path, class... Arguments>
        requires(std::is_constructible_v<Held, std::string_view, std::uint64_t, Arguments...>)
    explicit RingFileOutput(const Path& path, Arguments&&... arguments)
        : RingFileOutput(std::string_view(path.native()), std::forward<Arguments>(arguments)...) {}

    /// As the activate() of the output behind the ring.
    template <class Context>
    void activate() {
        if constexpr (drains) {
            if constexpr (requires(Behind& output) { output.template activate<Context>(); }) {
                held_->output().template activate<Context>();
            } else if constexpr (requires(Behind& output) { output.activate(); }) {
                held_->output().activate();
            }
        }
    }

    /// *Returns* true when the record is in the file and survives the death of this process, or is stored by the output
    /// behind the ring. False where it was dropped: it is longer than half of the ring, or there is no file.
    /// *Allocates* when a thread is started to drain. *Throws* nothing. *Signal-safe* no.
    bool write(const Record& record) noexcept {
        const outputs::ErrnoGuard errno_guard;
        return held_ && noted(held_->take(record));
    }

    /// Puts `bytes` that end with a line end into the ring. Waits for no lock; where it was hit in the few instructions
    /// that hold one, the record is dropped. *Signal-safe* yes.
    bool write_signal_safe(std::string_view bytes) noexcept {
        const outputs::ErrnoGuard errno_guard;
        return held_ && noted(held_->ring().store_signal_safe(bytes));
    }

    /// *Effects* hands on what was stored before the call. *Returns* false where that took longer than `timeout_ms`,
    /// which it exceeds by no more than a write of the output, or the output did not take it; it stays in the ring
    /// then. *Signal-safe* no.
    bool flush(int timeout_ms = 10'000) noexcept
        requires(drains)
    {
        const outputs::ErrnoGuard errno_guard;
        return held_ && held_->flush(timeout_ms);
    }

    /// *Returns* the output behind the ring, or null of what was moved from. Its functions may run on the thread just
    /// now.
    [[nodiscard]] auto* output() noexcept
        requires(drains)
    {
        return held_ ? &held_->output() : nullptr;
    }

    /// *Returns* how many records were not stored. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return held_ ? held_->ring().failures().dropped() : 0; }
    /// *Returns* why the last one was not, or why the file could not be opened; false where nothing has failed yet.
    /// *Signal-safe* yes.
    [[nodiscard]] OutputFailure last_error() const noexcept {
        return held_ ? held_->ring().failures().last() : OutputFailure{outputs::Problem::no_storage, 0};
    }
    /// *Returns* what it has done so far. *Allocates* no.
    [[nodiscard]] RingStatistics statistics() const noexcept {
        RingStatistics statistics;
        if (!held_) return statistics;
        const ring_file::Ring<Kernel>& ring = held_->ring();
        statistics.stored = ring.stored();
        statistics.overwritten = ring.overwritten();
        statistics.handed_on = held_->handed_on();
        statistics.dropped = ring.failures().dropped();
        statistics.waiting_bytes = drains ? ring.waiting_bytes() : 0;
        statistics.found = ring.found();
        statistics.set_aside = ring.set_aside();
        statistics.last_error = ring.failures().last();
        return statistics;
    }
    /// *Returns* the absolute path. *Allocates* yes.
    [[nodiscard]] std::string path() const { return held_ ? held_->ring().location().path() : std::string(); }

  private:
    bool noted(OutputFailure failure) noexcept { return held_->ring().failures().passed(failure); }

    Owned<Held> held_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
