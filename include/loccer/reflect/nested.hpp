// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_NESTED_HPP
#define LOCCER_REFLECT_NESTED_HPP

// The door between the kinds: a container describes its elements through it without knowing their
// kind, and reflect.hpp, which knows all kinds, stands behind it.
// Layer: reflect.

#include <loccer/base/config.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// How many values may be entered on the way to one value. A sink bounds the nesting of objects and
/// arrays; this bounds chains that nest none, such as a pointer that leads back to itself.
inline constexpr unsigned max_level = 48;

/// *Effects* describes a part of a value; `level` is one more than that of the whole.
template <class Out, class Type>
void describe_nested(Out& out, const Type& value, unsigned level) noexcept;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
