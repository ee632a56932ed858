// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_DWARF_READER_HPP
#define LOCCER_TRACE_UNWIND_DWARF_READER_HPP

// Reads numbers and pointers of a module's unwind tables, byte by byte and never behind their end.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// How a pointer is written. *Source* Linux Standard Base Core 5.0 §10.5.1, "DWARF Exception Header Encoding".
enum PointerEncoding : std::uint8_t {
    pointer_absolute = 0x00,
    pointer_unsigned_4 = 0x03,
    pointer_unsigned_8 = 0x04,
    pointer_signed_4 = 0x0B,
    pointer_signed_8 = 0x0C,
    pointer_to_itself = 0x10,  ///< counted from where it is written
    pointer_to_header = 0x30,  ///< counted from the begin of the table that is searched
    pointer_omitted = 0xFF
};

/// Reads forward. What cannot be read, is 0 and makes ok() false from then on. *Allocates* no. *Signal-safe* yes.
class DwarfReader {
  public:
    constexpr DwarfReader() noexcept = default;
    DwarfReader(const unsigned char* begin, const unsigned char* end) noexcept : at_(begin), end_(end) {}

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] bool at_end() const noexcept { return at_ == end_ || !ok_; }
    [[nodiscard]] const unsigned char* at() const noexcept { return at_; }
    [[nodiscard]] const unsigned char* end() const noexcept { return end_; }

    /// *Returns* the next bytes as a number of the machine's byte order.
    template <class Number>
    [[nodiscard]] Number read() noexcept {
        Number number{};
        if (static_cast<std::size_t>(end_ - at_) < sizeof number) {
            fail();
            return number;
        }
        std::memcpy(&number, at_, sizeof number);
        at_ += sizeof number;
        return number;
    }
    /// *Source* DWARF 5 §7.6.
    [[nodiscard]] std::uint64_t read_uleb() noexcept {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = read<std::uint8_t>();
            number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) return number;
        }
        fail();
        return 0;
    }
    [[nodiscard]] std::int64_t read_sleb() noexcept {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64;) {
            const auto byte = read<std::uint8_t>();
            number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            shift += 7;
            if ((byte & 0x80U) != 0) continue;
            if (shift < 64 && (byte & 0x40U) != 0) number |= ~std::uint64_t{0} << shift;
            return static_cast<std::int64_t>(number);
        }
        fail();
        return 0;
    }
    /// *Returns* a pointer, of those encodings that linkers write. \param header see pointer_to_header.
    [[nodiscard]] std::uintptr_t read_pointer(std::uint8_t encoding, std::uintptr_t header) noexcept {
        const auto here = reinterpret_cast<std::uintptr_t>(at_);
        std::uintptr_t value = 0;
        switch (encoding & 0x0FU) {
            case pointer_absolute:
            case pointer_unsigned_8:
            case pointer_signed_8: value = static_cast<std::uintptr_t>(read<std::uint64_t>()); break;
            case pointer_unsigned_4: value = read<std::uint32_t>(); break;
            case pointer_signed_4: value = static_cast<std::uintptr_t>(std::intptr_t{read<std::int32_t>()}); break;
            default: fail(); return 0;
        }
        switch (encoding & 0xF0U) {
            case 0: return value;
            case pointer_to_itself: return here + value;
            case pointer_to_header: return header + value;
            default: fail(); return 0;
        }
    }
    void skip(std::uint64_t bytes) noexcept {
        if (static_cast<std::uint64_t>(end_ - at_) < bytes) return fail();
        at_ += bytes;
    }
    /// *Returns* a reader of the next bytes, and goes on behind them.
    [[nodiscard]] DwarfReader take(std::uint64_t bytes) noexcept {
        const unsigned char* const begin = at_;
        skip(bytes);
        return ok_ ? DwarfReader{begin, at_} : DwarfReader{};
    }

  private:
    void fail() noexcept {
        ok_ = false;
        at_ = end_;
    }

    const unsigned char* at_ = nullptr;
    const unsigned char* end_ = nullptr;
    bool ok_ = true;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
