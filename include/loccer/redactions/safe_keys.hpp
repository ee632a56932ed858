// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_SAFE_KEYS_HPP
#define LOCCER_REDACTIONS_SAFE_KEYS_HPP

// Keys that are known to be harmless in a program although a list finds them: `SafeKeys<"monkey_pwd">`. The way
// to keep an honest key that is not in ASCII, too.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/key/name.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>

#include <array>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Keeps keys, whatever the other redactions of the log say: a literal or an Exact name the key that is the name
/// apart from case and separators; a Spelled name the key in this spelling; a Word takes back what other lists
/// find inside of it: with Word<"tokenizer"> `tokenizer_path` stays and `tokenizer_password` doesn't.
/// *Requires* that each name has a letter, a digit or a byte beyond ASCII.
template <redactions::KeyName... Names>
struct SafeKeys {
    static_assert(sizeof...(Names) > 0,
                  "loccer::SafeKeys: Names must contain at least one name; see docs/errors.md#safe-keys");
    static_assert((redactions::is_significant(Names.view()) && ...),
                  "loccer::SafeKeys: Names must contain a letter or a digit each; see docs/errors.md#safe-keys");
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;

    static constexpr std::array<redactions::Token, sizeof...(Names)> names{
        redactions::Token{redactions::safe_kind(Names.form), redactions::ComparedName<Names>::view()}...};

    /// *Returns* false: it is the other redactions that it keeps from keys. *Allocates* no. *Signal-safe* yes.
    /// *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out(what, name)` for each name, with what is kept and the name as it was written.
    template <class Out>
    static void describe(Out& out) {
        (out(text_of(Names.form), Names.view()), ...);
    }

  private:
    static constexpr std::string_view text_of(redactions::NameForm form) noexcept {
        if (form == redactions::NameForm::word) return "keeps what is only part of the word";
        return form == redactions::NameForm::spelled ? "keeps the key spelled" : "keeps the key";
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
