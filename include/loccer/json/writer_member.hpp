// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_WRITER_MEMBER_HPP
#define LOCCER_JSON_WRITER_MEMBER_HPP

// The functions of Writer that most of a record goes through: members with keys that are known when the program is
// compiled or plain ones, and texts that fit whatever is to be escaped in them. All else is left to writer_text.hpp.
// Layer: json; include json/writer.hpp.

#include <loccer/base/config.hpp>
#include <loccer/json/escape.hpp>
#include <loccer/json/literal.hpp>
#include <loccer/json/writer.hpp>

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

[[gnu::noinline]] inline bool Writer::end_unclean_text(char* out, const char* in, const char* end) noexcept {
    out = escape_rest(in, end, out, state_.repaired);
    *out++ = '"';
    state_.cursor = out;
    return true;
}

/// Writes a text and its last quotation mark. *Requires* ample room. *Returns* true, so that it can be the last call.
[[gnu::always_inline]] inline bool Writer::end_text(char* out, std::string_view value) noexcept {
    const std::size_t copied = copy_plain(value, out);
    if (copied != value.size()) [[unlikely]]
        return end_unclean_text(out + copied, value.data() + copied, value.data() + value.size());
    out[copied] = '"';
    state_.cursor = out + copied + 1;
    return true;
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
    if (state_.place == in_object && has_room(size + value_room) && size < key_block_bytes) [[likely]] {
        state_.cursor = put_block(block, size);
        state_.place = in_object | due;
        return true;
    }
    return put_member_begin(block, size);
}

[[gnu::noinline]] inline void Writer::put_own_text(const char* block, std::size_t size,
                                                   std::string_view value) noexcept {
    const bool fits = has_room(size + member_detail::ample_for_text(value.size()));
    if (state_.place == in_object && fits && size < key_block_bytes) [[likely]] {
        end_text(put_block(block, size) + 1, value);
        return;
    }
    put_text_member(block, size, value);
}

/// *Returns* false where the member has to be written in two steps; then nothing is done.
[[gnu::noinline]] inline bool Writer::put_literal_text(const char* block, std::size_t size, std::uint32_t hash,
                                                       std::string_view value) noexcept {
    const bool fits = has_room(size + member_detail::ample_for_text(value.size()));
    if (state_.place != in_object || !fits || size >= key_block_bytes) return false;
    if (!keys_.has_room() || keys_.contains(hash)) return false;
    keys_.add(hash);
    return end_text(put_block(block, size) + 1, value);
}

/// Writes `"name":` of a short plain key that the object does not have. *Requires* that a member can begin, ample room.
/// *Returns* where it ends, null where the key is another one: then nothing is done.
[[gnu::always_inline]] inline char* Writer::put_plain_key(std::string_view name) noexcept {
    char* out = state_.cursor;
    if (out[-1] != '{') [[likely]]
        *out++ = ',';
    *out++ = '"';
    if (!copy_plain_short(name, out)) [[unlikely]]
        return nullptr;
    const std::uint32_t hash = key_hash(name);
    if (!keys_.has_room() || keys_.contains(hash)) [[unlikely]]
        return nullptr;
    keys_.add(hash);
    out += name.size();
    *out++ = '"';
    *out++ = ':';
    return out;
}

[[gnu::noinline]] inline bool Writer::key(std::string_view kept, std::size_t whole_size) noexcept {
    static_assert(longest_short <= max_key_bytes);
    const bool is_short = kept.size() == whole_size && kept.size() <= longest_short;
    if (is_short && state_.place == in_object && has_room(ample_for_key(longest_short))) [[likely]] {
        char* const end = put_plain_key(kept);
        if (end != nullptr) [[likely]] {
            state_.cursor = end;
            state_.place = in_object | due;
            return true;
        }
    }
    return put_key(kept, whole_size);
}

[[gnu::noinline]] inline void Writer::text_member(std::string_view name, std::string_view value) noexcept {
    const std::size_t ample = ample_for_key(longest_short) + member_detail::ample_for_text(value.size());
    if (name.size() <= longest_short && state_.place == in_object && has_room(ample)) [[likely]] {
        char* const end = put_plain_key(name);
        if (end != nullptr) [[likely]] {
            *end = '"';
            end_text(end + 1, value);
            return;
        }
    }
    put_text_member(name, value);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
