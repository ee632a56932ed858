// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_VIEWS_HPP
#define LOCCER_TESTS_CANARY_VIEWS_HPP

// Bytes as somebody would read them who looks for a secret: decoded in each way that fits. Where an encoding may
// begin at several places, all of them are tried; what is decoded from different places is kept apart by line ends.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace canary {

/// The shortest piece of a secret that counts as leaked.
inline constexpr std::size_t shortest_piece = 12;

/// *Returns* the value of a character of base64 or its form for URLs; -1 for any other.
constexpr int base64_value(char character) {
    if (character >= 'A' && character <= 'Z') return character - 'A';
    if (character >= 'a' && character <= 'z') return character - 'a' + 26;
    if (character >= '0' && character <= '9') return character - '0' + 52;
    if (character == '+' || character == '-') return 62;
    return character == '/' || character == '_' ? 63 : -1;
}

constexpr int hex_value(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    return character >= 'A' && character <= 'F' ? character - 'A' + 10 : -1;
}

/// The values of all characters, as a table.
using Values = std::array<signed char, 256>;

constexpr Values table_of(int (*value_of)(char)) {
    Values values{};
    for (std::size_t byte = 0; byte < values.size(); ++byte) {
        values[byte] = static_cast<signed char>(value_of(static_cast<char>(byte)));
    }
    return values;
}

/// *Effects* appends the bytes that a run of characters encodes, of `bits` bits each.
inline void append_decoded(std::string& decoded, std::string_view run, const Values& values, unsigned bits) {
    const std::size_t before = decoded.size();
    decoded.resize(before + run.size() * bits / 8 + 1);
    char* out = decoded.data() + before;
    std::uint32_t held_bits = 0;
    unsigned held = 0;
    for (const char character : run) {
        held_bits = (held_bits << bits) | static_cast<unsigned>(values[static_cast<unsigned char>(character)]);
        held += bits;
        if (held < 8) continue;
        held -= 8;
        *out++ = static_cast<char>((held_bits >> held) & 255U);
    }
    *out = '\n';
}

/// *Returns* what stands in the runs of characters that encode `bits` bits each, read from each of the beginnings
/// at which a byte may begin.
inline std::string decoded_runs(std::string_view bytes, const Values& values, unsigned bits, std::size_t beginnings) {
    const std::size_t shortest_run = shortest_piece * 8 / bits;
    const auto counts = [&](std::size_t at) { return values[static_cast<unsigned char>(bytes[at])] >= 0; };
    std::string decoded;
    for (std::size_t begin = 0; begin < bytes.size();) {
        std::size_t end = begin;
        while (end < bytes.size() && counts(end)) ++end;
        if (end - begin >= shortest_run) {
            for (std::size_t first = begin; first < begin + beginnings; ++first) {
                append_decoded(decoded, bytes.substr(first, end - first), values, bits);
            }
        }
        begin = end + 1;
    }
    return decoded;
}

/// *Returns* the bytes behind base64, of all four beginnings. *Source* RFC 4648, 4 and 5.
inline std::string from_base64(std::string_view bytes) {
    static constexpr Values values = table_of(base64_value);
    return decoded_runs(bytes, values, 6, 4);
}

/// *Returns* the bytes behind hexadecimal digits. *Source* RFC 4648, 8.
inline std::string from_hex(std::string_view bytes) {
    static constexpr Values values = table_of(hex_value);
    return decoded_runs(bytes, values, 4, 2);
}

/// *Returns* the text without percent-encoding, empty where it has none. *Source* RFC 3986, 2.1.
inline std::string from_percent(std::string_view bytes) {
    if (bytes.find('%') == std::string_view::npos) return {};
    std::string decoded;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const bool encoded =
            bytes[at] == '%' && at + 2 < bytes.size() && hex_value(bytes[at + 1]) >= 0 && hex_value(bytes[at + 2]) >= 0;
        if (!encoded) {
            decoded += bytes[at];
            continue;
        }
        decoded += static_cast<char>(hex_value(bytes[at + 1]) * 16 + hex_value(bytes[at + 2]));
        at += 2;
    }
    return decoded;
}

/// *Returns* the text without the escapes of JSON, empty where it has none. *Source* RFC 8259, 7.
inline std::string from_escapes(std::string_view bytes) {
    if (bytes.find('\\') == std::string_view::npos) return {};
    std::string decoded;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (bytes[at] != '\\' || at + 1 == bytes.size()) {
            decoded += bytes[at];
            continue;
        }
        const char kind = bytes[++at];
        if (kind != 'u' || at + 4 >= bytes.size()) {
            constexpr std::string_view controls = "bfnrt";
            decoded += controls.find(kind) == std::string_view::npos ? kind : '\n';
            continue;
        }
        int code = 0;
        for (std::size_t digit = 1; digit <= 4; ++digit) code = code * 16 + (hex_value(bytes[at + digit]) & 15);
        decoded += code < 0x80 ? static_cast<char>(code) : '\n';
        at += 4;
    }
    return decoded;
}

constexpr bool is_letter_or_digit(char character) {
    return hex_value(character) >= 0 || (base64_value(character) >= 0 && base64_value(character) < 62);
}

/// *Returns* the letters and digits alone, as they stand on a card in groups.
inline std::string squeezed(std::string_view bytes) {
    static constexpr Values counts = table_of([](char character) { return is_letter_or_digit(character) ? 1 : 0; });
    std::string kept(bytes.size(), '\0');
    std::size_t size = 0;
    for (const char byte : bytes) {
        kept[size] = byte;
        size += static_cast<std::size_t>(counts[static_cast<unsigned char>(byte)]);
    }
    kept.resize(size);
    return kept;
}

/// A way to read, and what it is called in a report.
struct View {
    const char* name;
    std::string (*read)(std::string_view bytes);
};

/// The readings that may hide others behind them.
inline constexpr std::array decoders = {
    View{"base64", from_base64},
    View{"hex", from_hex},
    View{"percent", from_percent},
    View{"escaped", from_escapes},
};

}  // namespace canary

#endif
