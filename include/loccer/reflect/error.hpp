// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_ERROR_HPP
#define LOCCER_REFLECT_ERROR_HPP

// Error codes, error conditions and exceptions that are values: members, elements, locals.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/text.hpp>

#include <concepts>
#include <exception>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// std::error_code, std::error_condition, and Boost.System's.
template <class Type>
concept ErrorCode = requires(const Type& code) {
    { code.value() } -> std::same_as<int>;
    { code.category().name() } -> std::same_as<const char*>;
    requires TextClass<std::remove_cvref_t<decltype(code.message())>>;
};

/// *Effects* gives the sink `{"category":"generic","value":2,"msg":"No such file or directory"}`.
/// *Allocates* as message() does.
template <class Out, ErrorCode Type>
void describe_error_code(Out& out, const Type& code) {
    const auto message = code.message();
    if (!out.begin_object()) return;
    if (out.key(schema::category.view())) describe_text(out, code.category().name());
    if (out.key(schema::value.view())) describe_number(out, code.value());
    if (out.key(schema::msg.view())) describe_text(out, view_of(message));
    out.end_object();
}

/// *Effects* gives the sink what() of an exception; null stays null.
template <class Out>
void describe_exception(Out& out, const std::exception& error) noexcept {
    describe_text(out, error.what());
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
