// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_HPP
#define LOCCER_REDACTIONS_KEY_HPP

// Names that a program wants removed beside the default deny-list: `KeyRedaction<"badge-id">` hides
// `badge_id`, `BadgeID`, `old.badge[id]2` and every other key with that name inside; Word<"pin"> and
// Exact<"x"> in the same list hide less.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/key/letter_code.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/name.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>

#include <array>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Redacts every key that contains one of `Names`, apart from case and separators: a literal anywhere, a Word
/// as a word, an Exact name as the whole key.
/// *Requires* that each name has a letter, a digit or a byte beyond ASCII, a literal two: a name of separators
/// alone would be in every key, and one letter in nearly every.
template <redactions::KeyName... Names>
struct KeyRedaction {
    static_assert(sizeof...(Names) > 0,
                  "loccer::KeyRedaction: Names must contain at least one name; see docs/errors.md#key-redaction");
    static_assert((redactions::is_significant(Names.view()) && ...),
                  "loccer::KeyRedaction: Names must contain a letter or a digit each; see "
                  "docs/errors.md#key-redaction");
    static_assert(((Names.form != redactions::NameForm::plain || redactions::letter_count(Names.view()) != 1) && ...),
                  "loccer::KeyRedaction: Names must be longer than one letter, or a loccer::Word or loccer::Exact; see "
                  "docs/errors.md#key-redaction");
    static_assert(((Names.form != redactions::NameForm::spelled) && ...),
                  "loccer::KeyRedaction: Names must not be a loccer::Spelled, which is for SafeKeys; see "
                  "docs/errors.md#key-redaction");
    using loccer_role = RedactionRole;

    static constexpr std::array<redactions::Token, sizeof...(Names)> names{
        redactions::Token{redactions::finding_kind(Names.form), redactions::ComparedName<Names>::view()}...};

    /// *Returns* whether the value under `key` is removed as far as this list alone is concerned, by the plain search;
    /// a log judges run-time keys by all of its lists at once. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view key) noexcept {
        return redactions::MergedNames<KeyRedaction>::verdict(key);
    }

    /// *Effects* calls `out(what, name)` for each name, with what is removed and the name as it was written.
    template <class Out>
    static void describe(Out& out) {
        (out(text_of(Names.form), Names.view()), ...);
    }

  private:
    static constexpr std::string_view text_of(redactions::NameForm form) noexcept {
        if (form == redactions::NameForm::word) return "removes the values of keys with the word";
        return form == redactions::NameForm::exact ? "removes the value of the key" : "removes the values of keys with";
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
