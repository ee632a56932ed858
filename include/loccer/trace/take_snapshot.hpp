// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_TAKE_SNAPSHOT_HPP
#define LOCCER_TRACE_TAKE_SNAPSHOT_HPP

// Fills a snapshot: message, stack, and the registered locals of live functions with the frames they
// belong to. Used at the throw, in a handler, and when the program is being terminated.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/copy_bytes.hpp>
#include <loccer/base/pin_module.hpp>
#include <loccer/event/event.hpp>
#include <loccer/reflect/describe_value.hpp>
#include <loccer/reflect/tape.hpp>
#include <loccer/trace/frame_locator.hpp>
#include <loccer/trace/known_rules.hpp>
#include <loccer/trace/locals_list.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/snapshot_taker.hpp>
#include <loccer/trace/stack.hpp>
#include <loccer/trace/thread_state.hpp>
#include <loccer/trace/thrown_message.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <unwind.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Effects* copies the message into the snapshot, as much of it as there is room for.
inline void keep_message(Snapshot& snapshot) noexcept {
    const ThrownMessage message(snapshot.thrown);
    const std::string_view text = message.view();
    snapshot.has_message = text.data() != nullptr;
    snapshot.message_size = text.size();
    // Compilers write short code for a function that is cold: it would copy by `rep movsb`, which takes long to begin.
    if (snapshot.has_message) copy_bytes(snapshot.message.data(), {text.data(), snapshot.kept_message().size()});
}

/// *Returns* how many frames the stack has from the one with that return address outward.
[[nodiscard, gnu::noinline]] inline std::size_t count_frames(const void* address) noexcept {
    struct Walk {
        const void* address;
        std::size_t frames = 0;
    } walk{address};
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void* argument) {
            auto& state = *static_cast<Walk*>(argument);
            const bool met =
                state.frames > 0 || reinterpret_cast<const void*>(::_Unwind_GetIP(context)) == state.address;
            if (met) ++state.frames;
            return _URC_NO_REASON;
        },
        &walk);
    return walk.frames;
}

/// *Effects* keeps the addresses from the vantage outward; all of them where it is not on the stack.
inline void keep_stack(Snapshot& snapshot, const Vantage& vantage) noexcept {
    const std::size_t size = dump_stack(snapshot.addresses);
    std::size_t first = 0;
    while (first < size && snapshot.addresses[first] != vantage.address) ++first;
    first = first == size ? 0 : first + vantage.skip;
    if (first < size) {
        snapshot.depth = static_cast<std::uint32_t>(size - first);
        std::memmove(snapshot.addresses.data(), &snapshot.addresses[first], snapshot.depth * sizeof(void*));
    }
    if (size == LOCCER_CFG_MAX_FRAMES) {
        const std::size_t frames = count_frames(vantage.address);
        if (frames > vantage.skip + snapshot.depth) {
            snapshot.frames_omitted = static_cast<std::uint32_t>(frames - vantage.skip - snapshot.depth);
        }
    }
}

/// *Returns* a copy of `text` in the snapshot's tape from `used` on, as much of it as fits; moves `used`.
inline std::string_view keep_text(Snapshot& snapshot, std::size_t& used, std::string_view text) noexcept {
    constexpr std::size_t longest = 512;
    const std::span<char> room = std::span(snapshot.tape).subspan(used);
    const std::size_t size = text.copy(room.data(), room.size() < longest ? room.size() : longest);
    used += size;
    return {room.data(), size};
}

/// *Effects* describes one function's registered locals.
inline void describe_locals(reflect::Tape& tape, const LocalsNode& node) noexcept {
    if (!tape.begin_object()) return;
    const void* const* values = node.site->values(node);
    for (const LocalEntry& entry : std::span(node.site->entries, node.site->size)) {
        const void* value = *values++;
        if (tape.key({entry.name, entry.name_size})) reflect::describe_value(tape, *entry.type, value);
    }
    tape.end_object();
}

