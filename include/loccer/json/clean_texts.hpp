// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_CLEAN_TEXTS_HPP
#define LOCCER_JSON_CLEAN_TEXTS_HPP

// Texts in which the rules of a log have found nothing to remove, so that the same message, type or thread name is
// looked through once and not for each record: whether a text holds a secret depends on its bytes alone.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/known_bytes.hpp>
#include <loccer/policy/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// What is known of a text.
enum class Cleanness : unsigned char {
    unknown,
    clean,  ///< nothing in it is removed
    plain   ///< nor escaped
};

/// The last texts that were clean. About 32 KiB, of which only what is used is touched. *Requires* that all of it is
/// asked and told by the same rules. *Threads* one at a time.
class CleanTexts {
  public:
    /// Longer texts are looked through each time. *Units* bytes.
    static constexpr std::size_t longest = 248;
    /// Shorter ones as well: that is as quick.
    static constexpr std::size_t shortest = 4;

    /// *Returns* what was found out of the text, as one of its kind. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] Cleanness find(const Text& text) const noexcept {
        if (text.bytes.size() < shortest || text.bytes.size() > longest) return Cleanness::unknown;
        const Found* const found = texts_.find(text.bytes, hash_of(text));
        return found != nullptr && found->kind == text.kind ? found->cleanness : Cleanness::unknown;
    }

    /// *Effects* keeps a text that was found clean, in place of another one where it must. *Requires* that it is whole,
    /// and unknown.
    void add(const Text& text, bool is_plain) noexcept {
        if (text.bytes.size() < shortest || text.bytes.size() > longest) return;
        texts_.add(text.bytes, hash_of(text), {text.kind, is_plain ? Cleanness::plain : Cleanness::clean});
    }

  private:
    struct Found {
        TextKind kind;
        Cleanness cleanness;
    };

    /// *Returns* a number told from the kind, the size and both ends of the text.
    [[nodiscard]] static std::uint32_t hash_of(const Text& text) noexcept {
        const std::string_view bytes = text.bytes;
        const auto load = [&](std::size_t at, auto value) {
            std::memcpy(&value, bytes.data() + at, sizeof value);
            return std::uint64_t{value};
        };
        const bool is_long = bytes.size() >= sizeof(std::uint64_t);
        const std::uint64_t first = is_long ? load(0, std::uint64_t{}) : load(0, std::uint32_t{});
        const std::uint64_t last = is_long ? load(bytes.size() - sizeof(std::uint64_t), std::uint64_t{})
                                           : load(bytes.size() - sizeof(std::uint32_t), std::uint32_t{});
        const std::uint64_t size_and_kind = bytes.size() << 1 | (text.kind == TextKind::code ? 1U : 0U);
        return static_cast<std::uint32_t>((first + last * 31 + size_and_kind) * 0x9E37'79B9'7F4A'7C15U >> 32);
    }

    KnownBytes<Found, longest, 128> texts_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
