// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_WRITER_TEXT_HPP
#define LOCCER_JSON_WRITER_TEXT_HPP

// The longer functions of Writer: computed keys, texts that have to be cut, and what seldom happens.
// Layer: json; include json/writer.hpp.

#include <loccer/base/config.hpp>
#include <loccer/base/copy_bytes.hpp>
#include <loccer/json/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

[[gnu::noinline]] inline void Writer::redacted(std::string_view marker) noexcept {
    if (!expects_value()) return;
    ++state_.redactions;
    text(marker);
}

inline void Writer::limit_to(std::size_t offset) noexcept {
    const std::size_t most = capacity() - (state_.depth < capacity() ? state_.depth : capacity());
    state_.limit = begin_ + (offset < most ? offset : most);
}

/// As begin_member(), for any place and key.
LOCCER_COLD inline bool Writer::put_member_begin(const char* block, std::size_t size) noexcept {
    if (!begin_part(in_object, size)) return false;
    const std::size_t comma = state_.cursor[-1] == '{' ? 1 : 0;
    put({block + comma, size - comma});
    state_.place = in_object | due;
    return true;
}

/// As end(), where a value may be due.
LOCCER_COLD inline void Writer::end_due(char bracket, std::uint8_t kind) noexcept {
    if (state_.place != (kind | due)) return;
    null();
    end(bracket, kind);
}

/// As own_unsigned(), for any place, key and value.
[[gnu::noinline]] inline void Writer::put_unsigned_member(const char* block, std::size_t size,
                                                          std::uint64_t value) noexcept {
    if (begin_member(block, size)) unsigned_integer(value);
}

/// As own_object(), for any place and key.
LOCCER_COLD inline bool Writer::put_own_object(const char* block, std::size_t size) noexcept {
    return begin_member(block, size) && begin_object();
}
/// As element_object(), for any place.
LOCCER_COLD inline bool Writer::put_element_object() noexcept { return element() && begin_object(); }

/// As literal_key(), for any place and key.
LOCCER_COLD inline bool Writer::put_literal_key(const char* block, std::size_t size, std::uint32_t hash,
                                                std::string_view name) noexcept {
    if (!keys_.has_room()) return overflow();
    if (keys_.contains(hash)) return key(name);
    if (!begin_member(block, size)) return false;
    keys_.add(hash);
    return true;
}

/// As key(), for any key.
LOCCER_COLD inline bool Writer::put_key(std::string_view kept, std::size_t whole_size) noexcept {
    if (!begin_part(in_object, 4 + rename_room)) return false;
    if (!keys_.has_room()) return overflow();
    char* const before = state_.cursor;
    if (!is_first()) *state_.cursor++ = ',';
    char* const begin = state_.cursor + 1;
    if (kept.size() == whole_size && kept.size() <= max_key_bytes && has_room(ample_for_key(kept.size()))) [[likely]] {
        *state_.cursor = '"';
        state_.cursor = escape(kept, begin, state_.repaired);
    } else if (!cut_key(kept, whole_size)) {
        state_.cursor = before;
        return false;
    }
    end_key(begin, key_hash({begin, static_cast<std::size_t>(state_.cursor - begin)}));
    state_.place = in_object | due;
    return true;
}

[[gnu::noinline]] inline bool Writer::plain_key(std::string_view name, std::uint32_t hash) noexcept {
    if (state_.place != in_object || !keys_.has_room() || !has_room(ample_for_key(name.size()))) [[unlikely]]
        return key(name);
    if (!is_first()) *state_.cursor++ = ',';
    *state_.cursor++ = '"';
    const char* const begin = state_.cursor;
    put(name);
    end_key(begin, hash);
    state_.place = in_object | due;
    return true;
}

/// As text_member(), for any name and value.
LOCCER_COLD inline void Writer::put_text_member(std::string_view name, std::string_view value) noexcept {
    if (put_any_key(name, name.size())) text(value);
}

/// As own_text(), for any place, key and value.
LOCCER_COLD inline void Writer::put_text_member(const char* block, std::size_t size, std::string_view value) noexcept {
    if (begin_member(block, size)) text(value);
}

/// Makes the key that was written from `begin` on one that the object does not have, and ends it.
inline void Writer::end_key(const char* begin, std::uint32_t hash) noexcept {
    if (!keys_.contains(hash)) [[likely]]
        keys_.add(hash);
    else make_unique(begin);
    put("\":");
}

inline bool Writer::written_member(std::string_view key, std::string_view value) noexcept {
    constexpr std::size_t marks = 4;  // a comma, the quotation marks, a colon
    if (!begin_part(in_object, key.size() + value.size() + marks + rename_room)) return false;
    if (!keys_.has_room()) return overflow();
    if (!is_first()) *state_.cursor++ = ',';
    *state_.cursor++ = '"';
    const char* const begin = state_.cursor;
    put(key);
    end_key(begin, key_hash(key));
    put(value);
    return true;
}

/// Writes a key as a text that must fit whole, with room kept for its new name and its value, but for the last
/// quotation mark. *Returns* false where it has no room.
LOCCER_COLD inline bool Writer::cut_key(std::string_view kept, std::size_t whole_size) noexcept {
    char* const limit = state_.limit;
    state_.limit -= rename_room + value_room;
    const std::uint32_t overflows = state_.overflows;
    state_.place = in_object | due;
    if (has_room(2)) text(kept.substr(0, max_key_bytes), whole_size);
    else overflow();
    state_.limit = limit;
    state_.place = in_object;
    if (state_.overflows != overflows) return false;
    --state_.cursor;
    return true;
}

