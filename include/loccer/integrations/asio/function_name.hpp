// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_FUNCTION_NAME_HPP
#define LOCCER_INTEGRATIONS_ASIO_FUNCTION_NAME_HPP

// Readable names of functions as std::source_location tells them. In a coroutine GCC tells the function that it has
// made of the coroutine's body; both compilers put the return type in front. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/trace/demangle.hpp>
#include <loccer/trace/type_names.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// *Returns* the name without the return type, and without which clone of the function it is.
[[nodiscard]] constexpr std::string_view without_return_type(std::string_view name) noexcept {
    if (const std::size_t clone = name.find(" [clone "); clone != std::string_view::npos) name = name.substr(0, clone);
    std::size_t depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char character = name[at];
        if (character == '(' && depth == 0) break;  // the parameters
        if (character == '<' || character == '(' || character == '[') ++depth;
        if ((character == '>' || character == ')' || character == ']') && depth > 0) --depth;
        if (character != ' ' || depth != 0) continue;
        if (name.substr(begin, at - begin).ends_with("operator")) break;
        begin = at + 1;
    }
    return name.substr(begin);
}

/// *Returns* the name of a function, without its return type. \param given std::source_location::function_name().
/// \param spare for a name that cannot be kept, or the part of one: the result may lie there. *Allocates* heap the
/// first time of a coroutine only. *Throws* nothing.
[[nodiscard]] inline std::string_view readable_function(const char* given, std::span<char> spare) noexcept {
    const std::string_view coroutine = trace::coroutine_of_name(given);
    if (coroutine.empty()) return without_return_type(given);
    std::array<char, trace::max_mangled_bytes / 4> mangled;
    if (coroutine.size() >= mangled.size()) return without_return_type(given);
    mangled[coroutine.copy(mangled.data(), coroutine.size())] = '\0';
    const std::string_view readable = trace::type_names.readable(mangled.data(), spare);
    return readable.data() == mangled.data() ? coroutine : without_return_type(readable);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
