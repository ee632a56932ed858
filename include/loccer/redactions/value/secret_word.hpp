// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_SECRET_WORD_HPP
#define LOCCER_REDACTIONS_VALUE_SECRET_WORD_HPP

// Whether a word of a sentence is a password rather than the next word: `hunter2` and not `wrong`, `base64`, `30days`.
// It is asked where a sentence says no more than that a secret may follow, so in doubt it is a word.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/shape.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* whether `word`, in any case, is one of `words`, which are in lower case and which a blank divides.
[[nodiscard]] constexpr bool reads_one_of(std::string_view words, std::string_view word) noexcept {
    while (!word.empty() && !words.empty()) {
        const std::string_view first = words.substr(0, words.find(' '));
        if (first.size() == word.size() && reads(word, 0, first)) return true;
        words.remove_prefix(first.size() < words.size() ? first.size() + 1 : words.size());
    }
    return false;
}

namespace secret_words {

/// How much of a word is looked at. *Units* bytes.
inline constexpr std::size_t reach = 256;
inline constexpr std::size_t shortest = 6;

/// *Returns* whether a word is that of a technique or of a place with its number: `base64`, `SHA-256`, `int32_t`,
/// `field1`.
[[nodiscard]] constexpr bool has_technical_number(std::string_view word) noexcept {
    constexpr std::string_view stems =
        "base md sha utf ucs iso latin aes des rc rot pkcs x argon ed curve hs rs es ps oauth http tls ssl ip ipv v "
        "int "
        "uint float arm amd i u f cp windows win field input line step attempt item row column entry slot option arg "
        "argument param parameter page version chapter section byte offset index error code status";
    if (reads(word, 0, "scram-")) word.remove_prefix(6);
    const std::size_t letters = skip(word, 0, ascii_letters);
    if (!reads_one_of(stems, word.substr(0, letters))) return false;
    const std::size_t number = skip(word, letters, ByteSet{"-_.#"}, letters + 1);
    const std::size_t end = skip(word, number, digits | ByteSet{"._"});
    if (end == number) return false;
    const std::size_t rest = skip(word, end, alphanumerics | ByteSet{"-_./"});
    return rest == word.size() && (rest <= end + 2 || ByteSet{"-/"}.has(word[end]) || word[end - 1] == '_');
}

/// *Returns* whether a word is a number with its unit, a date, a version or an address of memory.
[[nodiscard]] constexpr bool is_quantity(std::string_view word) noexcept {
    constexpr std::string_view units =
        "s ms us ns m min mins minute minutes sec secs seconds h hour hours d day days w week weeks month months year "
        "years b kb mb gb kib mib gib bit bits byte bytes char chars characters digits times st nd rd th";
    const std::size_t number = skip(word, 0, digits);
    if (number == 0) return false;
    const std::size_t end = skip(word, number, digits | ByteSet{"._-"});
    if (end > number + 1 && number <= 4 && (word[number] == '.' || word[number] == '-')) {
        return word.size() - end < 3 || ByteSet{"tT."}.has(word[end]) || ByteSet{".-"}.has(word[end - 1]);
    }
    return reads(word, 0, "0x") || reads_one_of(units, word.substr(end));
}

/// *Returns* whether a word is an address of mail, of the web or of code, or a part of a path or of a pair.
[[nodiscard]] constexpr bool is_address(std::string_view word, const Shape& shape) noexcept {
    constexpr ByteSet host = alphanumerics | ByteSet{".-"};
    if (is_file_name(word) || word.find("::") != std::string_view::npos || word.find("->") != std::string_view::npos ||
        word.find("://") != std::string_view::npos || word.ends_with("'s") || word.ends_with("()")) {
        return true;
    }
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos && skip(word, equals, ByteSet{"="}) != word.size()) return true;
    const std::size_t at = word.find('@');
    if (at != std::string_view::npos && at != 0 && skip(word, at + 1, host) == word.size()) {
        const std::size_t dot = word.rfind('.');
        if (dot != std::string_view::npos && dot > at && skip(word, dot + 1, ascii_letters) == word.size()) return true;
    }
    const bool is_base64 = word.size() >= 16 && shape.mixes_cases() && shape.digits != 0;
    return !is_base64 && skip(word, 0, ~ByteSet{"/\\"}) != word.size();
}

}  // namespace secret_words

/// *Returns* a word without the signs that a sentence puts behind it.
[[nodiscard]] constexpr std::string_view without_signs_behind(std::string_view word) noexcept {
    while (!word.empty() && ByteSet{".,;:)]}>\"'`"}.has(word.back())) word.remove_suffix(1);
    return word;
}

/// *Returns* whether a word of six bytes or more mixes letters with digits, or with signs that words don't have, or
/// small with capital letters as no name does; techniques, quantities, addresses, names of files and pairs don't count.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr bool looks_like_password(std::string_view word) noexcept {
    constexpr ByteSet inner_signs{"!#$%^&*?@~+"};
    word = word.substr(0, secret_words::reach);
    if (word.size() < secret_words::shortest) return false;
    if (!(alphanumerics | non_ascii_bytes | inner_signs | ByteSet{"-_."}).has(word[0])) return false;
    const Shape shape = shape_of(word);
    const std::size_t letters = shape.lower + shape.upper;
    if (letters == 0 || letters == word.size())
        return letters != 0 && word.size() >= 8 && 3 * shape.inner_upper >= letters;
    const std::size_t sign = skip(word, 0, ~inner_signs);
    const bool has_inner_sign = sign < word.size() && skip(word, sign, ~alphanumerics) != word.size();
    if (shape.digits == 0 && !has_inner_sign) return false;
    word = word.substr(0, skip_back(word, word.size(), ByteSet{"!?"}));  // of a sentence, perhaps
    return !secret_words::has_technical_number(word) && !secret_words::is_quantity(word) &&
           !secret_words::is_address(word, shape);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
