// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_FOREIGN_NAME_HPP
#define LOCCER_REDACTIONS_VALUE_FOREIGN_NAME_HPP

// Names of secrets in other languages, in sentences: `Kennwort: x` in Russian or Chinese. Prose of any language has
// colons, so here a name is one of a list and not whatever is not ASCII; likewise the words of a diagnosis.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_phrase.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace foreign {

struct Name {
    std::string_view word;
    std::string_view meaning;  ///< the word that a judge is asked for
};

// clang-format off: lists of words

inline constexpr Name names[] = {
    // Russian, Bulgarian, Serbian, Ukrainian: parol, parola, lozinka; token; sekret
    {"\u043F\u0430\u0440\u043E\u043B\u044C", "password"}, {"\u041F\u0430\u0440\u043E\u043B\u044C", "password"},
    {"\u041F\u0410\u0420\u041E\u041B\u042C", "password"}, {"\u043F\u0430\u0440\u043E\u043B\u0430", "password"},
    {"\u041F\u0430\u0440\u043E\u043B\u0430", "password"}, {"\u043B\u043E\u0437\u0438\u043D\u043A\u0430", "password"},
    {"\u041B\u043E\u0437\u0438\u043D\u043A\u0430", "password"}, {"\u0442\u043E\u043A\u0435\u043D", "token"},
    {"\u0422\u043E\u043A\u0435\u043D", "token"}, {"\u0422\u041E\u041A\u0415\u041D", "token"},
    {"\u0441\u0435\u043A\u0440\u0435\u0442", "secret"}, {"\u0421\u0435\u043A\u0440\u0435\u0442", "secret"},
    // Chinese: mima, kouling, tongxingma; lingpai, quanzhang; miyao, jinyao
    {"\u5BC6\u7801", "password"}, {"\u5BC6\u78BC", "password"}, {"\u53E3\u4EE4", "password"},
    {"\u901A\u884C\u7801", "password"}, {"\u4EE4\u724C", "token"}, {"\u6743\u6756", "token"}, {"\u5BC6\u94A5", "secret"},
    {"\u5BC6\u9470", "secret"}, {"\u91D1\u9470", "secret"},
    // Japanese: pasuwaado, pasufureezu, anshobango; tookun; himitsukagi, shiikuretto
    {"\u30D1\u30B9\u30EF\u30FC\u30C9", "password"}, {"\u30D1\u30B9\u30D5\u30EC\u30FC\u30BA", "password"},
    {"\u6697\u8A3C\u756A\u53F7", "password"}, {"\u30C8\u30FC\u30AF\u30F3", "token"}, {"\u79D8\u5BC6\u9375", "secret"},
    {"\u30B7\u30FC\u30AF\u30EC\u30C3\u30C8", "secret"},
    // Korean: bimilbeonho, amho, paeseuwodeu; tokeun; bimilki, sikeurit
    {"\uBE44\uBC00\uBC88\uD638", "password"}, {"\uC554\uD638", "password"}, {"\uD328\uC2A4\uC6CC\uB4DC", "password"},
    {"\uD1A0\uD070", "token"}, {"\uBE44\uBC00\uD0A4", "secret"}, {"\uC2DC\uD06C\uB9BF", "secret"},
    // Arabic, Persian: kalimat al-murur, kalimat as-sirr, ramz al-murur; gozarvaje, ramz-e obur
    {"\u0643\u0644\u0645\u0629 \u0627\u0644\u0645\u0631\u0648\u0631", "password"},
    {"\u0643\u0644\u0645\u0629 \u0627\u0644\u0633\u0631", "password"},
    {"\u0643\u0644\u0645\u0629 \u0645\u0631\u0648\u0631", "password"},
    {"\u0631\u0645\u0632 \u0627\u0644\u0645\u0631\u0648\u0631", "password"},
    {"\u06AF\u0630\u0631\u0648\u0627\u0698\u0647", "password"}, {"\u0631\u0645\u0632 \u0639\u0628\u0648\u0631", "password"},
    // Hebrew, Greek: sisma; synthimatiko, kodikos prosvasis
    {"\u05E1\u05D9\u05E1\u05DE\u05D4", "password"}, {"\u05E1\u05D9\u05E1\u05DE\u05D0", "password"},
    {"\u03C3\u03C5\u03BD\u03B8\u03B7\u03BC\u03B1\u03C4\u03B9\u03BA\u03CC", "password"},
    {"\u03A3\u03C5\u03BD\u03B8\u03B7\u03BC\u03B1\u03C4\u03B9\u03BA\u03CC", "password"},
    {"\u03BA\u03C9\u03B4\u03B9\u03BA\u03CC\u03C2 \u03C0\u03C1\u03CC\u03C3\u03B2\u03B1\u03C3\u03B7\u03C2", "password"},
    {"\u039A\u03C9\u03B4\u03B9\u03BA\u03CC\u03C2 \u03C0\u03C1\u03CC\u03C3\u03B2\u03B1\u03C3\u03B7\u03C2", "password"},
    // Hindi, Thai: pasvard, kutshabd; rahat phan; tokan, token
    {"\u092A\u093E\u0938\u0935\u0930\u094D\u0921", "password"}, {"\u0915\u0942\u091F\u0936\u092C\u094D\u0926", "password"},
    {"\u0E23\u0E2B\u0E31\u0E2A\u0E1C\u0E48\u0E32\u0E19", "password"}, {"\u091F\u094B\u0915\u0928", "token"},
    {"\u0E42\u0E17\u0E40\u0E04\u0E47\u0E19", "token"},
    // Turkish, Vietnamese, Romanian, Polish, Spanish: sifre, mat khau, parola, haslo, contrasena
    {"\u015Fifre", "password"}, {"\u015Eifre", "password"}, {"\u015E\u0130FRE", "password"}, {"\u015EIFRE", "password"},
    {"\u015Fifresi", "password"}, {"\u015F\u0131fre", "password"}, {"m\u1EADt kh\u1EA9u", "password"},
    {"M\u1EADt kh\u1EA9u", "password"}, {"parol\u0103", "password"}, {"Parol\u0103", "password"}, {"has\u0142o", "password"},
    {"Has\u0142o", "password"}, {"HAS\u0141O", "password"}, {"contrase\u00F1a", "password"}, {"Contrase\u00F1a", "password"},
    {"CONTRASE\u00D1A", "password"},
    // French, Portuguese, Hungarian, Swedish: mot de passe, palavra-passe, jelszo, losenord
    {"ot de passe", "password"}, {"OT DE PASSE", "password"}, {"palavra-passe", "password"}, {"jelsz\u00F3", "password"},
    {"Jelsz\u00F3", "password"}, {"l\u00F6senord", "password"}, {"L\u00F6senord", "password"},
};
/// With these words, and with any of Chinese, Japanese and Korean, a diagnosis goes on.
inline constexpr std::string_view diagnoses[] = {
    // Russian: not, no, wrong, incorrect, not valid, expired, out of date, required, empty, error, has to, changed, missing
    "\u043D\u0435", "\u043D\u0435\u0442", "\u043D\u0435\u0432\u0435\u0440\u043D\u044B\u0439",
    "\u043D\u0435\u0432\u0435\u0440\u0435\u043D", "\u043D\u0435\u043F\u0440\u0430\u0432\u0438\u043B\u044C\u043D\u044B\u0439",
    "\u043D\u0435\u0434\u0435\u0439\u0441\u0442\u0432\u0438\u0442\u0435\u043B\u0435\u043D",
    "\u043D\u0435\u0434\u0435\u0439\u0441\u0442\u0432\u0438\u0442\u0435\u043B\u044C\u043D\u044B\u0439",
    "\u0438\u0441\u0442\u0451\u043A", "\u0438\u0441\u0442\u0435\u043A", "\u0443\u0441\u0442\u0430\u0440\u0435\u043B",
    "\u0442\u0440\u0435\u0431\u0443\u0435\u0442\u0441\u044F", "\u043E\u0431\u044F\u0437\u0430\u0442\u0435\u043B\u0435\u043D",
    "\u043E\u0431\u044F\u0437\u0430\u0442\u0435\u043B\u044C\u043D\u043E", "\u043F\u0443\u0441\u0442\u043E\u0439",
    "\u043F\u0443\u0441\u0442", "\u043E\u0448\u0438\u0431\u043A\u0430", "\u0434\u043E\u043B\u0436\u0435\u043D",
    "\u0438\u0437\u043C\u0435\u043D\u0451\u043D", "\u0438\u0437\u043C\u0435\u043D\u0435\u043D",
    "\u043E\u0442\u0441\u0443\u0442\u0441\u0442\u0432\u0443\u0435\u0442",
    // Ukrainian: there is none, wrong, incorrect, needed, error, empty
    "\u043D\u0435\u043C\u0430\u0454", "\u043D\u0435\u0432\u0456\u0440\u043D\u0438\u0439",
    "\u043D\u0435\u043F\u0440\u0430\u0432\u0438\u043B\u044C\u043D\u0438\u0439",
    "\u043F\u043E\u0442\u0440\u0456\u0431\u0435\u043D", "\u043F\u043E\u043C\u0438\u043B\u043A\u0430",
    "\u043F\u043E\u0440\u043E\u0436\u043D\u0456\u0439",
    // Arabic, Hebrew, Greek: not, wrong, required; not, wrong; wrong, not
    "\u063A\u064A\u0631", "\u062E\u0627\u0637\u0626\u0629", "\u0645\u0637\u0644\u0648\u0628\u0629", "\u05DC\u05D0",
    "\u05E9\u05D2\u05D5\u05D9\u05D4", "\u03BB\u03AC\u03B8\u03BF\u03C2", "\u03BC\u03B7", "\u03B4\u03B5\u03BD",
    // Hindi, Thai, Vietnamese, Turkish: wrong, not valid, not; wrong; not; wrong, not valid, needed
    "\u0917\u0932\u0924", "\u0905\u092E\u093E\u0928\u094D\u092F", "\u0928\u0939\u0940\u0902", "\u0E1C\u0E34\u0E14",
    "\u0E44\u0E21\u0E48\u0E16\u0E39\u0E01\u0E15\u0E49\u0E2D\u0E07", "kh\u00F4ng", "hatal\u0131", "yanl\u0131\u015F",
    "ge\u00E7ersiz", "gerekli",
    // Polish, Spanish, Portuguese
    "nieprawid\u0142owe", "b\u0142\u0119dne", "niepoprawne", "wymagane", "incorrecta", "incorreta", "inv\u00E1lida",
    "requerida", "err\u00F3nea", "vac\u00EDa",
    // French, German, Hungarian, Swedish
    "incorrect", "invalide", "manquant", "requis", "vide", "erron\u00E9", "expir\u00E9", "falsch", "ung\u00FCltig", "fehlt",
    "hib\u00E1s", "felaktigt",
};

