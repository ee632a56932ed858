// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_HOLDER_HPP
#define LOCCER_REFLECT_HOLDER_HPP

// Types that hold at most one value and are shown as that value: optional, variant, smart pointers,
// references, atomics. All are recognised by their shape, so their headers need not be included.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/nested.hpp>
#include <loccer/reflect/pointer.hpp>

#include <concepts>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// std::optional and what behaves like it, std::expected among them.
template <class Type>
concept OptionalLike = requires(const Type& optional) {
    { optional.has_value() } -> std::convertible_to<bool>;
    requires !std::is_void_v<decltype(*optional)>;
};

/// std::variant and boost::variant2::variant: visit() is found beside the type.
template <class Type>
concept VariantLike = requires(const Type& variant) {
    { variant.valueless_by_exception() } -> std::convertible_to<bool>;
    { variant.index() } -> std::integral;
};

/// A pointer that owns: std::unique_ptr, std::shared_ptr, boost::intrusive_ptr.
template <class Type>
concept SmartPointer = std::is_class_v<Type> && requires(const Type& pointer) {
    typename Type::element_type;
    requires std::is_pointer_v<std::remove_cvref_t<decltype(pointer.get())>>;
    static_cast<bool>(pointer);
};

/// std::reference_wrapper.
template <class Type>
concept ReferenceWrapper = requires(const Type& reference) {
    { reference.get() } -> std::same_as<typename Type::type&>;
    requires std::is_convertible_v<const Type&, typename Type::type&>;
};

/// std::atomic.
template <class Type>
concept AtomicLike = requires(const Type& atomic) {
    { atomic.load() } -> std::same_as<typename Type::value_type>;
    { atomic.is_lock_free() } -> std::same_as<bool>;
};

/// *Effects* describes the value, or null. The error of an expected is `{"error":…}`.
template <class Out, OptionalLike Type>
void describe_optional(Out& out, const Type& optional, unsigned level) {
    if (optional.has_value()) {
        describe_nested(out, *optional, level + 1);
    } else if constexpr (requires { requires !std::is_void_v<decltype(optional.error())>; }) {
        if (!out.begin_object()) return;
        if (out.key("error")) describe_nested(out, optional.error(), level + 1);
        out.end_object();
    } else {
        out.null();
    }
}

/// *Effects* describes the active alternative; null where there is none.
template <class Out, VariantLike Type>
void describe_variant(Out& out, const Type& variant, unsigned level) {
    if (variant.valueless_by_exception()) out.null();
    else visit([&](const auto& alternative) { describe_nested(out, alternative, level + 1); }, variant);
}

/// *Effects* describes what the pointer owns, or null; the address where that has no complete type
/// or is an array of unknown length.
template <class Out, SmartPointer Type>
void describe_owned(Out& out, const Type& pointer, unsigned level) {
    using Element = std::remove_pointer_t<std::remove_cvref_t<decltype(pointer.get())>>;
    if (!static_cast<bool>(pointer)) {
        out.null();
    } else if constexpr (requires {
                             sizeof(Element);
                             { *pointer } -> std::convertible_to<const volatile Element&>;
                         }) {
        describe_nested(out, *pointer, level + 1);
    } else {
        describe_pointer(out, pointer.get());
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
