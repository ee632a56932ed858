// SPDX-License-Identifier: MIT
#ifndef LOCCER_EVENT_FRAME_HPP
#define LOCCER_EVENT_FRAME_HPP

// One line of a stack as the record shows it, and the registered locals of one live function.
// Both borrow: their texts belong to the symbol cache, to the program or to a snapshot.
// Layer: event.

#include <loccer/base/config.hpp>
#include <loccer/event/frame_memo.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A resolved frame. Empty texts and a zero line mean "unknown" and are written as null.
struct Frame {
    std::string_view filename;
    std::uint32_t lineno = 0;
    std::string_view name;      ///< readable (demangled) function name
    std::string_view line;      ///< text of the source line, without leading blanks
    std::string_view module;    ///< path of the executable or library
    std::uintptr_t offset = 0;  ///< of the instruction, from the module's load address
    std::string_view build_id;  ///< lower-case hexadecimal, *Source* ELF note NT_GNU_BUILD_ID
    FrameMemo* memo = nullptr;  ///< where its bytes in a record are kept, while the frame is; null: nowhere
};

/// Locals as a record shows them, redacted already.
struct WrittenLocals {
    std::string_view members;  ///< JSON: `[{"qty":15},{"total":149.85}]`, each member alone
    std::size_t redactions = 0;
    std::size_t repaired = 0;  ///< ill-formed sequences of bytes
};

/// The values that a live function registered with LOCCER_LOCALS or a capture scope.
struct FrameLocals {
    static constexpr std::size_t unknown_frame = static_cast<std::size_t>(-1);

    std::string_view function;  ///< as the compiler's __builtin_FUNCTION names it
    std::string_view file;
    std::uint32_t line = 0;
    std::size_t frame_index = unknown_frame;  ///< into Event::stack, innermost first
    std::string_view tape;                    ///< the values, see reflect/tape.hpp
    const WrittenLocals* written = nullptr;   ///< the values where they were written before; null: the tape has them
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
