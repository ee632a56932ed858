// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_VALUE_TYPE_HPP
#define LOCCER_REFLECT_VALUE_TYPE_HPP

// What a capture site says of a value's type: constant data, from which the value is described later and
// elsewhere (describe_value.hpp). Numbers, characters, pointers and standard texts, which every file may
// name, are known by their kind; of any other type a function is kept that describes it, and that needs
// any_value.hpp. So files that only capture need not include what describes values.
// Layer: reflect.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

class Tape;

/// How a value is described.
enum class ValueKind : unsigned char {
    boolean,
    character,
    wide_character,
    character8,
    character16,
    character32,
    signed_integer,
    unsigned_integer,
    floating,
    c_string,
    char_array,
    text,
    any
};

/// A text that a value holds. Borrowed.
struct HeldText {
    const char* data;
    std::size_t size;
};

/// A type as a site tells of it.
struct ValueType {
    ValueKind kind;
    std::size_t size;                                          ///< of the value, in bytes
    HeldText (*text)(const void* value) noexcept;              ///< of kind text
    void (*describe)(Tape& tape, const void* value) noexcept;  ///< of kind any
};

/// Describes a value of any type. Defined in any_value.hpp.
template <class Type>
struct AnyValue;

/// *Returns* how many characters both texts begin with.
[[nodiscard]] consteval std::size_t common_size(const char* left, const char* right) {
    std::size_t size = 0;
    while (left[size] != '\0' && left[size] == right[size]) ++size;
    return size;
}

/// *Returns* whether the compiler spells a type as one of namespace std. \param name without arguments; empty: any.
template <class Type>
[[nodiscard]] consteval bool is_named_std(const char* name = "") {
    constexpr const char* mark = "Type = std::";
    constexpr std::size_t mark_size = common_size(mark, mark);
    const char* rest = __PRETTY_FUNCTION__;  // NOLINT(*-array-to-pointer-decay): its length differs by compiler
    while (*rest != '\0' && common_size(mark, rest) < mark_size) ++rest;
    if (*rest == '\0') return false;
    rest += mark_size;
    const std::size_t name_size = common_size(name, rest);
    return name[name_size] == '\0' && (name_size == 0 || rest[name_size] == ']' || rest[name_size] == ';');
}

template <class Type>
inline constexpr bool is_template_of_char = false;
template <template <class...> class Template, class... Rest>
inline constexpr bool is_template_of_char<Template<char, Rest...>> = true;

/// std::same_as, which takes <concepts>.
template <class Type, class Other>
concept SameAs = std::is_same_v<Type, Other>;

/// A std::string or std::string_view, told without their headers.
template <class Type>
concept StandardText = is_template_of_char<Type> && is_named_std<Type>() && requires(const Type& text) {
    typename Type::traits_type;
    { text.data() } noexcept -> SameAs<const char*>;
    { text.size() } noexcept;
};

template <class Type>
inline constexpr bool is_sized_char_array = false;
template <std::size_t Size>
inline constexpr bool is_sized_char_array<char[Size]> = true;

/// *Returns* the kind of a type without const.
template <class Type>
[[nodiscard]] consteval ValueKind value_kind() {
    if constexpr (std::is_same_v<Type, bool>) return ValueKind::boolean;
    else if constexpr (std::is_same_v<Type, char>) return ValueKind::character;
    else if constexpr (std::is_same_v<Type, wchar_t>) return ValueKind::wide_character;
    else if constexpr (std::is_same_v<Type, char8_t>) return ValueKind::character8;
    else if constexpr (std::is_same_v<Type, char16_t>) return ValueKind::character16;
    else if constexpr (std::is_same_v<Type, char32_t>) return ValueKind::character32;
    else if constexpr (std::is_integral_v<Type> && std::is_same_v<Type, std::remove_cv_t<Type>>)
        return std::is_signed_v<Type> ? ValueKind::signed_integer : ValueKind::unsigned_integer;
    else if constexpr (std::is_same_v<Type, float> || std::is_same_v<Type, double> || std::is_same_v<Type, long double>)
        return ValueKind::floating;
    else if constexpr (std::is_same_v<Type, char*> || std::is_same_v<Type, const char*>) return ValueKind::c_string;
    else if constexpr (is_sized_char_array<Type>) return ValueKind::char_array;
    else if constexpr (StandardText<Type>) return ValueKind::text;
    else return ValueKind::any;
}

/// What is kept of a type. \tparam Type without const.
template <class Type>
[[nodiscard]] consteval ValueType value_type_of() {
    constexpr ValueKind kind = value_kind<Type>();
    if constexpr (kind == ValueKind::text) {
        return {kind, sizeof(Type),
                [](const void* value) noexcept {
                    const Type& text = *static_cast<const Type*>(value);
                    return HeldText{text.data(), text.size()};
                },
                nullptr};
    } else if constexpr (kind == ValueKind::any) {
        static_assert(
            requires { sizeof(AnyValue<Type>); },
            "loccer::front: Value must be a number, a character, a bool, a C string, a std::string or a "
            "std::string_view where <loccer/capture/locals.hpp> is not included; see docs/errors.md#front-value");
        if constexpr (requires { sizeof(AnyValue<Type>); }) return {kind, 0, nullptr, &AnyValue<Type>::describe};
        else return {kind, 0, nullptr, nullptr};
    } else {
        return {kind, sizeof(Type), nullptr, nullptr};
    }
}

template <class Type>
inline constexpr ValueType value_type = value_type_of<Type>();

/// *Returns* where a value is; of a function, where its code is.
template <class Type>
[[nodiscard]] constexpr const void* address_of(const Type& value) noexcept {
    if constexpr (std::is_function_v<Type>) return reinterpret_cast<const void*>(&value);
    else return const_cast<const void*>(static_cast<const volatile void*>(__builtin_addressof(value)));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
