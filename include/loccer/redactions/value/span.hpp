// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_SPAN_HPP
#define LOCCER_REDACTIONS_VALUE_SPAN_HPP

// The words in which kinds of values speak of a text and of a part of it; they are those of the policies.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/text.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

using loccer::Span;
using loccer::Text;
using loccer::TextKind;

/// *Returns* the span that says: nothing.
[[nodiscard]] constexpr Span nothing_in(const Text& text) noexcept { return {text.bytes.size(), text.bytes.size()}; }

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
