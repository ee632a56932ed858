// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_TYPE_NAME_HPP
#define LOCCER_REFLECT_TYPE_NAME_HPP

// The readable name of a type without run-time type information: the compiler's own spelling.
// Layer: reflect.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

template <class Type>
[[nodiscard]] consteval std::string_view function_of_type() noexcept {
    return __PRETTY_FUNCTION__;
}

/// *Returns* the name of a type as the compiler spells it; it may differ between compilers.
/// *Allocates* no.
template <class Type>
[[nodiscard]] constexpr std::string_view type_name() noexcept {
    // What surrounds the name is the same for every type, so one known name tells how long it is.
    constexpr std::string_view model = function_of_type<double>();
    constexpr std::size_t before = model.find("double");
    constexpr std::size_t after = model.size() - before - std::string_view("double").size();
    constexpr std::string_view function = function_of_type<Type>();
    return function.substr(before, function.size() - before - after);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
