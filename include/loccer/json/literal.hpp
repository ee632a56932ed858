// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_LITERAL_HPP
#define LOCCER_JSON_LITERAL_HPP

// Keys that are known when the program is compiled, as finished bytes: escaping one at run time would be
// done for every record again.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/json/escape_one.hpp>
#include <loccer/json/key_hash.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

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
