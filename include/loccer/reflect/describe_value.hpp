// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_DESCRIBE_VALUE_HPP
#define LOCCER_REFLECT_DESCRIBE_VALUE_HPP

// Describes a value of which a site has kept the address and what it says of its type (value_type.hpp).
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/replay.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/tape.hpp>
#include <loccer/reflect/text.hpp>
#include <loccer/reflect/value_type.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// *Returns* the value at an address. Copied, since all types of a kind and size are read as one of them.
template <class Type>
[[nodiscard]] Type read_value(const void* value) noexcept {
    Type copy;
    std::memcpy(&copy, value, sizeof(copy));
    return copy;
}

/// *Effects* gives the sink the integer at an address. \tparam Signed whether its type is.
template <bool Signed, Sink Out>
void describe_integer(Out& out, std::size_t size, const void* value) noexcept {
    const auto give = [&]<class Type, class UnsignedType>(Type, UnsignedType) {
        if constexpr (Signed) describe_number(out, read_value<Type>(value));
        else describe_number(out, read_value<UnsignedType>(value));
    };
    switch (size) {
        case 1: give(std::int8_t{}, std::uint8_t{}); break;
        case 2: give(std::int16_t{}, std::uint16_t{}); break;
        case 4: give(std::int32_t{}, std::uint32_t{}); break;
        default: give(std::int64_t{}, std::uint64_t{}); break;
    }
}

/// *Effects* gives the sink the floating-point number at an address.
template <Sink Out>
void describe_floating(Out& out, std::size_t size, const void* value) noexcept {
    if (size == sizeof(float)) describe_number(out, read_value<float>(value));
    else if (size == sizeof(double)) describe_number(out, read_value<double>(value));
    else describe_number(out, read_value<long double>(value));
}

/// *Effects* gives the sink a value that only a tape can be told, by way of one of 4 KiB.
template <Sink Out>
[[gnu::noinline]] void describe_by_tape(Out& out, const ValueType& type, const void* value) noexcept {
    char storage[4096];
    Tape tape(storage, out);
    type.describe(tape, value);
    replay(tape.bytes(), out);
}

/// *Effects* gives the sink exactly one value, as reflect::describe() gives it. \param value of that type.
/// *Allocates* no, unless the type's own code does. *Throws* nothing.
template <Sink Out>
void describe_value(Out& out, const ValueType& type, const void* value) noexcept {
    switch (type.kind) {
        case ValueKind::boolean: out.boolean(read_value<bool>(value)); break;
        case ValueKind::character: describe_character(out, read_value<char>(value)); break;
        case ValueKind::wide_character: describe_character(out, read_value<wchar_t>(value)); break;
        case ValueKind::character8: describe_character(out, read_value<char8_t>(value)); break;
        case ValueKind::character16: describe_character(out, read_value<char16_t>(value)); break;
        case ValueKind::character32: describe_character(out, read_value<char32_t>(value)); break;
        case ValueKind::signed_integer: describe_integer<true>(out, type.size, value); break;
        case ValueKind::unsigned_integer: describe_integer<false>(out, type.size, value); break;
        case ValueKind::floating: describe_floating(out, type.size, value); break;
        case ValueKind::c_string: describe_text(out, read_value<const char*>(value)); break;
        case ValueKind::char_array: {
            const auto* text = static_cast<const char*>(value);
            describe_text(out, std::string_view(text, ::strnlen(text, type.size)));
            break;
        }
        case ValueKind::text: {
            const HeldText text = type.text(value);
            describe_text(out, std::string_view(text.data, text.size));
            break;
        }
        case ValueKind::any:
            if constexpr (std::same_as<Out, Tape>) type.describe(out, value);
            else describe_by_tape(out, type, value);
            break;
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
