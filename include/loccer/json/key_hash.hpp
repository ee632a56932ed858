// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_KEY_HASH_HPP
#define LOCCER_JSON_KEY_HASH_HPP

// By what an object remembers a key: told from its first and last bytes, in the same words by which copy_plain.hpp
// copies it, and when the program is compiled.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/mixed.hpp>
#include <loccer/json/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace key_hash_detail {

/// *Returns* the bytes at `from` as a number, the first lowest.
template <class Number>
[[nodiscard, gnu::always_inline]] constexpr std::uint64_t load(const char* from) noexcept {
    if (std::endian::native == std::endian::little && !std::is_constant_evaluated()) {
        Number number;
        std::memcpy(&number, from, sizeof number);
        return number;
    }
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) word |= std::uint64_t{byte(from[i])} << (8 * i);
    return word;
}

/// Before the words of a key of that size. Multiplied, so that no byte makes up for another size.
[[nodiscard]] constexpr std::uint64_t begin(std::size_t size) noexcept { return size * 0xC2B2'AE3D'27D4'EB4F; }

[[nodiscard]] constexpr std::uint32_t end(std::uint64_t sum) noexcept {
    return static_cast<std::uint32_t>(sum ^ sum >> 32);
}

}  // namespace key_hash_detail

/// *Returns* key_hash() of a key of less than eight bytes.
/// \param word of four bytes or more the first four and the last four, of two or more the first two and the last two;
/// they overlap, and the first byte of all is lowest.
[[nodiscard, gnu::always_inline]] constexpr std::uint32_t key_hash_of_word(std::uint64_t word,
                                                                           std::size_t size) noexcept {
    return key_hash_detail::end(mixed(key_hash_detail::begin(size), word, 0));
}
/// *Returns* key_hash() of a key of eight to fifteen bytes. \param first eight bytes. \param last eight bytes.
[[nodiscard, gnu::always_inline]] constexpr std::uint32_t key_hash_of_words(std::uint64_t first, std::uint64_t last,
                                                                            std::size_t size) noexcept {
    return key_hash_detail::end(mixed(key_hash_detail::begin(size), first, last));
}

/// *Returns* the hash by which an object remembers a key, sixteen bytes at a time. \param key escaped.
[[nodiscard, gnu::always_inline]] constexpr std::uint32_t key_hash(std::string_view key) noexcept {
    using key_hash_detail::load;
    const char* const begin = key.data();
    const std::size_t size = key.size();
    if (size < 2) return key_hash_of_word(size == 0 ? 0 : byte(*begin), size);
    if (size < 4) {
        const std::uint64_t last = load<std::uint16_t>(begin + (size - 2));
        return key_hash_of_word(load<std::uint16_t>(begin) | last << 16, size);
    }
    if (size < 8) {
        const std::uint64_t last = load<std::uint32_t>(begin + (size - 4));
        return key_hash_of_word(load<std::uint32_t>(begin) | last << 32, size);
    }
    const auto word = [begin](std::size_t at) { return load<std::uint64_t>(begin + at); };
    if (size < 16) return key_hash_of_words(word(0), word(size - 8), size);
    // The last bytes overlap with those before.
    std::uint64_t sum = key_hash_detail::begin(size);
    for (std::size_t at = 0; at + 16 < size; at += 16) sum = mixed(sum, word(at), word(at + 8));
    return key_hash_detail::end(mixed(sum, word(size - 16), word(size - 8)));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
