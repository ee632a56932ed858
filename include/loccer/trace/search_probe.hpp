// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SEARCH_PROBE_HPP
#define LOCCER_TRACE_SEARCH_PROBE_HPP

// The classes that the catch clauses of capture scopes name, without the question behind it: files that
// only capture refer to their type_info, which a file of the same module that knows the question defines
// (trace/throw_probe.hpp).
// Layer: trace.

#include <loccer/base/config.hpp>

/// What a capture scope's catch clause names: one class per ABI namespace, which the arguments stand for.
/// It lies outside of that namespace to have a symbol that can be spelled. Visible, though its type_info is hidden, for
/// each module has its own: GCC warns of a coroutine with a clause of something less visible than itself.
template <unsigned Mode, unsigned Snapshots, unsigned LocalsBytes, unsigned MaxFrames>
struct loccer_search_probe;

/// Its virtual destructor is declared and never defined, so the compilers only refer to its type_info.
template <>
struct [[gnu::visibility("default")]] loccer_search_probe<LOCCER_DETAIL_ABI_NUMBER, LOCCER_CFG_SNAPSHOTS,
                                                          LOCCER_CFG_LOCALS_BYTES, LOCCER_CFG_MAX_FRAMES> {
    virtual ~loccer_search_probe();
};

/// What the clauses name that are meant to catch: everything but thread cancellation, which a handler would
/// have to throw on. \tparam Asks 1 where the throw has not been asked about before.
template <unsigned Asks, unsigned Mode, unsigned Snapshots, unsigned LocalsBytes, unsigned MaxFrames>
struct loccer_catch_probe;

template <>
struct [[gnu::visibility("default")]] loccer_catch_probe<0, LOCCER_DETAIL_ABI_NUMBER, LOCCER_CFG_SNAPSHOTS,
                                                         LOCCER_CFG_LOCALS_BYTES, LOCCER_CFG_MAX_FRAMES> {
    virtual ~loccer_catch_probe();
};

template <>
struct [[gnu::visibility("default")]] loccer_catch_probe<1, LOCCER_DETAIL_ABI_NUMBER, LOCCER_CFG_SNAPSHOTS,
                                                         LOCCER_CFG_LOCALS_BYTES, LOCCER_CFG_MAX_FRAMES> {
    virtual ~loccer_catch_probe();
};

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The class in the catch clauses of this translation unit that observe.
using SearchProbe =
    loccer_search_probe<LOCCER_DETAIL_ABI_NUMBER, LOCCER_CFG_SNAPSHOTS, LOCCER_CFG_LOCALS_BYTES, LOCCER_CFG_MAX_FRAMES>;

/// That in the clauses that catch: which are asked first, and which see what was asked about.
using AskedCatch = loccer_catch_probe<1, LOCCER_DETAIL_ABI_NUMBER, LOCCER_CFG_SNAPSHOTS, LOCCER_CFG_LOCALS_BYTES,
                                      LOCCER_CFG_MAX_FRAMES>;
using PlainCatch = loccer_catch_probe<0, LOCCER_DETAIL_ABI_NUMBER, LOCCER_CFG_SNAPSHOTS, LOCCER_CFG_LOCALS_BYTES,
                                      LOCCER_CFG_MAX_FRAMES>;

/// The class in a clause that stands there because the language wants one: nothing is of it, so it catches nothing.
struct NeverThrown {
    NeverThrown() = delete;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