/// *Effects* describes the registered locals of live functions on the snapshot's tape.
inline void keep_locals(Snapshot& snapshot, const LocalsNode& innermost, const Vantage& vantage) noexcept {
    std::array<LocatedNode, Snapshot::max_locals> located{};
    std::size_t count = 0;
    for (const LocalsNode* node = &innermost; node != nullptr; node = node->outer) {
        if (count < located.size()) {
            located[count++].node = node;
        } else {
            ++snapshot.locals_omitted;
        }
    }
    locate_frames(std::span(located).first(count), vantage.address);
    std::size_t used = 0;
    for (std::size_t i = 0; i < count; ++i) {
        SnapshotLocals& kept = snapshot.locals[i];
        const LocalsPlace& place = located[i].node->site->place;
        kept.function = keep_text(snapshot, used, place.function);
        kept.file = keep_text(snapshot, used, place.file);
        kept.line = place.line;
        kept.frame_known = located[i].found && located[i].frame_index >= vantage.skip;
        kept.frame_index = kept.frame_known ? static_cast<std::uint32_t>(located[i].frame_index - vantage.skip) : 0;
        kept.tape_begin = static_cast<std::uint32_t>(used);
        reflect::Tape tape(std::span(snapshot.tape).subspan(used),
                           [](std::string_view key) noexcept { return known_rules.all_redact(key); });
        describe_locals(tape, *located[i].node);
        used += tape.bytes().size();
        kept.tape_end = static_cast<std::uint32_t>(used);
        snapshot.locals_count = static_cast<std::uint32_t>(i + 1);
    }
}

/// *Effects* takes a snapshot of this moment of the calling thread. \param thrown may be empty.
/// *Returns* null when all snapshots are in use. The caller binds it to the object or releases it.
/// *Allocates* no. *Throws* nothing.
[[nodiscard]] LOCCER_COLD inline Snapshot* take_snapshot(const Thrown& thrown, Origin origin,
                                                         const Vantage& vantage) noexcept {
    Snapshot* snapshot = snapshot_pool.acquire();
    if (snapshot == nullptr) return nullptr;
    snapshot->thrown = thrown;
    snapshot->origin = origin;
    keep_message(*snapshot);
    keep_stack(*snapshot, vantage);
    if (const LocalsNode* const innermost = locals_list.innermost) keep_locals(*snapshot, *innermost, vantage);
    return snapshot;
}

/// *Effects* lets the snapshot live as long as the exception object it is of. *Requires* that its thrown
/// object was really thrown. *Returns* the object's snapshot, which is another one when a thread that throws
/// the same object has been quicker; null where the object cannot be known (a pointer was thrown, or the
/// runtime keeps its header in another way) and the snapshot is still the caller's.
inline Snapshot* bind_to_object(Snapshot& snapshot) noexcept {
    const Thrown& thrown = snapshot.thrown;
    ExceptionHeader* header = is_pointer(*thrown.type) ? nullptr : header_of(thrown.subject, thrown.type);
    return header != nullptr ? snapshot_pool.publish(snapshot, thrown.subject, *header) : nullptr;
}

/// *Effects* gives a flight its snapshot, where one can be had: one that lives as long as the exception object, or
/// where that cannot be known, as long as the flight. A SnapshotTaker.
LOCCER_COLD inline void take_for_flight(Flight& flight, Origin origin, const Vantage& vantage) noexcept {
    Snapshot* taken = take_snapshot(flight.thrown, origin, vantage);
    if (taken == nullptr) return;
    flight.snapshot = bind_to_object(*taken);
    if (flight.snapshot != nullptr) return;
    flight.owns_snapshot = snapshot_pool.give_to_thread(*taken, thread_id());
    if (flight.owns_snapshot) {
        flight.snapshot = taken;
    } else {
        snapshot_pool.release(*taken);
    }
}

/// *Effects* lets the questions of all files take snapshots by this module's code, unless they can already. The module
/// then stays in memory to the end. *Threads* safe.
inline void offer_snapshots() noexcept {
    if (snapshot_taker.load(std::memory_order_acquire) != nullptr) return;
    pin_module();
    SnapshotTaker none = nullptr;
    snapshot_taker.compare_exchange_strong(none, &take_for_flight, std::memory_order_acq_rel);
}

#if LOCCER_CFG_LIBRARY_CODE && LOCCER_CFG_THROW_PROBE
/// Of a library, when it is loaded: a log that it gets from elsewhere need not have made its offer to this library.
[[gnu::constructor(101), gnu::used, gnu::visibility("hidden")]] inline void offer_when_loaded() noexcept {
    offer_snapshots();
}
#endif

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
