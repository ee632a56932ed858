// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SHORT_NAME_HPP
#define LOCCER_TRACE_SHORT_NAME_HPP

// Names of functions that a record has room for. Libraries of templates have functions whose names take kilobytes, most
// of it the arguments of arguments of templates, and a stack of them takes a whole record; the module, offset and build
// id of the frame tell which function it is all the same. Layer: trace.

#include <loccer/base/config.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Units* bytes. A readable name that is longer is shortened.
inline constexpr std::size_t long_name_bytes = 300;

namespace short_name_detail {

inline constexpr std::size_t npos = std::string_view::npos;

/// *Returns* the size of `operator` and its sign, where they begin at `at`: brackets in there belong to no list.
[[nodiscard]] constexpr std::size_t operator_size(std::string_view name, std::size_t at) noexcept {
    constexpr std::string_view word = "operator";
    const std::string_view rest = name.substr(at);
    if (!rest.starts_with(word) || (at > 0 && name[at - 1] != ':' && name[at - 1] != ' ')) return 0;
    const std::string_view sign = rest.substr(word.size());
    if (sign.starts_with("()")) return word.size() + 2;
    const std::size_t end = sign.find_first_not_of("<>=-*");
    return word.size() + (end == npos ? sign.size() : end);
}

/// Copies a name, with `<...>` in the place of template argument lists that are nested deeper than others.
class Copy {
  public:
    constexpr Copy(std::span<char> to, std::size_t kept) noexcept : to_(to), kept_(kept) {}

    /// *Returns* the size of the copy, or npos where it finds no room or is nested too deeply.
    [[nodiscard]] constexpr std::size_t of(std::string_view name) noexcept {
        for (std::size_t at = 0; at < name.size() && fits_; ++at) {
            if (const std::size_t size = operator_size(name, at); size != 0) {
                if (is_shown()) put(name.substr(at, size));
                at += size - 1;
            } else {
                take(name[at], at > 0 && name[at - 1] == '-');
            }
        }
        return fits_ ? size_ : npos;
    }

  private:
    /// \param is_arrow whether the character ends `->`.
    constexpr void take(char character, bool is_arrow) noexcept {
        if (character == '<') {
            open(true);
            if (lists_ == kept_ + 1) put("<...>");
            else show(character);
        } else if (character == '(') {
            open(false);
            show(character);
        } else if (character == '>' && !is_arrow && depth_ > 0 && is_list_[depth_ - 1]) {
            show(character);
            close();
        } else {
            if (character == ')') close_to_parenthesis();
            show(character);
        }
    }
    constexpr void open(bool is_list) noexcept {
        if (depth_ == is_list_.size()) {
            fits_ = false;
            return;
        }
        is_list_[depth_++] = is_list;
        lists_ += is_list ? 1 : 0;
    }
    constexpr void close() noexcept { lists_ -= is_list_[--depth_] ? 1 : 0; }
    /// What looked like a list in there was a sign: `(a)<(b)`.
    constexpr void close_to_parenthesis() noexcept {
        while (depth_ > 0) {
            const bool was_list = is_list_[depth_ - 1];
            close();
            if (!was_list) return;
        }
    }

    [[nodiscard]] constexpr bool is_shown() const noexcept { return lists_ <= kept_; }
    constexpr void show(char character) noexcept {
        if (is_shown()) put({&character, 1});
    }
    constexpr void put(std::string_view part) noexcept {
        fits_ = fits_ && part.size() <= to_.size() - size_;
        if (!fits_) return;
        for (const char character : part) to_[size_++] = character;
    }

    std::span<char> to_;
    std::size_t kept_;
    std::array<bool, 128> is_list_{};
    std::size_t depth_ = 0;
    std::size_t lists_ = 0;
    std::size_t size_ = 0;
    bool fits_ = true;
};

}  // namespace short_name_detail

/// *Returns* a readable name as it is, or where it is long, one in `room` that has `<...>` in the place of template
/// arguments: of the innermost lists, and where it is long still, of the ones around them. \param room overlaps not the
/// name. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr std::string_view shorten_name(std::string_view name, std::span<char> room) noexcept {
    if (name.size() <= long_name_bytes) return name;
    std::string_view shortest = name;
    for (std::size_t kept = 3; kept-- > 0 && shortest.size() > long_name_bytes;) {
        const std::size_t size = short_name_detail::Copy(room, kept).of(name);
        if (size != short_name_detail::npos && size < shortest.size()) shortest = {room.data(), size};
    }
    return shortest;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
