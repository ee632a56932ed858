// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_RULES_HPP
#define LOCCER_POLICY_RULES_HPP

// What whoever writes a value asks the redaction rules of a log. Everything but the text itself is decided
// at compile time, so that a question which no rule of the log answers costs nothing.
// Layer: policy.

#include <loccer/base/config.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/policy/text.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::policy {

/// Rules by which everything is shown. Rules of a log derive from it and hide what they decide otherwise; all
/// of it is asked statically, by the derived type. *Allocates* no. *Throws* nothing. *Signal-safe* yes, but
/// for write_token(). *Threads* any.
struct OpenRules {
    /// *Returns* whether the value under `key` is removed. Usable at compile time.
    [[nodiscard]] static constexpr bool redacts(std::string_view /*key*/) noexcept { return false; }
    /// Whether it is right, and worth it, to remember what they say of a key: they say the same of its bytes as long as
    /// the program runs.
    static constexpr bool verdicts_last = false;
    /// Whether an object that an integration or a structure opens is entered whatever its key, since each of its
    /// members is judged and the rules name what may pass; a value outside of any member is removed then.
    static constexpr bool names_what_passes = false;
    /// *Returns* whether an object that an integration opens under `key` is removed all the same. Asked where
    /// names_what_passes alone.
    [[nodiscard]] static constexpr bool redacts_object(std::string_view /*key*/) noexcept { return false; }
    /// Whether values are shown; if not, a word for its type stands for each.
    static constexpr bool shows_values = true;

    /// Whether next_secret() and sure_end() are asked about every text, and redacts_number() about every number.
    static constexpr bool judges_values = false;
    /// *Returns* the first part to remove that begins at `from` or behind; `{size, size}` where there is none.
    [[nodiscard]] static constexpr Span next_secret(const Text& text, std::size_t /*from*/) noexcept {
        return {text.bytes.size(), text.bytes.size()};
    }
    /// *Returns* how much of a cut text can be judged: behind it something may begin whose end is not at hand.
    [[nodiscard]] static constexpr std::size_t sure_end(const Text& text) noexcept { return text.bytes.size(); }
    /// *Returns* whether a number is removed: the digits of a payment card are one. \param number without its sign.
    [[nodiscard]] static constexpr bool redacts_number(std::uint64_t /*number*/) noexcept { return false; }

    /// The most of a text that is shown. *Units* bytes.
    static constexpr std::size_t max_text_bytes = static_cast<std::size_t>(-1);

    /// What stands for a removed value. Plain ASCII without `"` and `\`, at most max_marker_bytes.
    static constexpr std::string_view marker = schema::redacted_marker;
    /// Whether a removed text is replaced by what write_token() makes of it.
    static constexpr bool correlates = false;
    /// *Effects* writes what stands for `secret`, at most max_marker_bytes, by which equal ones can be told equal.
    /// *Returns* its size, 0 where it can't be made.
    static std::size_t write_token(std::string_view /*secret*/, std::span<char> /*to*/) noexcept { return 0; }
};

/// The longest marker. *Units* bytes.
inline constexpr std::size_t max_marker_bytes = 48;

/// Says whether the value under `key` is not even to be kept until it is known which log will record it.
template <class Rules>
[[nodiscard]] constexpr bool withholds(std::string_view key) noexcept {
    if constexpr (Rules::correlates) return false;
    else return Rules::redacts(key);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::policy

#endif
