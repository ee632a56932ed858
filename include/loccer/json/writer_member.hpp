// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_WRITER_MEMBER_HPP
#define LOCCER_JSON_WRITER_MEMBER_HPP

// The functions of Writer that most of a record goes through: members with keys that are known when the program is
// compiled or plain ones, texts that fit whatever is to be escaped in them, and brackets. All else is left to
// writer_text.hpp.
// Layer: json; include json/writer.hpp.

#include <loccer/base/config.hpp>
#include <loccer/json/escape.hpp>
#include <loccer/json/literal.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/reflect/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace member_detail {

/// *Returns* the room in which a text fits whatever its bytes become, quotation marks included.
[[nodiscard]] constexpr std::size_t ample_for_text(std::size_t size) noexcept {
    constexpr std::size_t quotes = 2;
    return (size + store_slack + quotes) * (max_escape + 2);
}

}  // namespace member_detail

[[gnu::noinline]] inline const char* Writer::end_unclean_text(char* out, const char* in, const char* end) noexcept {
    out = escape_rest(in, end, out, state_.repaired);
    *out++ = '"';
    return state_.cursor = out;
}

/// Writes a text and its last quotation mark. *Requires* ample room. *Returns* where it ends, which is not null, so
/// that it can be the last call.
[[gnu::noinline]] inline const char* Writer::end_text(char* out, std::string_view value) noexcept {
    const std::size_t copied = copy_plain(value, out);
    if (copied != value.size()) [[unlikely]]
        return end_unclean_text(out + copied, value.data() + copied, value.data() + value.size());
    out += value.size();
    *out++ = '"';
    return state_.cursor = out;
}

[[gnu::noinline]] inline void Writer::text(std::string_view kept, std::size_t whole_size) noexcept {
    if (!take_value()) return;
    constexpr std::size_t quotes = 2;
    if (kept.size() == whole_size && has_room(member_detail::ample_for_text(kept.size()))) [[likely]] {
        char* const out = state_.cursor;
        *out = '"';
        end_text(out + 1, kept);
    } else if (!has_room(quotes)) {
        overflow();
    } else {
        text_within(kept, whole_size);
    }
}

inline void Writer::rewind(const Mark& mark) noexcept {
    state_ = mark;
    keys_.restore(mark.keys);
}

/// Puts a bracket and goes within what it opens. *Requires* that all fits. \param outer what place is behind that.
[[gnu::always_inline]] inline void Writer::enter(char* out, char bracket, std::uint8_t kind,
                                                 std::uint8_t outer) noexcept {
    // In this order, or compilers would write both at once, for which the next reader would have to wait.
    --state_.limit;
    *out = bracket;
    state_.cursor = out + 1;
    outer_keys_[state_.depth] = keys_.enter();
    outer_places_[state_.depth] = outer;
    ++state_.depth;
    state_.place = kind;
}

inline bool Writer::begin(char bracket, std::uint8_t kind) noexcept {
    if (!expects_value()) return false;
    if (state_.depth == max_depth) {
        text(reflect::too_deep_text);
        state_.truncated = true;
        return false;
    }
    if (!has_room(2)) {
        take_due();
        return overflow();
    }
    enter(state_.cursor, bracket, kind, state_.place & static_cast<std::uint8_t>(~due));
    return true;
}

inline void Writer::end(char bracket, std::uint8_t kind) noexcept {
    if (state_.place != kind) [[unlikely]]
        return end_due(bracket, kind);
    // The limit behind the bracket, or compilers would read both at once, for which processors would have to wait.
    *state_.cursor++ = bracket;
    ++state_.limit;
    --state_.depth;
    keys_.leave(outer_keys_[state_.depth]);
    state_.place = outer_places_[state_.depth];
}

/// Copies the block of a LiteralKey, of which the first member of an object leaves the comma out. *Requires* that it is
/// shorter than key_block_bytes, and room for that. *Returns* where it ends.
[[gnu::always_inline]] inline char* Writer::put_block(const char* block, std::size_t size) const noexcept {
    char* const out = state_.cursor;
    // Branches, which processors foresee: nothing has to wait for the byte that was written last.
    if (out[-1] == '{') [[unlikely]] {
        std::memcpy(out, block + 1, key_block_bytes);
        return out + size - 1;
    }
    std::memcpy(out, block, key_block_bytes);
    return out + size;
}

[[gnu::noinline]] inline bool Writer::begin_member(const char* block, std::size_t size) noexcept {
    static_assert(key_block_bytes <= value_room);
    if (state_.place == in_object && size < key_block_bytes && has_room(size + value_room)) [[likely]] {
        state_.cursor = put_block(block, size);
        state_.place = in_object | due;
        return true;
    }
    return put_member_begin(block, size);
}

[[gnu::noinline]] inline bool Writer::literal_key(const char* block, std::size_t size, std::uint32_t hash,
                                                  std::string_view name) noexcept {
    const bool is_short = size < key_block_bytes;
    if (state_.place == in_object && is_short && has_room(size + value_room) && keys_.add_new<true>(hash)) [[likely]] {
        state_.cursor = put_block(block, size);
        state_.place = in_object | due;
        return true;
    }
    return put_literal_key(block, size, hash, name);
}

[[gnu::noinline]] inline bool Writer::begin_own_object(const char* block, std::size_t size) noexcept {
    if (state_.place != in_object || state_.depth == max_depth || !has_room(size + value_room)) [[unlikely]]
        return put_own_object(block, size);
    enter(put_block(block, size), '{', in_object, in_object);
    return true;
}

[[gnu::noinline]] inline bool Writer::element() noexcept {
    if (!begin_part(in_array, 1)) return false;
    if (!is_first()) *state_.cursor++ = ',';
    state_.place = in_array | due;
    return true;
}

