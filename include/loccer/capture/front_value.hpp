// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_FRONT_VALUE_HPP
#define LOCCER_CAPTURE_FRONT_VALUE_HPP

// The members of a metadata record as files with the light front tell them: addresses, and constant data
// of their types. reflect::Value is the same for files with loccer.hpp.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/reflect/value_type.hpp>

#include <cstddef>
#include <initializer_list>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// One value, borrowed: it is valid as long as what it was made of, a temporary until the end of the full
/// expression. *Allocates* no. *Throws* nothing.
class FrontValue {
  public:
    /// Numbers, characters, booleans, C strings and standard texts; of any type where
    /// `loccer/capture/locals.hpp` is included.
    template <class Type>
        requires(!std::is_same_v<Type, FrontValue>)
    constexpr FrontValue(const Type& given) noexcept  // NOLINT(google-explicit-constructor): lists are made of it
        : type_(&reflect::value_type<std::remove_const_t<Type>>), value_(reflect::address_of(given)) {}

    /// *Returns* what is known of the value's type, and where the value is.
    [[nodiscard]] constexpr const reflect::ValueType& type() const noexcept { return *type_; }
    [[nodiscard]] constexpr const void* value() const noexcept { return value_; }

  private:
    const reflect::ValueType* type_;
    const void* value_;
};

/// A named FrontValue.
struct FrontMember {
    const char* key;
    FrontValue value;
};

/// The members of a metadata record: `{{"msg", "disk slow"}, {"ms", 812}}`.
using FrontMetadata = std::initializer_list<FrontMember>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
