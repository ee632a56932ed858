// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_NUMBER_HPP
#define LOCCER_REFLECT_NUMBER_HPP

// Integers and floating-point numbers of every width, and their text where they have to be a key or
// part of a text. Independent of every locale.
// Layer: reflect.

#include <loccer/base/config.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UnsignedInt128;

template <class Type>
concept WideInteger = std::same_as<Type, Int128> || std::same_as<Type, UnsignedInt128>;

/// A character type; `signed char` and `unsigned char` are small integers.
template <class Type>
concept Character = std::same_as<Type, char> || std::same_as<Type, char8_t> || std::same_as<Type, char16_t> ||
                    std::same_as<Type, char32_t> || std::same_as<Type, wchar_t>;

/// A number in the sense of a record: neither a bool nor a character.
template <class Type>
concept Number = (std::is_arithmetic_v<Type> || WideInteger<Type>) && !Character<Type> && !std::same_as<Type, bool>;

/// The shortest text that reads back as the same number. *Allocates* no.
class NumberText {
  public:
    template <Number Type>
    explicit NumberText(Type number) noexcept {
        if constexpr (WideInteger<Type>) {
            const bool negative = number < Type{0};
            auto rest = static_cast<UnsignedInt128>(number);
            if (negative) rest = UnsignedInt128{0} - rest;
            std::size_t at = sizeof(text_);
            do {
                text_[--at] = static_cast<char>('0' + static_cast<int>(rest % 10));
                rest /= 10;
            } while (rest != 0);
            if (negative) text_[--at] = '-';
            begin_ = at;
            size_ = sizeof(text_) - at;
        } else if constexpr (std::is_floating_point_v<Type> && sizeof(Type) > sizeof(double)) {
            finish(std::to_chars(text_, text_ + sizeof(text_), static_cast<long double>(number)).ptr);
        } else {
            finish(std::to_chars(text_, text_ + sizeof(text_), number).ptr);
        }
    }

    [[nodiscard]] std::string_view view() const noexcept { return {text_ + begin_, size_}; }

  private:
    void finish(const char* end) noexcept { size_ = static_cast<std::size_t>(end - text_); }

    char text_[64];  // sign and 39 digits, or 36 digits, point and exponent
    std::size_t begin_ = 0;
    std::size_t size_ = 0;
};

/// *Effects* gives a number to the sink: as a number where 64 bits or a double hold it, else as text.
/// A `long double` within a double's range is rounded to a double.
template <class Out, Number Type>
void describe_number(Out& out, Type number) noexcept {
    if constexpr (WideInteger<Type>) {
        using Limits = std::numeric_limits<std::int64_t>;
        if (number >= Type{0} && number <= static_cast<Type>((std::numeric_limits<std::uint64_t>::max)()))
            out.unsigned_integer(static_cast<std::uint64_t>(number));
        else if (number < Type{0} && number >= static_cast<Type>((Limits::min)()))
            out.integer(static_cast<std::int64_t>(number));
        else out.text(NumberText(number).view());
    } else if constexpr (std::is_same_v<Type, float>) {
        out.number(number);
    } else if constexpr (std::is_floating_point_v<Type>) {
        const auto rounded = static_cast<double>(number);
        constexpr double largest = (std::numeric_limits<double>::max)();
        const bool overflows = number - number == 0 && (rounded > largest || rounded < -largest);
        const bool vanishes = rounded == 0 && number != 0;
        if (overflows || vanishes) out.text(NumberText(number).view());
        else out.number(rounded);
    } else if constexpr (std::is_signed_v<Type>) {
        out.integer(static_cast<std::int64_t>(number));
    } else {
        out.unsigned_integer(static_cast<std::uint64_t>(number));
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
