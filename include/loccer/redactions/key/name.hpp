// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_NAME_HPP
#define LOCCER_REDACTIONS_KEY_NAME_HPP

// The language of lists of keys: a plain literal, Word<"pin">, Exact<"x"> and Spelled<"PWD">. All of them are
// values of one structural template, so that a pack of template arguments takes them mixed.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

/// How a name was written.
enum class NameForm : std::uint8_t { plain, word, exact, spelled };

/// A name as a template argument. \tparam Size counts the terminating zero, as the literal does.
template <std::size_t Size>
struct KeyName {
    char text[Size]{};
    NameForm form = NameForm::plain;

    /// A plain name.
    consteval KeyName(const char (&literal)[Size]) {  // NOLINT(google-explicit-constructor): it is a literal
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }
    consteval KeyName(const FixedString<Size>& name, NameForm how) : form(how) {
        for (std::size_t i = 0; i < Size; ++i) text[i] = name.text[i];
    }

    /// *Returns* the name as it was written. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, Size - 1}; }
};

/// *Returns* how a name of KeyRedaction, and one of SafeKeys, has to stand in a key.
[[nodiscard]] constexpr TokenKind finding_kind(NameForm form) noexcept {
    if (form == NameForm::word) return TokenKind::word;
    return form == NameForm::exact ? TokenKind::exact : TokenKind::substring;
}
[[nodiscard]] constexpr TokenKind safe_kind(NameForm form) noexcept {
    if (form == NameForm::word) return TokenKind::safe_word;
    return form == NameForm::spelled ? TokenKind::safe_spelling : TokenKind::safe_key;
}

/// The name as keys are compared with it: folded, `_` for separators between letters of a Word, none
/// elsewhere. A spelled one is as it was written.
template <KeyName Name>
class ComparedName {
    static constexpr std::size_t capacity = Name.view().size() + 1;

    static consteval std::size_t write(std::array<char, capacity>& to) {
        std::size_t count = 0;
        bool is_divided = false;
        for (const char character : Name.view()) {
            const char letter = Name.form == NameForm::spelled ? character : folded(character);
            if (letter == '\0') {
                is_divided = true;
                continue;
            }
            if (is_divided && count != 0 && Name.form == NameForm::word) to[count++] = '_';
            is_divided = false;
            to[count++] = letter;
        }
        return count;
    }
    static consteval std::array<char, capacity> made() {
        std::array<char, capacity> result{};
        (void)write(result);
        return result;
    }
    static consteval std::size_t measured() {
        std::array<char, capacity> scratch{};
        return write(scratch);
    }

    static constexpr std::array<char, capacity> text = made();
    static constexpr std::size_t size = measured();

  public:
    /// *Returns* the text, which is a constant of the program. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] static constexpr std::string_view view() noexcept { return {text.data(), size}; }
};

}  // namespace redactions

/// The name as a word of a key: `Word<"pin">` is in `user_pin` and `pinCode`, and not in `spinner`. A separator in
/// it says that separators may stand there: `Word<"card_no">` is in `cardNo`, `card-no` and `cardno`.
template <FixedString Name>
inline constexpr redactions::KeyName<Name.size() + 1> Word{Name, redactions::NameForm::word};  // NOLINT(*-naming)

/// The name as the whole key, apart from case and separators.
template <FixedString Name>
inline constexpr redactions::KeyName<Name.size() + 1> Exact{Name, redactions::NameForm::exact};  // NOLINT(*-naming)

/// The name as the whole key in exactly this spelling. For SafeKeys.
template <FixedString Name>
inline constexpr redactions::KeyName<Name.size() + 1> Spelled{Name, redactions::NameForm::spelled};  // NOLINT(*-naming)

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
