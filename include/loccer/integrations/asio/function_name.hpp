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

/// *Returns* the name with the unnamed namespace as all others spell it: GCC's std::source_location has `{anonymous}`.
/// \param spare for the name; where it has no room, the name stays as it is.
[[nodiscard]] inline std::string_view with_usual_namespace(std::string_view name, std::span<char> spare) noexcept {
    constexpr std::string_view given = "{anonymous}";
    constexpr std::string_view usual = "(anonymous namespace)";
    std::size_t size = 0;
    std::string_view rest = name;
    for (std::size_t at = rest.find(given); at != std::string_view::npos; at = rest.find(given)) {
        if (size + at + usual.size() > spare.size()) return name;
        size += rest.copy(spare.data() + size, at);
        size += usual.copy(spare.data() + size, usual.size());
        rest.remove_prefix(at + given.size());
    }
    if (size == 0 || size + rest.size() > spare.size()) return name;
    size += rest.copy(spare.data() + size, rest.size());
    return {spare.data(), size};
}

/// *Returns* the name of a function, without its return type. \param given std::source_location::function_name().
/// \param spare the result may lie there. *Allocates* heap the first time of a coroutine only. *Throws* nothing.
[[nodiscard]] inline std::string_view readable_function(const char* given, std::span<char> spare) noexcept {
    const std::string_view coroutine = trace::coroutine_of_name(given);
    std::array<char, trace::max_mangled_bytes / 4> mangled;
    if (coroutine.empty() || coroutine.size() >= mangled.size())
        return with_usual_namespace(without_return_type(given), spare);
    mangled[coroutine.copy(mangled.data(), coroutine.size())] = '\0';
    const std::string_view readable = trace::type_names.readable(mangled.data(), spare);
    return readable.data() == mangled.data() ? coroutine : without_return_type(readable);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