// clang-format on

[[nodiscard]] constexpr bool names_diagnosis(std::string_view word) noexcept {
    for (const std::string_view diagnosis : diagnoses) {
        if (word == diagnosis) return true;
    }
    return false;
}

/// *Returns* the end of what is seen before `end`: without blanks, also such as break no line.
[[nodiscard]] constexpr std::size_t without_blanks_behind(std::string_view text, std::size_t end) noexcept {
    for (const std::size_t limit = end > 8 ? end - 8 : 0; end > limit;) {
        const std::string_view before = text.substr(0, end);
        const std::size_t size = blanks.has(before.back())          ? 1
                                 : before.ends_with("\xC2\xA0")     ? 2
                                 : before.ends_with("\xE2\x80\xAF") ? 3
                                                                    : 0;
        if (size == 0) break;
        end -= size;
    }
    return end;
}

/// *Returns* where something is seen at or behind `at`, which may be behind blanks of Chinese and Japanese.
[[nodiscard]] constexpr std::size_t skip_blanks(std::string_view text, std::size_t at) noexcept {
    for (const std::size_t limit = at + 16; at < limit;) {
        const std::size_t size = at < text.size() && blanks.has(text[at]) ? 1
                                 : spells(text, at, "\xC2\xA0")           ? 2
                                 : spells(text, at, "\xE3\x80\x80")       ? 3
                                                                          : 0;
        if (size == 0) break;
        at += size;
    }
    return at;
}

