// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_FUNCTION_NAME_HPP
#define LOCCER_TRACE_FUNCTION_NAME_HPP

// A function has two names: the plain one that it is declared with, which __builtin_FUNCTION() tells, and
// the readable one of debug information, with scope, parameters and more. Here they are compared.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// What a lambda's inlined call operator is shown as, after the name of the function it is written in.
inline constexpr std::string_view lambda_suffix = "::<lambda>";

namespace function_name {

[[nodiscard]] constexpr bool is_of_identifier(char character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_' || character == '$' ||
           static_cast<unsigned char>(character) >= 0x80U;
}

/// *Effects* takes the group that ends the text, brackets inside of it included, from its end.
/// *Returns* false, and changes nothing, where no such group ends it.
constexpr bool drop_group(std::string_view& text, char open, char close) noexcept {
    if (!text.ends_with(close)) return false;
    std::size_t depth = 0;
    for (std::size_t at = text.size(); at-- > 0;) {
        if (close == '>' && text[at] == ')') {  // what looks like a bracket in there may be an operator
            std::string_view inner = text.substr(0, at + 1);
            if (!drop_group(inner, '(', ')')) return false;
            at = inner.size();
            continue;
        }
        if (text[at] == close) ++depth;
        if (text[at] == open && --depth == 0) {
            text = text.substr(0, at);
            return true;
        }
    }
    return false;
}

constexpr bool drop_suffix(std::string_view& text, std::string_view suffix) noexcept {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

/// *Effects* takes what follows a parameter list from the end: qualifiers and ` [clone .cold]`.
constexpr void drop_qualifiers(std::string_view& name) noexcept {
    constexpr std::string_view qualifiers[] = {" const", " volatile", " noexcept", "&", " "};
    bool again = true;
    while (again) {
        again = name.ends_with(']') && name.find(" [clone ") != std::string_view::npos && drop_group(name, '[', ']');
        for (const std::string_view qualifier : qualifiers) again = drop_suffix(name, qualifier) || again;
    }
}

/// *Returns* whether the text ends with exactly that name: not a destructor's, a conversion's or a longer one.
[[nodiscard]] constexpr bool ends_with_name(std::string_view text, std::string_view plain) noexcept {
    if (!drop_suffix(text, plain)) return false;
    if (text.empty()) return true;
    return !is_of_identifier(text.back()) && text.back() != '~' && !text.ends_with("operator ");
}

}  // namespace function_name

/// *Returns* whether the last component of a readable name (`shop::settle<int>(Order const&) const [clone
/// .cold]`) is the function with this plain name (`settle`). *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr bool is_named(std::string_view readable, std::string_view plain) noexcept {
    if (plain.empty()) return false;
    if (plain == "operator()" && readable.ends_with(lambda_suffix)) return true;
    if (function_name::ends_with_name(readable, plain)) return true;  // no parameters are known
    std::string_view name = readable;
    function_name::drop_qualifiers(name);
    if (!function_name::drop_group(name, '(', ')')) name = name.substr(0, name.find('.'));  // `settle.cold` of C
    while (!function_name::ends_with_name(name, plain)) {
        const bool shorter = function_name::drop_suffix(name, " ") ||
                             (name.ends_with(']') && function_name::drop_group(name, '[', ']')) ||  // `[abi:cxx11]`
                             function_name::drop_group(name, '<', '>');
        if (!shorter) return false;
    }
    return true;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
