// SPDX-License-Identifier: MIT
// The reader of unwind tables, given entries of any bytes in a table that says where they are: it reads nothing behind
// them, and ends.

#include <loccer/trace/unwind/dwarf_reader.hpp>
#include <loccer/trace/unwind/frame_program.hpp>
#include <loccer/trace/unwind/frame_table.hpp>

#include "support.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::trace::DwarfReader;
using loccer::trace::FrameEntry;
using loccer::trace::FrameRule;
using loccer::trace::FrameRuleKind;

template <class Number>
void append(std::string& bytes, Number number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// A table of some functions, each with an entry of its own.
std::string table_of(FuzzedDataProvider& bytes, std::uintptr_t& function) {
    struct Row {
        std::int32_t function;
        std::int32_t entry;
    };
    const std::size_t count = bytes.ConsumeIntegralInRange<std::size_t>(1, 4);
    std::string entries;
    std::vector<Row> rows;
    const std::size_t head = 12 + count * sizeof(Row);
    const auto own_size = [](const std::string& content) { return static_cast<std::uint32_t>(content.size()); };
    for (std::size_t i = 0; i < count; ++i) {
        // As a compiler has it: an ID, a version, what follows.
        std::string common;
        append(common, std::uint32_t{0});
        common += bytes.PickValueInArray({'\1', '\1', '\1', '\3', '\4'});
        common += bytes.PickValueInArray({"zR", "zR", "zRS", "zPLR", "zRB", "", "z", "eh"});
        common += '\0';
        if (bytes.ConsumeBool()) common += std::string_view("\x01\x78\x10\x01\x1B", 5);
        common += bytes.ConsumeRandomLengthString(60);
        const std::size_t common_at = entries.size();
        append(entries, own_size(common));
        entries += common;

        const auto first = static_cast<std::int32_t>(0x1000 + 0x100 * i);
        rows.push_back({first, static_cast<std::int32_t>(head + entries.size())});
        std::string own;
        const std::size_t own_at = entries.size() + sizeof(std::uint32_t);
        append(own, static_cast<std::uint32_t>(own_at - common_at));
        // From where it is written, as 1B has it.
        append(own, static_cast<std::int32_t>(first - static_cast<std::int32_t>(head + own_at + 4)));
        append(own, std::uint32_t{0x80});
        if (bytes.ConsumeBool()) own += '\0';
        own += bytes.ConsumeRandomLengthString(200);
        append(entries, own_size(own));
        entries += own;
    }
    std::string table{"\x01\x1B\x03\x3B", 4};
    append(table, static_cast<std::int32_t>(head - 4));
    append(table, static_cast<std::uint32_t>(count));
    for (const Row& row : rows) append(table, row);
    function = static_cast<std::uintptr_t>(0x1000 + 0x100 * bytes.ConsumeIntegralInRange<std::size_t>(0, count));
    return table + entries;
}

void read_table(FuzzedDataProvider& bytes) {
    std::uintptr_t function = 0;
    const fuzz::ExactBytes table(table_of(bytes, function));
    const auto header = reinterpret_cast<std::uintptr_t>(table.data());
    for (std::uintptr_t pc = header + function - 1; pc < header + function + 0x90; pc += 7) {
        const FrameEntry entry = loccer::trace::find_frame_entry(header, pc);
        const FrameRule rule = loccer::trace::frame_rule_at(entry, pc);
        fuzz::check(rule.kind != FrameRuleKind::unknown, "a rule was read and is not known");
        fuzz::check(entry.is_known || rule.kind == FrameRuleKind::intricate, "a rule was read of no entry");
        fuzz::check(!entry.is_known || pc >= entry.function, "the entry is not that of the place");
    }
}

/// Instructions of a function whose entry is right.
void run_program(FuzzedDataProvider& bytes) {
    namespace program = loccer::trace::frame_program;
    FrameEntry entry;
    entry.is_known = entry.is_plain = true;
    entry.function = 0x1000;
    entry.code_factor = bytes.PickValueInArray({1U, 1U, 4U});
    entry.data_factor = bytes.PickValueInArray({-8, -8, -4, 8});
    entry.return_register = program::registers.return_address;
    const fuzz::ExactBytes common(bytes.ConsumeRandomLengthString(40));
    const fuzz::ExactBytes own(bytes.ConsumeRemainingBytesAsString());
    const auto reader = [](std::string_view of) {
        const auto* const begin = reinterpret_cast<const unsigned char*>(of.data());
        return DwarfReader{begin, begin + of.size()};
    };
    entry.common = reader(common.view());
    entry.own = reader(own.view());
    for (const std::uintptr_t pc : {0x1000U, 0x1001U, 0x1040U, 0x1FFFU}) {
        const FrameRule rule = loccer::trace::frame_rule_at(entry, pc);
        fuzz::check(rule.kind != FrameRuleKind::unknown, "a rule was read and is not known");
        fuzz::check(LOCCER_CFG_ARM64 != 0 || rule.kind != FrameRuleKind::signed_step, "a return address is signed");
    }
}

void read_numbers(FuzzedDataProvider& bytes) {
    const fuzz::ExactBytes source(bytes.ConsumeRandomLengthString(100));
    const auto* const begin = reinterpret_cast<const unsigned char*>(source.data());
    DwarfReader reader{begin, begin + source.view().size()};
    while (bytes.remaining_bytes() != 0) {
        const unsigned char* const before = reader.at();
        switch (bytes.ConsumeIntegral<std::uint8_t>() % 6) {
            case 0: (void)reader.read<std::uint32_t>(); break;
            case 1: (void)reader.read_uleb(); break;
            case 2: (void)reader.read_sleb(); break;
            case 3: (void)reader.read_pointer(bytes.ConsumeIntegral<std::uint8_t>(), 0x1000); break;
            case 4: reader.skip(bytes.ConsumeIntegral<std::uint64_t>()); break;
            default: {
                DwarfReader part = reader.take(bytes.ConsumeIntegral<std::uint8_t>());
                while (!part.at_end()) (void)part.read_uleb();
                break;
            }
        }
        fuzz::check(reader.at() >= before && reader.at() <= reader.end(), "it went back, or beyond its end");
        fuzz::check(reader.ok() || reader.at_end(), "it goes on after what can't be read");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider bytes(data, size);
    switch (bytes.ConsumeIntegral<std::uint8_t>() % 3) {
        case 0: read_table(bytes); break;
        case 1: run_program(bytes); break;
        default: read_numbers(bytes); break;
    }
    return 0;
}