/// *Returns* the place of the first sign of Chinese and Japanese sentences in [at, end), or `end`: a comma, a full
/// stop, a semicolon, a closing bracket.
[[nodiscard]] constexpr std::size_t end_before_wide_sign(std::string_view text, std::size_t at,
                                                         std::size_t end) noexcept {
    for (; at + 2 < end; ++at) {
        if (text[at] != '\xEF' && text[at] != '\xE3') continue;
        for (const std::string_view sign : {"\uFF0C", "\u3001", "\u3002", "\uFF1B", "\uFF09", "\u3011", "\u300D"}) {
            if (spells(text, at, sign)) return at;
        }
    }
    return end;
}

/// *Returns* whether the words at `begin` go on with a sentence and are no value.
[[nodiscard]] constexpr bool begins_sentence(std::string_view text, std::size_t begin) noexcept {
    const auto byte = static_cast<unsigned char>(text[begin]);
    // Nobody enters a password in letters that have to be composed; there may be a quote before one.
    if (byte >= 0xE3 && byte < 0xEF) return !spells(text, begin, "\u300C") && !spells(text, begin, "\u300E");
    const std::size_t end = skip(text, begin, ascii_letters | non_ascii_bytes, begin + 48);
    const bool is_word = ends_word_of_sentence(text, end) && names_diagnosis(text.substr(begin, end - begin));
    return is_word && !has_password_behind(text, end);
}

}  // namespace foreign

