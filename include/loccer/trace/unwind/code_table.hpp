// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_CODE_TABLE_HPP
#define LOCCER_TRACE_UNWIND_CODE_TABLE_HPP

// Which unwind table covers an address of code, as the loader tells without a lock, and whether the module is still the
// one that it was: a plugin may be closed and another one, or another build of it, take its place.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/elf_image.hpp>
#include <loccer/trace/lasting_modules.hpp>

#include <cstdint>
#include <link.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The table of a module.
struct CodeTable {
    /// Stands for a stamp where nothing tells builds of the module apart.
    static constexpr std::uint64_t unstamped = 1;

    std::uintptr_t header = 0;  ///< of its PT_GNU_EH_FRAME; 0 where there is none
    std::uint64_t stamp = 0;    ///< of the module's build and where it lies; 0 for one that stays
    std::uintptr_t begin = 0;   ///< of the module
    std::uintptr_t end = 0;
};

/// *Returns* a number that differs, but for chance, where a module's build or place does, by its build id;
/// CodeTable::unstamped without one. \param base what was added to its addresses. *Signal-safe* yes.
[[nodiscard]] inline std::uint64_t stamp_of_module(std::uintptr_t base, const CodeTable& table) noexcept {
    const ElfImage image = inspect(base, headers_at(table.begin));
    if (image.build_id.empty()) return CodeTable::unstamped;
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    return ((image.identity * factor + table.begin) * factor + table.header) * factor | 2U;
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
        if (map == nullptr) table.stamp = CodeTable::unstamped;
        else if (!lasting_modules.contain<Result>(*map)) table.stamp = stamp_of_module(map->l_addr, table);
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

    /// *Returns* the table for the code before `pc`, until another one is asked for. *Allocates* no. *Signal-safe* yes.
    [[nodiscard, gnu::noinline]] const CodeTable& table_of(std::uintptr_t pc) noexcept {
        if (holds(latest_, pc)) return latest_;
        if (holds(earlier_, pc)) return earlier_;  // two libraries call each other
        earlier_ = latest_;
        return latest_ = find_code_table(pc);
    }

    /// *Returns* whether the code before `pc` lies in the module that has this stamp. *Allocates* no. *Signal-safe*
    /// yes.
    [[nodiscard]] bool confirms(std::uintptr_t pc, std::uint64_t stamp) noexcept {
        const CodeTable& table = table_of(pc);
        return table.header != 0 && table.stamp == stamp && stamp != CodeTable::unstamped;
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
