// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_KEYS_HPP
#define LOCCER_TESTS_CANARY_KEYS_HPP

// Names of secrets, and the ways in which programs spell a name.

#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace canary {

/// In words. Each is one in every spelling below.
inline constexpr std::array sensitive_names = {
    "password",
    "passwd",
    "pass phrase",
    "pass code",
    "secret",
    "client secret",
    "token",
    "access token",
    "refresh token",
    "id token",
    "csrf token",
    "api key",
    "auth key",
    "access key",
    "private key",
    "signing key",
    "encryption key",
    "master key",
    "shared key",
    "session key",
    "session id",
    "credential",
    "credentials",
    "cookie",
    "set cookie",
    "authorization",
    "bearer",
    "basic auth",
    "auth code",
    "pin",
    "otp",
    "jwt",
    "hmac",
    "salt",
    "mnemonic",
    "ssn",
    "iban",
    "cvv",
    "passport",
    "dsn",
    "database url",
    "connection string",
    "ssh key",
    "deploy key",
    "license key",
    "seed phrase",
    "recovery code",
    "security answer",
    "social security",
    "credit card",
    "card number",
    "bank account",
    "account number",
    "pin code",
    "smtp pass",
    "webhook url",
};

/// Names that have to be the whole key, but for case and separators.
inline constexpr std::array whole_names = {"auth", "oauth", "two factor", "session", "sid", "signature", "seed", "2fa"};

/// Names that look no more secret than any.
inline constexpr std::array harmless_names = {
    "author", "order",  "region", "city",   "tokenizer", "secretary", "spinner",  "pineapple", "path",  "host",
    "method", "status", "device", "locale", "currency",  "monkey",    "keyboard", "passenger", "title", "colour",
};

inline std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char character : name) {
        if (character == ' ') words.emplace_back();
        else words.back() += character;
    }
    return words;
}

inline std::string joined(std::string_view name, std::string_view separator) {
    std::string text;
    for (const std::string& word : words_of(name)) text += (text.empty() ? "" : std::string(separator)) + word;
    return text;
}

inline std::string upper(std::string text) {
    for (char& character : text) character = static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
    return text;
}

/// *Returns* the words with their first letters in upper case, but for the very first where `camel`.
inline std::string title(std::string_view name, bool camel, std::string_view separator = "") {
    std::string text;
    for (std::string word : words_of(name)) {
        if (!camel || !text.empty()) word[0] = upper(word.substr(0, 1))[0];
        text += (text.empty() ? "" : std::string(separator)) + word;
    }
    return text;
}

/// *Returns* the name with one of its letters, chosen by `chosen`, replaced.
inline std::string with_letter(std::string_view name, std::size_t chosen, std::string (*replace)(char letter)) {
    std::string text = joined(name, "_");
    std::size_t at = chosen % text.size();
    while (text[at] == '_') at = (at + 1) % text.size();
    return text.substr(0, at) + replace(text[at]) + text.substr(at + 1);
}

/// *Returns* a letter of another alphabet that looks the same, or the letter with an accent.
inline std::string look_alike(char letter) {
    switch (letter) {
        case 'a': return "\u0430";
        case 'c': return "\u0441";
        case 'e': return "\u0435";
        case 'i': return "\u0456";
        case 'o': return "\u043e";
        case 'p': return "\u0440";
        case 's': return "\u0455";
        case 'x': return "\u0445";
        case 'y': return "\u0443";
        default: return std::string(1, letter) + "\u0301";
    }
}

/// *Returns* the letter of the block of full-width forms. *Source* Unicode 15, block FF00.
inline std::string full_width(char letter) {
    const unsigned code = 0xFF41U + static_cast<unsigned>(letter - 'a');
    return {static_cast<char>(0xE0U | (code >> 12U)), static_cast<char>(0x80U | ((code >> 6U) & 63U)),
            static_cast<char>(0x80U | (code & 63U))};
}

struct Spelling {
    const char* name;
    std::string (*apply)(std::string_view name, std::size_t chosen);
};

inline constexpr std::array spellings = {
    Spelling{"snake", [](std::string_view name, std::size_t) { return joined(name, "_"); }},
    Spelling{"kebab", [](std::string_view name, std::size_t) { return joined(name, "-"); }},
    Spelling{"dots", [](std::string_view name, std::size_t) { return joined(name, "."); }},
    Spelling{"spaces", [](std::string_view name, std::size_t) { return joined(name, " "); }},
    Spelling{"screaming", [](std::string_view name, std::size_t) { return upper(joined(name, "_")); }},
    Spelling{"train", [](std::string_view name, std::size_t) { return title(name, false, "-"); }},
    Spelling{"camel", [](std::string_view name, std::size_t) { return title(name, true); }},
    Spelling{"pascal", [](std::string_view name, std::size_t) { return title(name, false); }},
    Spelling{"brackets", [](std::string_view name, std::size_t) { return "user[" + joined(name, "][") + "]"; }},
    Spelling{"prefix", [](std::string_view name, std::size_t) { return "old_" + joined(name, "_"); }},
    Spelling{"suffix", [](std::string_view name, std::size_t) { return joined(name, "_") + "_2"; }},
    Spelling{"prefix and suffix", [](std::string_view name, std::size_t) { return "old_" + joined(name, "_") + "2"; }},
    Spelling{"camel prefix", [](std::string_view name, std::size_t) { return "my" + title(name, false) + "2"; }},
    Spelling{"path", [](std::string_view name, std::size_t) { return "shop.db/" + joined(name, "_") + ":current"; }},
    Spelling{"blanks around", [](std::string_view name, std::size_t) { return " " + joined(name, "_") + "\t"; }},
    Spelling{"look-alike", [](std::string_view name, std::size_t at) { return with_letter(name, at, look_alike); }},
    Spelling{"full width", [](std::string_view name, std::size_t at) { return with_letter(name, at, full_width); }},
    Spelling{"zero width",
             [](std::string_view name, std::size_t at) {
                 return with_letter(name, at, [](char letter) { return std::string(1, letter) + "\u200b"; });
             }},
};

/// *Returns* the n-th key of a secret; all names are there in all spellings, those of whole keys in the first ones.
inline std::string sensitive_key(std::size_t n) {
    constexpr std::size_t whole_spellings = 8;
    if (n % 9 == 8) {
        const std::string_view name = whole_names[n / 9 % whole_names.size()];
        return spellings[n / 9 / whole_names.size() % whole_spellings].apply(name, 0);
    }
    const std::string_view name = sensitive_names[n % sensitive_names.size()];
    const std::size_t spelling = (n % sensitive_names.size() + n / sensitive_names.size()) % spellings.size();
    return spellings[spelling].apply(name, n / sensitive_names.size());
}

/// *Returns* the n-th key of something harmless, in the spellings of ASCII.
inline std::string harmless_key(std::size_t n) {
    constexpr std::size_t ascii_spellings = 9;
    const std::string_view name = harmless_names[n % harmless_names.size()];
    return spellings[(n + n / harmless_names.size()) % ascii_spellings].apply(name, 0);
}

}  // namespace canary

#endif
