// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_TAPE_CODE_HPP
#define LOCCER_REFLECT_TAPE_CODE_HPP

// The bytes of a tape: one code byte per step, integers as little-endian groups of seven bits.
// A tape never leaves its process, so its form has no version.
// Layer: reflect.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A step of a tape and what follows its code byte.
enum class TapeCode : unsigned char {
    null,
    boolean_false,
    boolean_true,
    integer,           ///< varint, the sign in the lowest bit
    unsigned_integer,  ///< varint
    double_number,     ///< 8 bytes
    float_number,      ///< 4 bytes
    text,              ///< varint size, bytes
    cut_text,          ///< varint whole size, varint size, bytes
    begin_object,
    end_object,
    begin_array,
    end_array,
    key,           ///< varint size, bytes; the member's value follows
    redacted_key,  ///< varint size, bytes; no value follows
    name,          ///< varint size, bytes: what the value that follows is known by
    redacted,      ///< stands for a value that its name has hidden
    omitted        ///< varint count
};

inline constexpr std::size_t max_varint_bytes = 10;

/// *Effects* writes at most max_varint_bytes. *Returns* how many.
inline std::size_t put_varint(char* to, std::uint64_t value) noexcept {
    std::size_t size = 0;
    for (; value >= 0x80; value >>= 7) to[size++] = static_cast<char>(0x80U | (value & 0x7FU));
    to[size++] = static_cast<char>(value);
    return size;
}

[[nodiscard]] constexpr std::size_t varint_size(std::uint64_t value) noexcept {
    std::size_t size = 1;
    for (; value >= 0x80; value >>= 7) ++size;
    return size;
}

/// One step as TapeReader understood it.
struct TapeStep {
    TapeCode code = TapeCode::null;
    std::uint64_t bits = 0;  ///< the number's bits, the count, or the whole size of a text
    std::string_view text;
};

/// Reads steps from bytes that may be anything: it never reads past them.
class TapeReader {
  public:
    explicit TapeReader(std::string_view tape) noexcept : rest_(tape) {}

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

    /// *Returns* false at the end and before bytes that are no step.
    [[nodiscard]] bool next(TapeStep& step) noexcept {
        if (rest_.empty() || static_cast<unsigned char>(rest_[0]) > static_cast<unsigned char>(TapeCode::omitted))
            return false;
        step = {};
        step.code = static_cast<TapeCode>(rest_[0]);
        rest_.remove_prefix(1);
        switch (step.code) {
            case TapeCode::integer:
            case TapeCode::unsigned_integer:
            case TapeCode::omitted: return varint(step.bits);
            case TapeCode::double_number: return bytes(step.bits, sizeof(double));
            case TapeCode::float_number: return bytes(step.bits, sizeof(float));
            case TapeCode::cut_text: return varint(step.bits) && sized_text(step.text) && step.text.size() < step.bits;
            case TapeCode::text:
            case TapeCode::key:
            case TapeCode::redacted_key:
            case TapeCode::name: return sized_text(step.text);
            case TapeCode::null:
            case TapeCode::redacted:
            case TapeCode::boolean_false:
            case TapeCode::boolean_true:
            case TapeCode::begin_object:
            case TapeCode::end_object:
            case TapeCode::begin_array:
            case TapeCode::end_array: return true;
        }
        return false;
    }

  private:
    bool varint(std::uint64_t& value) noexcept {
        for (std::size_t i = 0; i < rest_.size() && i < max_varint_bytes; ++i) {
            const auto byte = static_cast<unsigned char>(rest_[i]);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << (7 * i);
            if (byte < 0x80) {
                rest_.remove_prefix(i + 1);
                return true;
            }
        }
        return false;
    }

    bool bytes(std::uint64_t& bits, std::size_t size) noexcept {
        if (rest_.size() < size) return false;
        std::memcpy(&bits, rest_.data(), size);
        rest_.remove_prefix(size);
        return true;
    }

    bool sized_text(std::string_view& text) noexcept {
        std::uint64_t size = 0;
        if (!varint(size) || size > rest_.size()) return false;
        text = {rest_.data(), static_cast<std::size_t>(size)};
        rest_.remove_prefix(static_cast<std::size_t>(size));
        return true;
    }

    std::string_view rest_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
