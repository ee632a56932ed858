// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_FRAME_TABLE_HPP
#define LOCCER_TRACE_UNWIND_FRAME_TABLE_HPP

// A module's unwind table: from an address in a function to what is written there of its frames.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/unwind/dwarf_reader.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The instructions of a function's entry and those that all entries of its kind begin with. Read, not checked.
/// *Source* Linux Standard Base Core 5.0 §10.6.1, ".eh_frame"; DWARF 5 §6.4.1.
struct FrameEntry {
    bool is_known = false;  ///< whether there is an entry, and one that can be read
    bool is_plain = false;  ///< not of a signal's frame, nor of something that is not known
    std::uintptr_t function = 0;
    std::uint64_t code_factor = 1;
    std::int64_t data_factor = 1;
    std::uint64_t return_register = 0;
    DwarfReader common;
    DwarfReader own;
};

namespace frame_table {

/// More than any entry of a compiler; so that a table which is not one isn't read on and on. *Units* bytes.
inline constexpr std::uint32_t longest_entry = 1U << 20U;

/// *Returns* the content of the entry at `at`; one that is not ok() where there is none.
[[nodiscard]] inline DwarfReader entry_at(std::uintptr_t at) noexcept {
    const auto* const begin = reinterpret_cast<const unsigned char*>(at);
    DwarfReader head{begin, begin + 4};
    const auto size = head.read<std::uint32_t>();
    // 0 ends a table, and 0xFFFFFFFF begins an entry of the 64-bit form, which no linker writes here.
    if (size < 4 || size > longest_entry) return {nullptr, nullptr};
    return {begin + 4, begin + 4 + size};
}

/// *Effects* reads what is common to the entries that refer to `at`. *Returns* how their pointers are written, and
/// whether there is data to pass over.
struct Common {
    bool is_known = false;
    std::uint8_t encoding = pointer_absolute;
    bool has_data = false;
};
[[nodiscard]] inline Common read_common(std::uintptr_t at, FrameEntry& entry) noexcept {
    DwarfReader reader = entry_at(at);
    if (reader.at_end() || reader.read<std::uint32_t>() != 0) return {};
    const auto version = reader.read<std::uint8_t>();
    if (version != 1 && version != 3) return {};
    const auto* const begin = reinterpret_cast<const char*>(reader.at());
    std::size_t size = 0;
    while (reader.ok() && reader.read<std::uint8_t>() != 0) ++size;
    if (!reader.ok()) return {};
    const std::string_view augmentation{begin, size};
    entry.code_factor = reader.read_uleb();
    entry.data_factor = reader.read_sleb();
    entry.return_register = version == 1 ? reader.read<std::uint8_t>() : reader.read_uleb();
    Common common{true};
    entry.is_plain = true;
    if (augmentation.starts_with('z')) {
        common.has_data = true;
        DwarfReader data = reader.take(reader.read_uleb());
        for (const char letter : augmentation.substr(1)) {
            if (letter == 'R') common.encoding = data.read<std::uint8_t>();
            else if (letter == 'L') (void)data.read<std::uint8_t>();
            else if (letter == 'P') (void)data.read_pointer(data.read<std::uint8_t>() & 0x0FU, 0);
            else if (letter != 'B') entry.is_plain = false;  // B: signed by another key; S: of a signal
        }
        common.is_known = data.ok();
    } else if (!augmentation.empty()) {
        return {};
    }
    entry.common = reader;
    common.is_known = common.is_known && reader.ok();
    return common;
}

[[nodiscard]] inline FrameEntry read_entry(std::uintptr_t at, std::uintptr_t pc) noexcept {
    FrameEntry entry;
    DwarfReader reader = entry_at(at);
    const auto here = reinterpret_cast<std::uintptr_t>(reader.at());
    const auto back = reader.read<std::uint32_t>();
    if (!reader.ok() || back == 0) return {};
    const Common common = read_common(here - back, entry);
    if (!common.is_known) return {};
    entry.function = reader.read_pointer(common.encoding, 0);
    const std::uintptr_t size = reader.read_pointer(common.encoding & 0x0FU, 0);
    if (common.has_data) reader.skip(reader.read_uleb());
    if (!reader.ok() || pc < entry.function || pc - entry.function >= size) return {};
    entry.own = reader;
    entry.is_known = true;
    return entry;
}

}  // namespace frame_table

/// *Returns* the entry of the function that `pc` lies in, by the sorted table at `header` (PT_GNU_EH_FRAME).
/// *Requires* that the module stays loaded. *Allocates* no. *Signal-safe* yes.
/// *Source* Linux Standard Base Core 5.0 §10.6.2, ".eh_frame_hdr".
[[nodiscard]] inline FrameEntry find_frame_entry(std::uintptr_t header, std::uintptr_t pc) noexcept {
    constexpr std::uint8_t sorted = pointer_to_header | pointer_signed_4;
    const auto* const begin = reinterpret_cast<const unsigned char*>(header);
    if (begin[0] != 1 || begin[2] == pointer_omitted || begin[3] != sorted) return {};
    DwarfReader reader{begin + 4, begin + 4 + 16};
    (void)reader.read_pointer(begin[1], header);
    const std::uintptr_t count = reader.read_pointer(begin[2], header);
    if (!reader.ok() || count == 0) return {};
    struct Row {
        std::int32_t function;
        std::int32_t entry;
    };
    const auto row = [rows = reader.at()](std::uintptr_t index) {
        Row found;
        std::memcpy(&found, rows + index * sizeof found, sizeof found);
        return found;
    };
    const auto wanted = static_cast<std::intptr_t>(pc - header);
    if (row(0).function > wanted) return {};
    std::uintptr_t first = 0;
    for (std::uintptr_t last = count; last - first > 1;) {
        const std::uintptr_t middle = first + (last - first) / 2;
        (row(middle).function <= wanted ? first : last) = middle;
    }
    return frame_table::read_entry(header + static_cast<std::uintptr_t>(std::intptr_t{row(first).entry}), pc);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
