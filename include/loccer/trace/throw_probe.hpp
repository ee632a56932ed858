// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_THROW_PROBE_HPP
#define LOCCER_TRACE_THROW_PROBE_HPP

// Sees an exception before anything unwinds, without catching it. The unwinder searches for a handler
// by asking the type_info of each catch clause whether it catches. A capture scope has a clause for
// `SearchProbe`, whose type_info is not made by the compiler but is the constant below, and its
// answer is our question: what is being thrown, and from where? The answer itself is "no" while an
// installed terminate hook will see what nobody catches, else "yes", so that nothing gets lost.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/search_phase.hpp>
#include <loccer/trace/search_probe.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/snapshot_taker.hpp>
#include <loccer/trace/thread_state.hpp>
#include <loccer/trace/thrown_object.hpp>
#include <loccer/trace/undisturbed.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <typeinfo>

// The classes and their arguments as the Itanium C++ ABI mangles them (§5.1.5). \param name `19loccer_search_probeI`
// and what other arguments come first.
#define LOCCER_DETAIL_SPELL(name, mode, snapshots, locals, frames) \
    name "Lj" #mode "ELj" #snapshots "ELj" #locals "ELj" #frames "EE"
#define LOCCER_DETAIL_SPELLED(name, mode, snapshots, locals, frames) \
    LOCCER_DETAIL_SPELL(name, mode, snapshots, locals, frames)
#define LOCCER_DETAIL_PROBE_NAME(name)                                                                   \
    LOCCER_DETAIL_SPELLED(name, LOCCER_DETAIL_ABI_NUMBER, LOCCER_CFG_SNAPSHOTS, LOCCER_CFG_LOCALS_BYTES, \
                          LOCCER_CFG_MAX_FRAMES)

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The terminate handler that loccer installed, null while it has none.
LOCCER_SHARED inline constinit std::atomic<std::terminate_handler> terminate_hook{nullptr};

/// *Returns* whether what nobody catches will reach our terminate hook.
[[nodiscard]] inline bool hook_is_installed() noexcept {
    const std::terminate_handler hook = terminate_hook.load(std::memory_order_acquire);
    return hook != nullptr && std::get_terminate() == hook;
}

/// *Returns* whether the exception that the handler of this thread works on is being thrown again.
[[nodiscard]] inline bool is_rethrow_of_current(const Thrown& thrown) noexcept {
    const std::exception_ptr current = std::current_exception();
    return thrown_of(current) == thrown;
}

/// *Returns* the snapshot that belongs to a thrown pointer, or null where it is thrown for the first time.
/// An address alone identifies nothing: the same literal may be thrown again and again.
[[nodiscard]] inline Snapshot* known_pointer(const ThreadState& thread, const Thrown& thrown, const Flight& flight,
                                             bool searching) noexcept {
    for (const Flight& known : thread.flights) {
        if (!known.owns_snapshot || known.thrown != thrown) continue;
        const bool still_searching = &known == &flight && !known.unwinding;
        if (!searching || still_searching || is_rethrow_of_current(thrown)) return known.snapshot;
    }
    return nullptr;
}

/// What a question is about.
struct Sighting {
    Snapshot* snapshot = nullptr;  ///< null for an exception seen for the first time
    bool fresh = true;             ///< by a throw, not by `throw;` or rethrow_exception
    bool searching = true;         ///< for a handler; else scopes are being left already
};

[[nodiscard]] inline Sighting sight(const ThreadState& thread, const Flight& flight, const Thrown& thrown,
                                    const void* personality_address) noexcept {
    if (is_pointer(*thrown.type)) {
        const bool searching = is_search_phase(find_unwinder(personality_address));
        Snapshot* snapshot = known_pointer(thread, thrown, flight, searching);
        return {snapshot, snapshot == nullptr && !is_rethrow_of_current(thrown), searching};
    }
    const bool fresh = unwind_header_of(thrown.subject).private_2 == 0;
    return {snapshot_pool.find(thrown.subject), fresh, fresh};
}

/// *Effects* makes `thrown` the flight at this depth, with its snapshot: the known one or a new one.
LOCCER_COLD inline void observe(ThreadState& thread, Flight& flight, const Thrown& thrown,
                                const void* personality_address) noexcept {
    const Sighting sighting = sight(thread, flight, thrown, personality_address);
    const bool thrown_anew = sighting.snapshot == nullptr && sighting.fresh && sighting.searching && flight.unwinding;
    const bool same_flight = flight.thrown == thrown && flight.snapshot == sighting.snapshot && !thrown_anew;
    if (!same_flight) {
        if (flight.owns_snapshot) snapshot_pool.release(*flight.snapshot);
        flight = {};
        flight.thrown = thrown;
        flight.snapshot = sighting.snapshot;
    }
    flight.unwinding = flight.unwinding || !sighting.searching;
    // One that found no room during the search gets none later: it may be recorded already.
    if (flight.snapshot != nullptr || (same_flight && flight.unwinding)) return;
    const SnapshotTaker take = snapshot_taker.load(std::memory_order_acquire);
    if (take == nullptr) return;
    // A fresh throw comes from the runtime's throw function through one function of the unwinder.
    const std::size_t distance = unwinder_distances.from(personality_address);
    const Vantage vantage{personality_address, sighting.fresh ? distance + 2 : distance};
    take(flight, sighting.fresh ? Origin::thrown : Origin::caught, vantage);
}

