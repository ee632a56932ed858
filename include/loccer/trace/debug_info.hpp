// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_DEBUG_INFO_HPP
#define LOCCER_TRACE_DEBUG_INFO_HPP

// Functions, files and lines from debug information, by the library that the program has chosen for it: libbacktrace,
// which comes with GCC and is linked in, or libdw, which is loaded at run time.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/modules.hpp>

#if LOCCER_CFG_LIBDW
#include <loccer/trace/libdw/libdw_info.hpp>
#else
#include <loccer/trace/libbacktrace_info.hpp>
#endif

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// What is known of addresses. *Requires* for all members that a lock is held. Constant-initialised, trivially
/// destroyed.
class DebugInfo {
  public:
    constexpr DebugInfo() noexcept = default;

    /// *Effects* calls `visitor.location(file, line, function)` for each logical frame at `address`,
    /// innermost first (file and function may be null), and then, if `visitor.wants_symbol()`,
    /// `visitor.symbol(name)` with the name in the symbol table. The texts are valid during the call.
    /// *Returns* false when the answer may be another one later: descriptors or memory ran out.
    /// *Allocates* pages; with libdw heap as well. *Signal-safe* no.
    template <class Visitor>
    [[nodiscard]] bool look_up(const Module& module, std::uintptr_t address, Visitor& visitor) noexcept {
        return library_.look_up(module, address, visitor);
    }

  private:
#if LOCCER_CFG_LIBDW
    LibdwInfo library_;
#else
    LibbacktraceInfo library_;
#endif
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
