// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_FRAME_PROGRAM_HPP
#define LOCCER_TRACE_UNWIND_FRAME_PROGRAM_HPP

// Runs the call frame instructions of a function up to a place in it, as far as they matter to a FrameRule.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/unwind/dwarf_reader.hpp>
#include <loccer/trace/unwind/frame_rule.hpp>
#include <loccer/trace/unwind/frame_table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

namespace frame_program {

/// Numbers of registers. *Source* System V ABI, AMD64 supplement, figure 3.36; DWARF for the Arm 64-bit Architecture
/// §4.1.
struct Registers {
    std::uint64_t frame_pointer;
    std::uint64_t stack_pointer;
    std::uint64_t return_address;
};
inline constexpr Registers registers = LOCCER_CFG_ARM64 != 0 ? Registers{29, 31, 30} : Registers{6, 7, 16};

/// Call frame instructions. *Source* DWARF 5 §7.24; Linux Standard Base Core 5.0 §10.6.1.1 for those of GNU; DWARF for
/// the Arm 64-bit Architecture §4.4.
enum Instruction : std::uint8_t {
    nop = 0x00,
    set_loc = 0x01,
    advance_loc1 = 0x02,
    advance_loc2 = 0x03,
    advance_loc4 = 0x04,
    offset_extended = 0x05,
    restore_extended = 0x06,
    undefined = 0x07,
    same_value = 0x08,
    in_register = 0x09,
    remember_state = 0x0A,
    restore_state = 0x0B,
    def_cfa = 0x0C,
    def_cfa_register = 0x0D,
    def_cfa_offset = 0x0E,
    def_cfa_expression = 0x0F,
    expression = 0x10,
    offset_extended_sf = 0x11,
    def_cfa_sf = 0x12,
    def_cfa_offset_sf = 0x13,
    val_offset = 0x14,
    val_offset_sf = 0x15,
    val_expression = 0x16,
    aarch64_negate_ra_state = 0x2D,
    gnu_args_size = 0x2E,
    gnu_negative_offset_extended = 0x2F,
    // With an operand in their lower six bits:
    advance_loc = 0x40,
    offset = 0x80,
    restore = 0xC0
};

/// Operations of expressions. *Source* DWARF 5 §7.7.1.
enum Operation : std::uint8_t { deref = 0x06, breg0 = 0x70 };

/// Where a register of the caller lies.
struct Saved {
    enum class How : std::uint8_t { same, at_offset, at_frame_pointer, nowhere, intricately };
    How how = How::same;
    std::int64_t offset = 0;  ///< from the canonical frame address. *Units* bytes
};

/// A row of the table that the instructions describe.
struct Row {
    std::uint64_t frame_register = 0;
    std::int64_t frame_offset = 0;
    bool is_stored = false;  ///< whether the frame address is stored at that place
    bool is_intricate = false;
    bool is_signed = false;  ///< the return address
    Saved frame_pointer;
    Saved return_address;
};

class Run {
  public:
    explicit Run(const FrameEntry& of) noexcept : entry_(of) {}

    /// *Returns* the row of `pc`; an intricate one where an instruction is not known.
    [[nodiscard]] Row row_at(std::uintptr_t pc) noexcept {
        place_ = entry_.function;
        run(entry_.common, UINTPTR_MAX);
        initial_ = row_;
        run(entry_.own, pc);
        if (!is_known_) row_.is_intricate = true;
        return row_;
    }

  private:
    const FrameEntry& entry_;
    Row row_;
    Row initial_;
    std::array<Row, 8> remembered_{};
    std::size_t remembered_count_ = 0;
    std::uintptr_t place_ = 0;
    bool is_known_ = true;

    [[nodiscard]] Saved* saved(std::uint64_t number) noexcept {
        if (number == registers.frame_pointer) return &row_.frame_pointer;
        return number == entry_.return_register ? &row_.return_address : nullptr;
    }
    void set(std::uint64_t number, Saved rule) noexcept {
        if (Saved* const place = saved(number)) *place = rule;
    }
    void set_offset(std::uint64_t number, std::int64_t factored) noexcept {
        set(number, {Saved::How::at_offset, unfactored(factored)});
    }
    /// *Returns* the offset. Of a table that is none it may wrap around; the rule is as wrong as the table then.
    [[nodiscard]] std::int64_t unfactored(std::int64_t factored) const noexcept {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(factored) *
                                         static_cast<std::uint64_t>(entry_.data_factor));
    }
    void reset(std::uint64_t number) noexcept {
        if (number == registers.frame_pointer) row_.frame_pointer = initial_.frame_pointer;
        else if (number == entry_.return_register) row_.return_address = initial_.return_address;
    }

    /// The frame address as `*(register + offset)`, as GCC has it where it aligns the stack.
    void define_by(DwarfReader code) noexcept {
        const auto operation = static_cast<std::uint64_t>(code.read<std::uint8_t>());
        row_.frame_register = operation - breg0;
        row_.frame_offset = code.read_sleb();
        row_.is_stored = true;
        if (code.read<std::uint8_t>() != deref || !code.ok() || !code.at_end()) row_.is_intricate = true;
    }
    [[nodiscard]] static Saved saved_by(DwarfReader code) noexcept {
        const auto operation = static_cast<std::uint64_t>(code.read<std::uint8_t>());
        const bool is_there = operation == breg0 + registers.frame_pointer && code.read_sleb() == 0 && code.at_end();
        return {is_there && code.ok() ? Saved::How::at_frame_pointer : Saved::How::intricately};
    }

