// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_ANY_VALUE_HPP
#define LOCCER_REFLECT_ANY_VALUE_HPP

// The description of values whose type is more than a number or a text, for the constant data of
// value_type.hpp: reflect::describe() behind a pointer.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/tape.hpp>
#include <loccer/reflect/value_type.hpp>

#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A type that reflect::describe() takes: all of them.
template <class Type>
struct AnyValue {
    /// *Effects* describes the value at an address. *Allocates* no, unless the type's own code does. *Throws* nothing.
    static void describe(Tape& tape, const void* value) noexcept {
        if constexpr (std::is_function_v<Type>) {
            reflect::describe(tape, *reinterpret_cast<Type*>(const_cast<void*>(value)));
        } else {
            reflect::describe(tape, *static_cast<const Type*>(value));
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