/// *Returns* whether a name of the list may stand before `end`, as most names don't.
[[nodiscard]] inline bool may_be_foreign(std::string_view text, std::size_t end) noexcept {
    if (end < 3) return false;
    std::uint64_t bytes = 0;
    if (end >= sizeof bytes) {
        std::memcpy(&bytes, text.data() + end - sizeof bytes, sizeof bytes);
    } else {
        for (const char byte : text.substr(0, end)) bytes |= static_cast<unsigned char>(byte);
    }
    if ((bytes & 0x8080'8080'8080'8080U) != 0 || text[end - 1] == ' ' || text[end - 1] == '\t') return true;
    return (text[end - 1] == 'e' && text[end - 2] == 's') || (text[end - 1] == 'E' && text[end - 2] == 'S');
}

/// *Returns* what the name before `end` means, `password`, `token` or `secret`, where it is of another language.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr NameInText foreign_name_before(std::string_view text, std::size_t end) noexcept {
    end = foreign::without_blanks_behind(text, end);
    const std::string_view before = text.substr(0, end);
    const std::size_t near = end > 8 ? end - 8 : 0;
    const bool is_ascii = skip_back(text, end, ~non_ascii_bytes, near) == near;
    if (is_ascii && (end < 5 || !reads(text, end - 5, "passe"))) return {};
    for (const foreign::Name& name : foreign::names) {
        if (before.ends_with(name.word)) return {name.meaning, end - name.word.size()};
    }
    return {};
}

/// *Returns* the value behind a name of another language, or behind a wide sign, a colon or an
/// equals sign as Chinese and Japanese have them.
/// \param sign where the sign begins. \param sign_end where it ends.
/// \tparam Judge has `static bool redacts(std::string_view name) noexcept`.
template <class Judge>
[[nodiscard]] Span find_foreign_pair(const Text& text, std::size_t sign, std::size_t sign_end,
                                     std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    if (!may_be_foreign(bytes, sign) && sign_end == sign + 1) return nothing_in(text);
    NameInText key = foreign_name_before(bytes, sign);
    if (key.text.empty() && sign_end != sign + 1) key = name_before(bytes, sign, ascii_name_bytes);
    if (key.text.empty()) return nothing_in(text);
    const std::size_t begin = foreign::skip_blanks(bytes, sign_end);
    if (begin >= bytes.size() || !Judge::redacts(key.text)) return nothing_in(text);
    if (foreign::begins_sentence(bytes, begin) || begins_diagnosis(bytes, begin)) return nothing_in(text);
    if (opens_quote(bytes, begin)) return find_quoted(text, begin, from);
    const auto end_of = bytes[sign] == '=' ? end_of_token : end_of_words;
    const std::size_t end = end_behind(bytes, begin, from, end_of, '\0');
    return value_span(text, begin, foreign::end_before_wide_sign(bytes, begin > from ? begin : from, end));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