/// Puts a number behind the key that was just written, so that it differs from those before. After a few
/// tries it goes on from the number of keys, else many equal keys would take quadratically many tries.
LOCCER_COLD inline void Writer::make_unique(const char* begin) noexcept {
    constexpr std::uint64_t few = 9;
    char* const end = state_.cursor;
    *end = '#';
    for (std::uint64_t number = 2;; number = number == few ? few + keys_.count() : number + 1) {
        state_.cursor = put_integer(end + 1, number);
        const std::uint32_t renamed = key_hash({begin, static_cast<std::size_t>(state_.cursor - begin)});
        if (keys_.contains(renamed)) continue;
        keys_.add(renamed);
        return;
    }
}

inline bool Writer::plain_text(std::string_view value) noexcept {
    constexpr std::size_t quotes = 2;
    if (!has_room(value.size() + quotes)) return false;
    take_due();
    *state_.cursor++ = '"';
    put(value);
    *state_.cursor++ = '"';
    return true;
}

namespace text_detail {

inline constexpr std::string_view remark_begin = "...[cut, ";
inline constexpr std::string_view remark_end = " bytes in all]";
inline constexpr std::size_t remark_size = remark_begin.size() + max_integer + remark_end.size();

}  // namespace text_detail

/// Says behind a text how long all of it was, where that fits into `room`.
inline void Writer::put_cut_remark(std::size_t whole_size, std::size_t room) noexcept {
    using text_detail::remark_begin;
    using text_detail::remark_end;
    using text_detail::remark_size;
    state_.truncated = true;
    char remark[remark_size];
    std::memcpy(remark, remark_begin.data(), remark_begin.size());
    char* at = put_integer(remark + remark_begin.size(), static_cast<std::uint64_t>(whole_size));
    std::memcpy(at, remark_end.data(), remark_end.size());
    at += remark_end.size();
    const auto size = static_cast<std::size_t>(at - remark);
    put({remark, size <= room ? size : 0});
}

/// Writes a text that may not fit: up to where the remark would still fit behind it, then the rest, and
/// where that does not fit, the remark in its place.
LOCCER_COLD inline void Writer::text_within(std::string_view kept, std::size_t whole_size) noexcept {
    using text_detail::remark_size;
    const bool cut_before = kept.size() != whole_size;
    if (cut_before) kept = without_cut_sequence(kept);
    const char* in = kept.data();
    const char* const in_end = in + kept.size();
    *state_.cursor++ = '"';
    char* const limit = state_.limit - 1;
    const auto room = static_cast<std::size_t>(limit - state_.cursor);
    const char* const remark_limit = limit - (room < remark_size ? room : remark_size);
    state_.cursor = escape_within(in, in_end, state_.cursor, remark_limit, state_.repaired);
    bool whole = in == in_end;
    if (!whole) {
        std::size_t repaired = state_.repaired;
        const char* rest = in;
        char* const end = escape_within(rest, in_end, state_.cursor, limit, repaired);
        if (rest == in_end && !cut_before) {
            state_.cursor = end;
            state_.repaired = repaired;
            whole = true;
        } else {
            ++state_.overflows;
        }
    }
    if (!whole || cut_before) put_cut_remark(whole_size, room);
    *state_.cursor++ = '"';
}

inline const char* Writer::begin_text() noexcept {
    constexpr std::size_t quotes = 2;
    if (!take_value()) return nullptr;
    if (room() < quotes) {
        overflow();
        return nullptr;
    }
    *state_.cursor++ = '"';
    const std::size_t left = room() - 1;
    return state_.cursor + (left > text_detail::remark_size ? left - text_detail::remark_size : 0);
}

inline bool Writer::put_text_part(std::string_view part, const char* limit) noexcept {
    const char* in = part.data();
    const char* const end = in + part.size();
    state_.cursor = escape_within(in, end, state_.cursor, limit, state_.repaired);
    return in == end;
}

inline bool Writer::put_text_marker(std::string_view marker, const char* limit) noexcept {
    if (limit - state_.cursor < static_cast<std::ptrdiff_t>(marker.size())) return false;
    put(marker);
    ++state_.redactions;
    return true;
}

inline void Writer::end_text(std::size_t whole_size, bool is_cut, bool is_full) noexcept {
    if (is_full) ++state_.overflows;
    if (is_cut || is_full) put_cut_remark(whole_size, room() - 1);
    *state_.cursor++ = '"';
}

inline void Writer::raw(std::string_view json) noexcept {
    if (!expects_value()) return;
    if (has_room(json.size()) && !json.empty()) {
        take_due();
        state_.cursor = copy_bytes(state_.cursor, json);
    } else {
        ++state_.overflows;
        text({}, json.size());
        state_.truncated = true;
    }
}

inline bool Writer::raw_members(std::string_view json) noexcept {
    if (json.empty()) return true;
    if (!begin_part(in_object, json.size() + 1)) return false;
    if (!is_first()) *state_.cursor++ = ',';
    state_.cursor = copy_bytes(state_.cursor, json);
    return true;
}

inline bool Writer::raw_element(std::string_view json) noexcept {
    if (state_.place != in_array || !has_room(json.size() + 1 + value_room)) return false;
    if (!is_first()) *state_.cursor++ = ',';
    state_.cursor = copy_bytes(state_.cursor, json);
    return true;
}

inline void Writer::omitted(std::size_t count) noexcept {
    state_.truncated = true;
    constexpr std::string_view what = " more left out";
    char remark[max_integer + what.size()];
    char* at = put_integer(remark, static_cast<std::uint64_t>(count));
    std::memcpy(at, what.data(), what.size());
    at += what.size();
    const std::string_view said{remark, static_cast<std::size_t>(at - remark)};
    const bool is_array = (state_.place & in_array) != 0;
    if (is_array ? element() : key("...")) text(said);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