/// The question itself. *Returns* whether the scope catches what is thrown (and then throws it on).
LOCCER_COLD inline bool answer(const std::type_info* type, void* subject, const void* personality_address) noexcept {
    if (type == nullptr || is_foreign(*type) || (subject == nullptr && !is_pointer(*type))) return false;
    ThreadState& thread = this_thread();
    const bool catches = !hook_is_installed();
    const int uncaught = std::uncaught_exceptions();
    if (uncaught < 1) return catches;
    if (static_cast<std::size_t>(uncaught) > ThreadState::max_flights)
        return true;  // no flight: only in a handler it can be found
    Flight& flight = thread.flights[static_cast<std::size_t>(uncaught) - 1];
    if (thread.asking) {  // thrown by a formatter while a snapshot is taken
        if (flight.owns_snapshot) snapshot_pool.release(*flight.snapshot);
        flight = {};
        flight.thrown = {type, subject};
        return catches;
    }
    const Undisturbed undisturbed;
    thread.asking = true;
    observe(thread, flight, {type, subject}, personality_address);
    thread.asking = false;
    return catches;
}

#if LOCCER_CFG_THROW_PROBE
/// The virtual functions of a type_info, as libstdc++ and libc++abi lay them out: what the unwinder calls
/// is the fifth after the address point in both.
struct TypeInfoFunctions {
    std::ptrdiff_t offset_to_top;
    const void* type;
    void (*destroy)(void*);
    void (*destroy_and_free)(void*);
    bool (*is_pointer)(const void*);
    bool (*is_function)(const void*);
    bool (*does_catch)(const void*, const std::type_info*, void**, unsigned);
    bool (*upcast)(const void*, const void*, void**);
};

/// A type_info object.
struct TypeInfoObject {
    const void* address_point;
    const char* name;
};

/// *Effects* gives a clause that has said yes what it can refer to: a thrown pointer is known to it by what that
/// points to, which may be nothing.
inline void refer_to_something(const std::type_info& thrown, void** subject) noexcept {
    alignas(SearchProbe) static constexpr unsigned char something[sizeof(SearchProbe)]{};
    if (is_pointer(thrown)) *subject = const_cast<unsigned char*>(something);
}

/// Of a clause that observes.
[[gnu::noinline]] inline bool does_catch(const void*, const std::type_info* thrown, void** subject, unsigned) noexcept {
    const bool catches = answer(thrown, *subject, __builtin_return_address(0));
    if (catches) refer_to_something(*thrown, subject);
    return catches;
}

/// Of a clause that catches what was asked about before.
[[gnu::noinline]] inline bool does_catch_all(const void*, const std::type_info* thrown, void** subject,
                                             unsigned) noexcept {
    if (is_cancellation(*thrown)) return false;
    refer_to_something(*thrown, subject);
    return true;
}

/// Of a clause that is asked and catches.
[[gnu::noinline]] inline bool does_ask_and_catch(const void* self, const std::type_info* thrown, void** subject,
                                                 unsigned outer) noexcept {
    (void)answer(thrown, *subject, __builtin_return_address(0));
    return does_catch_all(self, thrown, subject, outer);
}

/// *Returns* the functions of a type_info that answers in one of these ways.
[[nodiscard]] consteval TypeInfoFunctions probe_functions(decltype(TypeInfoFunctions::does_catch) answers) noexcept {
    return {0,
            nullptr,
            [](void*) {},
            [](void*) {},
            [](const void*) { return false; },
            [](const void*) { return false; },
            answers,
            [](const void*, const void*, void**) { return false; }};
}

inline constinit const TypeInfoFunctions observing_functions = probe_functions(&does_catch);
inline constinit const TypeInfoFunctions asking_functions = probe_functions(&does_ask_and_catch);
inline constinit const TypeInfoFunctions catching_functions = probe_functions(&does_catch_all);

// The type_info of each class. Hidden: each module has its own. Used: also where nothing in the translation
// unit names it.
// clang-format off: attributes, type and name of the symbol
[[gnu::used, gnu::visibility("hidden")]] inline constinit const TypeInfoObject probe_type
    __asm__("_ZTI" LOCCER_DETAIL_PROBE_NAME("19loccer_search_probeI")){
        &observing_functions.destroy, LOCCER_DETAIL_PROBE_NAME("19loccer_search_probeI")};
[[gnu::used, gnu::visibility("hidden")]] inline constinit const TypeInfoObject asked_catch_type
    __asm__("_ZTI" LOCCER_DETAIL_PROBE_NAME("18loccer_catch_probeILj1E")){
        &asking_functions.destroy, LOCCER_DETAIL_PROBE_NAME("18loccer_catch_probeILj1E")};
[[gnu::used, gnu::visibility("hidden")]] inline constinit const TypeInfoObject plain_catch_type
    __asm__("_ZTI" LOCCER_DETAIL_PROBE_NAME("18loccer_catch_probeILj0E")){
        &catching_functions.destroy, LOCCER_DETAIL_PROBE_NAME("18loccer_catch_probeILj0E")};
// clang-format on
#endif

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
