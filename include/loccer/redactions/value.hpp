// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_HPP
#define LOCCER_REDACTIONS_VALUE_HPP

// Secrets told by their own look, wherever in a text they stand: `ValueRedaction<Email, IpAddress>` removes
// both from messages, metadata, source lines. Each kind of value has a header of its own in value/.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/value/kind.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

/// A list of kinds of values.
template <class... Kinds>
struct KindList {};

}  // namespace redactions

/// Removes the values of these kinds from every text of a record, whatever its key. A program's own kind is a
/// class as redactions::ValueKind describes it.
template <class... Kinds>
struct ValueRedaction {
    static_assert(sizeof...(Kinds) > 0,
                  "loccer::ValueRedaction: Kinds must contain at least one kind; see docs/errors.md#value-redaction");
    static_assert((redactions::CheckValueKind<Kinds>::passed() && ...));
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    using kinds = redactions::KindList<Kinds...>;

    /// *Returns* false: it judges values, not keys. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out("removes from texts", name)` for each kind.
    template <class Out>
    static void describe(Out& out) {
        (out("removes from texts", std::string_view{Kinds::name}), ...);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
