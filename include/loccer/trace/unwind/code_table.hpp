// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_CODE_TABLE_HPP
#define LOCCER_TRACE_UNWIND_CODE_TABLE_HPP

// Which unwind table covers an address of code, as the loader tells without a lock, and whether it is still the code
// that it was: a plugin may be closed and another one take its place.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/lasting_modules.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <link.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The table of a module.
struct CodeTable {
    std::uintptr_t header = 0;  ///< of its PT_GNU_EH_FRAME; 0 where there is none
    std::uint64_t stamp = 0;    ///< of the code before the address; 0 in modules that stay
};

namespace code_table {

/// \tparam Result as in modules::HasFindObject.
template <class Result = struct dl_find_object>
[[nodiscard]] inline CodeTable find(std::uintptr_t pc) noexcept {
    if constexpr (modules::HasFindObject<Result>) {
        Result found{};
        if (_dl_find_object(reinterpret_cast<void*>(pc), &found) != 0 || found.dlfo_eh_frame == nullptr) return {};
        CodeTable table{reinterpret_cast<std::uintptr_t>(found.dlfo_eh_frame)};
        if (found.dlfo_link_map != nullptr && lasting_modules.contain<Result>(*found.dlfo_link_map)) return table;
        std::uint64_t code = 0;
        const auto begin = reinterpret_cast<std::uintptr_t>(found.dlfo_map_start);
        if (pc - begin >= sizeof code) std::memcpy(&code, reinterpret_cast<const void*>(pc - sizeof code), sizeof code);
        constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
        table.stamp = ((code * factor + begin) * factor + table.header) * factor | 1U;
        return table;
    } else {
        return {};
    }
}

}  // namespace code_table

/// *Returns* the table for the code before `pc`. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline CodeTable find_code_table(std::uintptr_t pc) noexcept { return code_table::find(pc); }

/// Whether the loader tells tables at all.
inline constexpr bool has_code_tables = modules::HasFindObject<>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
