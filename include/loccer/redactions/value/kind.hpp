// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KIND_HPP
#define LOCCER_REDACTIONS_VALUE_KIND_HPP

// What a kind of value, `Email` or a program's own `PatientNumber`, has to offer to a scanner, and the
// sentence for each way of getting it wrong.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/span.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Where a scanner stops: a byte of `at`, with a byte of `before` in front of it and one of `after` behind it.
/// The text's ends go with any set. The rarer the place, the faster the scanner.
struct Anchor {
    ByteSet at;
    ByteSet before = every_byte;
    ByteSet after = every_byte;
    bool in_prose = true;  ///< whether to stop in texts of this kind
    bool in_code = true;
};

namespace kinds {

template <class Kind>
concept HasName = requires {
    { Kind::name } -> std::convertible_to<std::string_view>;
};

template <class Kind>
concept HasOneSet = std::same_as<std::remove_cvref_t<decltype(Kind::anchors)>, ByteSet>;

template <class Kind>
concept HasAnchorList = std::same_as<std::remove_cvref_t<decltype(Kind::anchors[0])>, Anchor>;

template <class Kind>
concept HasFindAt = requires(const Text& text, std::size_t at) {
    { Kind::find_at(text, at, at) } -> std::same_as<Span>;
};

/// *Returns* whether the kind wants to be asked at the first byte of each run of 16 or more letters of base64.
template <class Kind>
inline constexpr bool asks_long_runs = false;
template <class Kind>
    requires requires { Kind::asks_long_runs; }
inline constexpr bool asks_long_runs<Kind> = Kind::asks_long_runs;

/// The kind whose anchors these are: kinds that share all of them share the tables of their scanners as well.
template <class Kind>
struct AnchorSource {
    using type = Kind;
};
template <class Kind>
    requires requires { typename Kind::anchor_source; }
struct AnchorSource<Kind> {
    using type = typename Kind::anchor_source;
};

}  // namespace kinds

/// Finds the values of one kind in a text: all of it static, no state.
/// 1. `static constexpr std::string_view name`, as descriptions of a log call its values: "e-mail addresses".
/// 2. `static constexpr ByteSet anchors{"@"}`: bytes one of which every value has, rare ones; or, to be asked
///    less often, `static constexpr Anchor anchors[]`, which look at the bytes beside as well.
/// 3. `static Span find_at(const Text& text, std::size_t anchor, std::size_t from) noexcept`: the value around
///    this anchor, or an empty span. What begins before `from` is cut off there: it is removed already.
/// Laws: find_at reads nothing outside of `text.bytes`, neither allocates nor locks, and looks at a bounded
/// number of bytes beside those that it gives back; it gives the same answer for the same text. Where the text
/// is cut and a value may go on behind its end, it gives back what is there.
/// A find_at without noexcept may throw: then all of the text behind the span found before is removed.
/// Models: ApiToken, Bearer, CardNumber, Email, Iban, IpAddress, Jwt, KeyedText, MacAddress, Pem, PhoneNumber,
/// SocialSecurityNumber, UrlUserinfo, Wrapped.
template <class Kind>
concept ValueKind =
    kinds::HasName<Kind> && (kinds::HasOneSet<Kind> || kinds::HasAnchorList<Kind>) && kinds::HasFindAt<Kind>;

/// Checks a kind of value, one sentence per mistake.
template <class Kind>
struct CheckValueKind {
    static consteval bool passed() {
        if constexpr (!kinds::HasName<Kind>) {
            static_assert(kinds::HasName<Kind>,
                          "loccer::ValueRedaction: Kind must have `static constexpr std::string_view name`; see "
                          "docs/errors.md#value-kind-name");
            return false;
        } else if constexpr (!kinds::HasOneSet<Kind> && !kinds::HasAnchorList<Kind>) {
            static_assert(kinds::HasOneSet<Kind>,
                          "loccer::ValueRedaction: Kind must have `static constexpr ByteSet anchors`; see "
                          "docs/errors.md#value-kind-anchors");
            return false;
        } else if constexpr (!kinds::HasFindAt<Kind>) {
            static_assert(
                kinds::HasFindAt<Kind>,
                "loccer::ValueRedaction: Kind must have `static Span find_at(const Text&, std::size_t anchor, "
                "std::size_t from) noexcept`; see docs/errors.md#value-kind-find-at");
            return false;
        } else {
            return true;
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
