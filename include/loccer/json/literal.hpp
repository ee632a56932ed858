// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_LITERAL_HPP
#define LOCCER_JSON_LITERAL_HPP

// Keys that are known when the program is compiled, as finished bytes: escaping one at run time would be
// done for every record again.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/json/escape_one.hpp>
#include <loccer/json/utf8.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace literal_detail {

/// *Returns* the bytes at `from` as a number, the first lowest.
template <class Number>
[[nodiscard]] constexpr std::uint64_t load(const char* from) noexcept {
    if (std::endian::native == std::endian::little && !std::is_constant_evaluated()) {
        Number number;
        std::memcpy(&number, from, sizeof number);
        return number;
    }
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) word |= std::uint64_t{byte(from[i])} << (8 * i);
    return word;
}

}  // namespace literal_detail

/// *Returns* the hash by which an object remembers a key, eight bytes at a time. \param key escaped.
/// *Source* Knuth, The Art of Computer Programming 3, §6.4 (multiplicative hashing).
[[nodiscard, gnu::always_inline]] constexpr std::uint32_t key_hash(std::string_view key) noexcept {
    using literal_detail::load;
    constexpr std::uint64_t factor = 0x9E37'79B9'7F4A'7C15U;
    const char* const begin = key.data();
    const std::size_t size = key.size();
    std::uint64_t hash = size * factor;
    std::uint64_t last = 0;
    if (size >= 8) {
        // The last bytes overlap with those before.
        for (std::size_t at = 0; at + 8 < size; at += 8) {
            hash = (hash ^ load<std::uint64_t>(begin + at)) * factor;
            hash ^= hash >> 32;
        }
        last = load<std::uint64_t>(begin + (size - 8));
    } else if (size >= 4) {
        last = load<std::uint32_t>(begin) | load<std::uint32_t>(begin + (size - 4)) << 32;
    } else if (size != 0) {
        last = byte(begin[0]) | std::uint64_t{byte(begin[size / 2])} << 8 | std::uint64_t{byte(begin[size - 1])} << 16;
    }
    hash = (hash ^ last) * factor;
    return static_cast<std::uint32_t>((hash ^ hash >> 32) * factor >> 32);
}

/// Bytes made at compile time.
template <std::size_t Capacity>
struct LiteralText {
    std::array<char, Capacity> text{};
    std::size_t size = 0;

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text.data(), size}; }
    constexpr void add(std::string_view bytes) noexcept {
        for (const char character : bytes) text[size++] = character;
    }
    constexpr void add_escaped(std::string_view bytes) noexcept {
        std::size_t repaired = 0;
        const char* in = bytes.data();
        const char* const end = in + bytes.size();
        char* out = text.data() + size;
        while (in != end) out = escaping::put_one(out, in, end, repaired);
        size = static_cast<std::size_t>(out - text.data());
    }
};

/// As much of a key's block as is copied at once, whatever its size. *Units* bytes.
inline constexpr std::size_t key_block_bytes = 32;

/// `,"key":` of a literal key; the first member of an object leaves the comma out. Behind it stands a quotation mark,
/// for members whose value is a text.
template <FixedString Text>
struct LiteralKey {
  private:
    static consteval auto make_block() {
        constexpr std::size_t longest = Text.size() * max_escape + 4;
        LiteralText<(longest > key_block_bytes ? longest : key_block_bytes) + 1> made;
        made.add(",\"");
        made.add_escaped(Text.view());
        made.add("\":");
        made.text[made.size] = '"';
        return made;
    }
    static consteval std::uint32_t make_hash() { return key_hash(name()); }

  public:
    static constexpr auto block = make_block();
    /// *Returns* the escaped key without its quotation marks.
    [[nodiscard]] static constexpr std::string_view name() noexcept { return block.view().substr(2, block.size - 4); }
    static constexpr std::uint32_t hash = make_hash();
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