    void run(DwarfReader code, std::uintptr_t pc) noexcept {
        while (!code.at_end() && is_known_) {
            const auto byte = code.read<std::uint8_t>();
            const std::uint8_t low = byte & 0x3FU;
            switch (byte & 0xC0U) {
                case advance_loc: place_ += low * entry_.code_factor; break;
                case offset: set_offset(low, static_cast<std::int64_t>(code.read_uleb())); break;
                case restore: reset(low); break;
                default: run_one(byte, code); break;
            }
            if (place_ > pc) return;
        }
        if (!code.ok()) is_known_ = false;
    }

    void run_one(std::uint8_t instruction, DwarfReader& code) noexcept {
        switch (instruction) {
            case nop: break;
            case advance_loc1: place_ += code.read<std::uint8_t>() * entry_.code_factor; break;
            case advance_loc2: place_ += code.read<std::uint16_t>() * entry_.code_factor; break;
            case advance_loc4: place_ += code.read<std::uint32_t>() * entry_.code_factor; break;
            case def_cfa:
            case def_cfa_sf:
                row_.frame_register = code.read_uleb();
                row_.frame_offset =
                    instruction == def_cfa ? static_cast<std::int64_t>(code.read_uleb()) : unfactored(code.read_sleb());
                row_.is_stored = false;
                break;
            case def_cfa_register:
                row_.frame_register = code.read_uleb();
                row_.is_stored = false;
                break;
            case def_cfa_offset: row_.frame_offset = static_cast<std::int64_t>(code.read_uleb()); break;
            case def_cfa_offset_sf: row_.frame_offset = unfactored(code.read_sleb()); break;
            case def_cfa_expression: define_by(code.take(code.read_uleb())); break;
            case gnu_args_size: (void)code.read_uleb(); break;
            case remember_state:
                if (remembered_count_ == remembered_.size()) is_known_ = false;
                else remembered_[remembered_count_++] = row_;
                break;
            case restore_state:
                if (remembered_count_ == 0) is_known_ = false;
                else row_ = remembered_[--remembered_count_];
                break;
            case aarch64_negate_ra_state:
                row_.is_signed = !row_.is_signed;
                if (LOCCER_CFG_ARM64 == 0) is_known_ = false;  // it is another one there
                break;
            default: run_of_register(instruction, code); break;
        }
    }

    void run_of_register(std::uint8_t instruction, DwarfReader& code) noexcept {
        const std::uint64_t number = code.read_uleb();
        switch (instruction) {
            case offset_extended: set_offset(number, static_cast<std::int64_t>(code.read_uleb())); break;
            case offset_extended_sf: set_offset(number, code.read_sleb()); break;
            case gnu_negative_offset_extended:
                set_offset(number, static_cast<std::int64_t>(0 - code.read_uleb()));
                break;
            case restore_extended: reset(number); break;
            case undefined: set(number, {Saved::How::nowhere}); break;
            case same_value: set(number, {Saved::How::same}); break;
            case expression: set(number, saved_by(code.take(code.read_uleb()))); break;
            case in_register:
            case val_offset:
                (void)code.read_uleb();
                set(number, {Saved::How::intricately});
                break;
            case val_offset_sf:
                (void)code.read_sleb();
                set(number, {Saved::How::intricately});
                break;
            case val_expression:
                code.skip(code.read_uleb());
                set(number, {Saved::How::intricately});
                break;
            default: is_known_ = false; break;
        }
    }
};

/// *Returns* whether an offset can stand in a FrameRule, and that.
struct Words {
    bool fit;
    std::int16_t count;
};
[[nodiscard]] constexpr Words words(std::int64_t bytes) noexcept {
    const bool fit = bytes % 8 == 0 && bytes / 8 >= INT16_MIN && bytes / 8 <= INT16_MAX;
    return {fit, static_cast<std::int16_t>(fit ? bytes / 8 : 0)};
}

[[nodiscard]] constexpr FrameRule rule_of(const Row& row) noexcept {
    constexpr FrameRule intricate{FrameRuleKind::intricate};
    using How = Saved::How;
    if (row.return_address.how == How::nowhere) return {FrameRuleKind::outermost};
    if (row.is_intricate || row.return_address.how != How::at_offset) return intricate;
    FrameRule rule{row.is_signed ? FrameRuleKind::signed_step : FrameRuleKind::step};
    if (row.is_stored) {
        if (row.frame_register != registers.frame_pointer || row.frame_pointer.how != How::at_frame_pointer)
            return intricate;
        rule.base = FrameBase::beside_frame_pointer;
    } else if (row.frame_register == registers.frame_pointer) {
        rule.base = FrameBase::frame_pointer;
    } else if (row.frame_register != registers.stack_pointer) {
        return intricate;
    }
    const Words frame = words(row.frame_offset);
    const Words return_address = words(row.return_address.offset);
    rule.frame = frame.count;
    rule.return_address = return_address.count;
    if (!frame.fit || !return_address.fit) return intricate;
    if (row.frame_pointer.how == How::at_offset) {
        const Words frame_pointer = words(row.frame_pointer.offset);
        rule.frame_pointer = frame_pointer.count;
        if (!frame_pointer.fit || frame_pointer.count == 0) return intricate;
    } else if (!row.is_stored && row.frame_pointer.how != How::same) {
        return intricate;
    }
    return rule;
}

}  // namespace frame_program

/// *Returns* the rule of the frame at `pc`, which lies in the entry's function; an intricate one where the entry is not
/// known. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline FrameRule frame_rule_at(const FrameEntry& entry, std::uintptr_t pc) noexcept {
    if (!entry.is_known || !entry.is_plain || entry.return_register != frame_program::registers.return_address) {
        return {FrameRuleKind::intricate};
    }
    return frame_program::rule_of(frame_program::Run{entry}.row_at(pc));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
