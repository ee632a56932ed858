// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_CHAIN_MEMBER_HPP
#define LOCCER_OUTPUTS_FILE_CHAIN_MEMBER_HPP

// The last member of a chained line as text, `"chain":{"n":17,"hash":"..."}`, and in the first chained line of each
// file `"chain":{"prev":"...","n":17,"hash":"..."}`. Only this spelling is one: what a chain proves must not
// depend on how a parser takes another.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// A SHA-256. All zero: of nothing, where a chain begins.
using ChainHash = std::array<std::uint8_t, 32>;

/// A line of a chain: its number, from 1, and its hash.
struct ChainHead {
    std::uint64_t n = 0;  ///< 0: the chain has no line yet
    ChainHash hash{};

    friend bool operator==(const ChainHead&, const ChainHead&) noexcept = default;
};

inline constexpr std::size_t chain_hash_digits = 64;
inline constexpr std::size_t chain_number_digits = 18;
inline constexpr std::uint64_t longest_chain = 999'999'999'999'999'999;

namespace chaining {

inline constexpr std::string_view open = R"("chain":{)";
inline constexpr std::string_view prev = R"("prev":")";
inline constexpr std::string_view after_prev = R"(",)";
inline constexpr std::string_view number = R"("n":)";
inline constexpr std::string_view hash = R"(,"hash":")";
inline constexpr std::string_view close = R"("}})";

inline char* put(char* out, std::string_view part) noexcept {
    std::memcpy(out, part.data(), part.size());
    return out + part.size();
}

/// *Effects* takes `part` from the end of `text`. *Returns* false where it does not stand there.
inline bool take_back(std::string_view& text, std::string_view part) noexcept {
    if (!text.ends_with(part)) return false;
    text.remove_suffix(part.size());
    return true;
}

inline int digit_of(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace chaining

/// *Effects* writes 64 hexadecimal digits. *Returns* their end.
inline char* put_hash(char* out, const ChainHash& hash) noexcept {
    constexpr const char* digits = "0123456789abcdef";
    for (const std::uint8_t byte : hash) {
        *out++ = digits[byte >> 4U];
        *out++ = digits[byte & 0xFU];
    }
    return out;
}

/// *Returns* whether `text` is a hash as put_hash() writes it.
[[nodiscard]] inline bool read_hash(std::string_view text, ChainHash& hash) noexcept {
    if (text.size() != chain_hash_digits) return false;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const int high = chaining::digit_of(text[2 * i]);
        const int low = chaining::digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        hash[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

/// How many bytes the member takes at most, with the comma before it.
inline constexpr std::size_t chain_member_bytes =
    1 + chaining::open.size() + chaining::prev.size() + chain_hash_digits + chaining::after_prev.size() +
    chaining::number.size() + chain_number_digits + chaining::hash.size() + chain_hash_digits + 2;

/// *Effects* writes the member up to the value of `hash`, which put_hash() goes on with.
/// \param prev the hash of the line before; nullptr where that stands in the same file. *Returns* the end.
inline char* put_chain_member(char* out, const ChainHash* prev, std::uint64_t n) noexcept {
    out = chaining::put(out, chaining::open);
    if (prev != nullptr) {
        out = put_hash(chaining::put(out, chaining::prev), *prev);
        out = chaining::put(out, chaining::after_prev);
    }
    out = chaining::put(out, chaining::number);
    out = std::to_chars(out, out + chain_number_digits, n).ptr;
    return chaining::put(out, chaining::hash);
}

/// The member of a line.
struct ChainMember {
    ChainHead head;
    std::optional<ChainHash> prev;
    std::size_t hashed = 0;  ///< how many bytes of the line stand before the value of `hash`
};

/// *Returns* the member that the line ends with; nothing where it ends otherwise. \param line without its line end; its
/// last chain_member_bytes + 1 bytes are enough. *Allocates* no. *Throws* nothing.
[[nodiscard]] inline std::optional<ChainMember> parse_chain_member(std::string_view line) noexcept {
    const auto take_hash = [&line](ChainHash& hash) noexcept {
        if (line.size() < chain_hash_digits) return false;
        const std::size_t at = line.size() - chain_hash_digits;
        if (!read_hash(line.substr(at), hash)) return false;
        line.remove_suffix(chain_hash_digits);
        return true;
    };
    ChainMember member;
    if (!chaining::take_back(line, chaining::close) || !take_hash(member.head.hash)) return std::nullopt;
    member.hashed = line.size();
    if (!chaining::take_back(line, chaining::hash)) return std::nullopt;

    std::size_t digits = 0;
    while (digits <= chain_number_digits && digits < line.size() && line[line.size() - 1 - digits] >= '0' &&
           line[line.size() - 1 - digits] <= '9') {
        ++digits;
    }
    const std::string_view number = line.substr(line.size() - digits);
    if (digits == 0 || digits > chain_number_digits || number.front() == '0') return std::nullopt;
    (void)std::from_chars(number.data(), number.data() + number.size(), member.head.n);
    line.remove_suffix(digits);

    if (!chaining::take_back(line, chaining::number)) return std::nullopt;
    if (chaining::take_back(line, chaining::after_prev)) {
        if (!take_hash(member.prev.emplace()) || !chaining::take_back(line, chaining::prev)) return std::nullopt;
    }
    if (!chaining::take_back(line, chaining::open)) return std::nullopt;
    if (!line.ends_with(',') && line != "{") return std::nullopt;
    return member;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
