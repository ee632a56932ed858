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
    std::uintptr_t begin = 0;   ///< of the module
    std::uintptr_t end = 0;
};

/// *Returns* a number that differs, but for chance, where the code before an address of the table's module does, or
/// where the module lies; never 0. *Signal-safe* yes.
[[nodiscard]] inline std::uint64_t stamp_of_code(std::uintptr_t pc, const CodeTable& table) noexcept {
    std::uint64_t code = 0;
    if (pc - table.begin >= sizeof code) {
        std::memcpy(&code, reinterpret_cast<const void*>(pc - sizeof code), sizeof code);
    }
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    return ((code * factor + table.begin) * factor + table.header) * factor | 1U;
}

namespace code_table {

/// \tparam Result as in modules::HasFindObject.
template <class Result = struct dl_find_object>
[[nodiscard]] inline CodeTable find(std::uintptr_t pc) noexcept {
    if constexpr (modules::HasFindObject<Result>) {
        Result found{};
        if (_dl_find_object(reinterpret_cast<void*>(pc), &found) != 0 || found.dlfo_eh_frame == nullptr) return {};
        CodeTable table{reinterpret_cast<std::uintptr_t>(found.dlfo_eh_frame), 0,
                        reinterpret_cast<std::uintptr_t>(found.dlfo_map_start),
                        reinterpret_cast<std::uintptr_t>(found.dlfo_map_end)};
        const ::link_map* const map = found.dlfo_link_map;
        if (map == nullptr || !lasting_modules.contain<Result>(*map)) table.stamp = stamp_of_code(pc, table);
        return table;
    } else {
        return {};
    }
}

}  // namespace code_table

/// *Returns* the table for the code before `pc`. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline CodeTable find_code_table(std::uintptr_t pc) noexcept { return code_table::find(pc); }

/// What one walk asks the loader: of each module once, as a module with a function on the stack stays where it is.
class CodeWitness {
  public:
    constexpr CodeWitness() noexcept = default;

    /// *Returns* whether the code before `pc` is still that which has this stamp. *Allocates* no. *Signal-safe* yes.
    [[nodiscard, gnu::noinline]] bool confirms(std::uintptr_t pc, std::uint64_t stamp) noexcept {
        const CodeTable* table = &latest_;
        if (!holds(latest_, pc)) {
            if (holds(earlier_, pc)) {
                table = &earlier_;  // two libraries call each other: the C++ library and the unwinder, for one
            } else {
                earlier_ = latest_;
                latest_ = find_code_table(pc);
            }
        }
        return table->header != 0 && stamp_of_code(pc, *table) == stamp;
    }

  private:
    [[nodiscard]] static bool holds(const CodeTable& table, std::uintptr_t pc) noexcept {
        return pc >= table.begin && pc < table.end;
    }

    CodeTable latest_;
    CodeTable earlier_;
};

/// Whether the loader tells tables at all.
inline constexpr bool has_code_tables = modules::HasFindObject<>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
