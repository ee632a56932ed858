// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_ENCODINGS_HPP
#define LOCCER_TESTS_CANARY_ENCODINGS_HPP

// The dress a secret may travel in: what programs do to texts before they log them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace canary {

inline std::string reversed(std::string_view text) { return {text.rbegin(), text.rend()}; }

/// *Source* RFC 4648, 4; with `url` RFC 4648, 5 without padding.
inline std::string base64(std::string_view text, bool url = false) {
    constexpr std::string_view common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const auto character = [&](unsigned value) {
        if (value < 62) return common[value];
        if (value == 62) return url ? '-' : '+';
        return url ? '_' : '/';
    };
    std::string encoded;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char byte : text) {
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
        for (held += 8; held >= 6; held -= 6) encoded += character((bits >> (held - 6)) & 63U);
    }
    if (held > 0) encoded += character((bits << (6 - held)) & 63U);
    while (!url && encoded.size() % 4 != 0) encoded += '=';
    return encoded;
}

/// *Returns* each byte as two digits behind `prefix`.
inline std::string hex(std::string_view text, bool upper = false, std::string_view prefix = "") {
    const std::string_view hex_digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string encoded;
    for (const char byte : text) {
        encoded += prefix;
        encoded += hex_digits[static_cast<unsigned char>(byte) >> 4U];
        encoded += hex_digits[static_cast<unsigned char>(byte) & 15U];
    }
    return encoded;
}

/// *Returns* every byte percent-encoded, also those that need not be. *Source* RFC 3986, 2.1.
inline std::string percent_all(std::string_view text) { return hex(text, true, "%"); }

/// *Returns* the reserved bytes percent-encoded, as a browser does. *Source* RFC 3986, 2.3.
inline std::string percent(std::string_view text) {
    std::string encoded;
    for (const char byte : text) {
        const bool unreserved = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                                (byte >= '0' && byte <= '9') ||
                                std::string_view("-._~").find(byte) != std::string_view::npos;
        encoded += unreserved ? std::string(1, byte) : percent_all({&byte, 1});
    }
    return encoded;
}

/// *Returns* each byte as a JSON escape. *Source* RFC 8259, 7.
inline std::string unicode_escaped(std::string_view text) { return hex(text, false, "\\u00"); }

/// *Returns* the inside of a JSON string. *Source* RFC 8259, 7.
inline std::string json_escaped(std::string_view text) {
    std::string escaped;
    for (const char byte : text) {
        if (byte == '"' || byte == '\\') escaped += '\\';
        escaped += byte;
    }
    return escaped;
}

// As functions of one parameter.
inline std::string as_base64(std::string_view text) { return base64(text); }
inline std::string as_url_base64(std::string_view text) { return base64(text, true); }
inline std::string as_hex(std::string_view text) { return hex(text); }
inline std::string twice_percent(std::string_view text) { return percent(percent(text)); }
inline std::string in_json(std::string_view text) { return R"({"body":")" + json_escaped(text) + "\"}"; }

inline std::string in_escaped_json(std::string_view text) { return R"({"body":")" + unicode_escaped(text) + "\"}"; }

struct Encoding {
    const char* name;
    std::string (*apply)(std::string_view text);
};

/// Every form in which a secret counts as leaked.
inline constexpr std::array encodings = {
    Encoding{"plain", [](std::string_view text) { return std::string(text); }},
    Encoding{"reversed", [](std::string_view text) { return reversed(text); }},
    Encoding{"base64", [](std::string_view text) { return base64(text); }},
    Encoding{"base64 behind one byte", [](std::string_view text) { return base64(":" + std::string(text)); }},
    Encoding{"base64 behind two bytes", [](std::string_view text) { return base64("u:" + std::string(text)); }},
    Encoding{"base64 of URLs", [](std::string_view text) { return base64(text, true); }},
    Encoding{"hex", [](std::string_view text) { return hex(text); }},
    Encoding{"hex in upper case", [](std::string_view text) { return hex(text, true); }},
    Encoding{"percent", [](std::string_view text) { return percent_all(text); }},
    Encoding{"escaped", [](std::string_view text) { return unicode_escaped(text); }},
    Encoding{"in groups",
             [](std::string_view text) {
                 std::string groups;
                 for (std::size_t i = 0; i < text.size(); i += 4) groups += std::string(text.substr(i, 4)) + " ";
                 return groups;
             }},
};

}  // namespace canary

#endif
