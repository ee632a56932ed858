// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_OCCURRENCE_HPP
#define LOCCER_PIPELINE_OCCURRENCE_HPP

// The snapshot behind a capture: the one taken at the throw, or one taken now that lives as long as the
// exception object where there is one, so that the same exception is not recorded again further out.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/stack.hpp>
#include <loccer/trace/take_snapshot.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// One capture's snapshot. *Allocates* no. *Throws* nothing.
class Occurrence {
  public:
    [[gnu::always_inline]] explicit Occurrence(capture::Captured& captured) noexcept : captured_(captured) {
        if (captured.snapshot != nullptr) return;
        taken_ = trace::take_snapshot(captured.thrown, captured.origin, {captured.caller, captured.skip});
        if (taken_ == nullptr) return;  // all snapshots are in use
        captured.snapshot = was_thrown() ? trace::bind_to_object(*taken_) : nullptr;
        if (captured.snapshot != nullptr) {
            taken_ = nullptr;
        } else {
            captured.snapshot = taken_;
        }
    }
    Occurrence(const Occurrence&) = delete;
    Occurrence& operator=(const Occurrence&) = delete;
    ~Occurrence() {
        if (taken_ != nullptr) [[unlikely]]
            trace::snapshot_pool.release(*taken_);
    }

    /// *Returns* true for the first capture of this exception by the log, which then has to record it.
    [[nodiscard, gnu::always_inline]] bool claim(std::uint64_t log_id) noexcept {
        if (captured_.snapshot != nullptr && taken_ == nullptr) return captured_.snapshot->claim(log_id);
        if (captured_.flight == nullptr) return true;
        if (captured_.flight->recorded_by == log_id) return false;
        captured_.flight->recorded_by = log_id;
        return true;
    }

    /// *Effects* notes the number of the record that was made.
    void note_seq(std::uint64_t log_id, std::uint64_t seq) noexcept {
        if (captured_.snapshot != nullptr) captured_.snapshot->note_seq(log_id, seq);
    }

    /// *Returns* the number of the record that the log has made of this exception before, 0 for none.
    [[nodiscard]] std::uint64_t seq_in(std::uint64_t log_id) const noexcept {
        return captured_.snapshot != nullptr ? captured_.snapshot->seq_in(log_id) : 0;
    }

    [[nodiscard]] std::size_t frames_omitted() const noexcept {
        return captured_.snapshot != nullptr ? captured_.snapshot->frames_omitted : 0;
    }
    [[nodiscard]] std::size_t locals_omitted() const noexcept {
        return captured_.snapshot != nullptr ? captured_.snapshot->locals_omitted : 0;
    }

    [[nodiscard]] Origin origin() const noexcept {
        return captured_.snapshot != nullptr ? captured_.snapshot->origin : captured_.origin;
    }

    /// *Returns* the snapshot's stack, or where there is none, that of this moment. \param room for the latter.
    [[nodiscard]] std::span<const void* const> stack(trace::Stack& room) const noexcept {
        const trace::Snapshot* snapshot = captured_.snapshot;
        if (snapshot == nullptr) {
            room.capture();
            return room.addresses();
        }
        return {snapshot->addresses.data(), snapshot->depth};
    }

    /// *Effects* writes the registered locals into `storage`. *Returns* the part of it that was used.
    [[nodiscard, gnu::always_inline]] std::span<const FrameLocals> locals(
        std::array<FrameLocals, trace::Snapshot::max_locals>& storage) const noexcept {
        const trace::Snapshot* snapshot = captured_.snapshot;
        if (snapshot == nullptr || snapshot->locals_count == 0) [[likely]]
            return {};
        for (std::size_t i = 0; i < snapshot->locals_count; ++i) {
            const trace::SnapshotLocals& kept = snapshot->locals[i];
            storage[i] = {kept.function, kept.file, kept.line,
                          kept.frame_known ? kept.frame_index : FrameLocals::unknown_frame,
                          std::string_view(snapshot->tape.data() + kept.tape_begin, kept.tape_end - kept.tape_begin)};
        }
        return {storage.data(), snapshot->locals_count};
    }

  private:
    /// *Returns* whether the object is one that the runtime made for a throw, as the handler's is.
    [[nodiscard, gnu::always_inline]] bool was_thrown() const noexcept {
        const trace::Thrown& thrown = captured_.thrown;
        if (thrown.type == nullptr || thrown.subject == nullptr) return false;
        return captured_.flight != nullptr || captured_.owns_object || is_current(thrown);
    }

    LOCCER_COLD static bool is_current(const trace::Thrown& thrown) noexcept {
        return trace::thrown_of(std::current_exception()) == thrown;
    }

    capture::Captured& captured_;
    trace::Snapshot* taken_ = nullptr;  ///< made for this capture alone
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