[[gnu::noinline]] inline bool Writer::element_object() noexcept {
    if (state_.place != in_array || state_.depth == max_depth || !has_room(1 + value_room)) [[unlikely]]
        return put_element_object();
    char* out = state_.cursor;
    if (out[-1] != '[') [[likely]]
        *out++ = ',';
    enter(out, '{', in_object, in_array);
    return true;
}

[[gnu::noinline]] inline void Writer::put_own_unsigned(const char* block, std::size_t size,
                                                       std::uint64_t value) noexcept {
    static_assert(max_number <= value_room);
    if (state_.place != in_object || !has_room(size + value_room) || !is_small(value)) [[unlikely]]
        return put_unsigned_member(block, size, value);
    state_.cursor = put_small(put_block(block, size), static_cast<std::uint32_t>(value));
}

[[gnu::noinline]] inline void Writer::put_own_text(const char* block, std::size_t size,
                                                   std::string_view value) noexcept {
    if (state_.place == in_object && has_room(size + member_detail::ample_for_text(value.size()))) [[likely]] {
        end_text(put_block(block, size + 1), value);
        return;
    }
    put_text_member(block, size, value);
}

/// *Returns* null where the member has to be written in two steps; then nothing is done.
[[gnu::noinline]] inline const char* Writer::put_literal_text(const char* block, std::size_t size, std::uint32_t hash,
                                                              std::string_view value) noexcept {
    if (state_.place != in_object || !has_room(size + member_detail::ample_for_text(value.size()))) return nullptr;
    if (!keys_.add_new<true>(hash)) return nullptr;
    return end_text(put_block(block, size + 1), value);
}

/// Writes `"name":` and a quotation mark of a short plain key that the object does not have. *Requires* that a member
/// can begin, ample room. *Returns* where it ends, null where the key is another one: then nothing is done.
template <bool AtAGlance>
[[gnu::always_inline]] inline char* Writer::put_plain_key(std::string_view name) noexcept {
    char* out = state_.cursor;
    if (out[-1] != '{') [[likely]] {
        constexpr std::string_view begin = ",\"";
        std::memcpy(out, begin.data(), begin.size());
        out += begin.size();
    } else {
        *out++ = '"';
    }
    std::uint32_t hash = 0;
    if (!copy_plain_key(name, out, hash)) [[unlikely]]
        return nullptr;
    if (!keys_.add_new<AtAGlance>(hash)) [[unlikely]]
        return nullptr;
    out += name.size();
    constexpr std::string_view end = "\":\"";
    std::memcpy(out, end.data(), end.size() + 1);  // one byte more, for then it is one number
    return out + end.size();
}

/// *Returns* false where it is another key, or not a short one; then nothing is done.
template <bool AtAGlance>
[[gnu::always_inline]] inline bool Writer::begin_plain_key(std::string_view kept, std::size_t whole_size) noexcept {
    static_assert(longest_short <= max_key_bytes);
    if (kept.size() != whole_size || kept.size() > longest_short || state_.place != in_object) return false;
    if (!has_room(ample_for_key(longest_short))) return false;
    char* const end = put_plain_key<AtAGlance>(kept);
    if (end == nullptr) return false;
    state_.cursor = end - 1;
    state_.place = in_object | due;
    return true;
}

[[gnu::noinline]] inline bool Writer::key(std::string_view kept, std::size_t whole_size) noexcept {
    return begin_plain_key<true>(kept, whole_size) || put_any_key(kept, whole_size);
}

/// As key(), for one that may be known.
[[gnu::noinline]] inline bool Writer::put_any_key(std::string_view kept, std::size_t whole_size) noexcept {
    return begin_plain_key<false>(kept, whole_size) || put_key(kept, whole_size);
}

[[gnu::noinline]] inline void Writer::text_member(std::string_view name, std::string_view value) noexcept {
    const std::size_t ample = ample_for_key(longest_short) + member_detail::ample_for_text(value.size());
    if (name.size() <= longest_short && state_.place == in_object && has_room(ample)) [[likely]] {
        char* const end = put_plain_key<true>(name);
        if (end != nullptr) [[likely]] {
            end_text(end, value);
            return;
        }
    }
    put_text_member(name, value);
}

template <FixedString Text>
bool Writer::own_object(Key<Text> /*key*/) noexcept {
    constexpr const auto& block = LiteralKey<Text>::block;
    if constexpr (block.size < key_block_bytes) return begin_own_object(block.text.data(), block.size);
    else return put_own_object(block.text.data(), block.size);
}

template <FixedString Text>
void Writer::text_member(Key<Text> name, std::string_view value) noexcept {
    using Literal = LiteralKey<Text>;
    if constexpr (Literal::block.size < key_block_bytes) {
        const char* const block = Literal::block.text.data();
        if (put_literal_text(block, Literal::block.size, Literal::hash, value) != nullptr) return;
    }
    if (key(name)) text(value);
}

template <FixedString Text>
void Writer::own_text(Key<Text> /*key*/, std::string_view value) noexcept {
    constexpr const auto& block = LiteralKey<Text>::block;
    if constexpr (block.size < key_block_bytes) put_own_text(block.text.data(), block.size, value);
    else put_text_member(block.text.data(), block.size, value);
}

template <FixedString Text>
void Writer::own_unsigned(Key<Text> key, std::uint64_t value) noexcept {
    constexpr const auto& block = LiteralKey<Text>::block;
    if constexpr (block.size < key_block_bytes) put_own_unsigned(block.text.data(), block.size, value);
    else if (own_key(key)) unsigned_integer(value);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
