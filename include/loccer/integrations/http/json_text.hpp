// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_JSON_TEXT_HPP
#define LOCCER_INTEGRATIONS_HTTP_JSON_TEXT_HPP

// Whether a text is JSON, found in one pass without recursion, so that no body of a request can exhaust the stack; and
// where the values of such a text end.
// Layer: integrations.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http::json_text {

/// How deeply a text may be nested and still be taken for JSON. *Source* RFC 8259 §9: a parser may set a limit.
inline constexpr std::size_t max_nesting = 1024;

inline constexpr std::size_t npos = std::string_view::npos;

[[nodiscard]] constexpr bool is_digit(char character) noexcept { return character >= '0' && character <= '9'; }

/// *Returns* where the white space at `at` ends.
[[nodiscard]] constexpr std::size_t after_blanks(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) ++at;
    return at;
}

/// *Returns* where the text itself begins, behind a byte order mark. *Source* RFC 8259 §8.1: it may be ignored.
[[nodiscard]] constexpr std::size_t begin_of(std::string_view text) noexcept {
    return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

/// *Returns* where the string ends that the quotation mark at `at` begins, or npos where it is none. Bytes that are no
/// UTF-8 and halves of surrogate pairs are let pass: a body with one such byte is best told by its keys, too.
/// *Source* RFC 8259 §7.
[[nodiscard]] constexpr std::size_t string_end(std::string_view text, std::size_t at) noexcept {
    for (++at; at < text.size(); ++at) {
        const char character = text[at];
        if (character == '"') return at + 1;
        if (static_cast<unsigned char>(character) < 0x20) return npos;
        if (character != '\\') continue;
        ++at;
        if (at == text.size()) return npos;
        if (text[at] != 'u') {
            if (std::string_view("\"\\/bfnrt").find(text[at]) == npos) return npos;
            continue;
        }
        for (const std::size_t last = at + 4; at < last;) {
            constexpr std::string_view digits = "0123456789abcdefABCDEF";
            ++at;
            if (at >= text.size() || digits.find(text[at]) == npos) return npos;
        }
    }
    return npos;
}

/// *Returns* where the number at `at` ends, or npos where it is none. *Source* RFC 8259 §6.
[[nodiscard]] constexpr std::size_t number_end(std::string_view text, std::size_t at) noexcept {
    const auto digits_end = [&](std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && is_digit(text[end])) ++end;
        return end == from ? npos : end;
    };
    if (text[at] == '-') ++at;
    const bool begins_with_zero = at < text.size() && text[at] == '0';
    at = begins_with_zero ? at + 1 : digits_end(at);
    if (at < text.size() && text[at] == '.') at = digits_end(at + 1);
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        at = digits_end(at);
    }
    return at;
}

/// *Returns* where the string, number or word at `at` ends, or npos where it is none.
[[nodiscard]] constexpr std::size_t scalar_end(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size()) return npos;
    if (text[at] == '"') return string_end(text, at);
    if (text[at] == '-' || is_digit(text[at])) return number_end(text, at);
    for (const std::string_view word : {"true", "false", "null"})
        if (text.substr(at).starts_with(word)) return at + word.size();
    return npos;
}

/// *Returns* where the value at `at` ends, whatever it is. *Requires* that the text is JSON.
[[nodiscard]] constexpr std::size_t value_end(std::string_view text, std::size_t at) noexcept {
    if (text[at] != '{' && text[at] != '[') return scalar_end(text, at);
    std::size_t depth = 0;
    do {
        switch (text[at]) {
            case '"': at = string_end(text, at); continue;
            case '{':
            case '[': ++depth; break;
            case '}':
            case ']': --depth; break;
            default: break;
        }
        ++at;
    } while (depth != 0);
    return at;
}

/// Which of the open brackets are those of objects.
class Nesting {
  public:
    [[nodiscard]] constexpr bool open(bool is_object) noexcept {
        if (depth_ == max_nesting) return false;
        is_object_[depth_++] = is_object;
        return true;
    }
    [[nodiscard]] constexpr bool close(char bracket) noexcept {
        if (depth_ == 0 || (bracket != '}' && bracket != ']') || in_object() != (bracket == '}')) return false;
        --depth_;
        return true;
    }
    [[nodiscard]] constexpr bool is_empty() const noexcept { return depth_ == 0; }
    [[nodiscard]] constexpr bool in_object() const noexcept { return is_object_[depth_ - 1]; }

  private:
    bool is_object_[max_nesting]{};
    std::size_t depth_ = 0;
};

/// *Returns* where the key at `at` and the colon behind it end, or npos.
[[nodiscard]] constexpr std::size_t key_end(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size() || text[at] != '"') return npos;
    at = string_end(text, at);
    if (at == npos) return npos;
    at = after_blanks(text, at);
    return at < text.size() && text[at] == ':' ? at + 1 : npos;
}

/// *Returns* whether a text is one JSON value, nested no deeper than max_nesting. *Allocates* no. *Throws* nothing.
/// *Source* RFC 8259.
[[nodiscard]] constexpr bool is_json(std::string_view text) noexcept {
    Nesting open;
    std::size_t at = after_blanks(text, begin_of(text));
    for (;;) {  // a value is due
        if (at < text.size() && (text[at] == '{' || text[at] == '[')) {
            if (!open.open(text[at] == '{')) return false;
            at = after_blanks(text, at + 1);
            const bool is_empty = at < text.size() && (text[at] == '}' || text[at] == ']');
            if (!is_empty) {
                if (open.in_object()) at = key_end(text, at);
                if (at == npos) return false;
                at = after_blanks(text, at);
                continue;
            }
        } else {
            at = scalar_end(text, at);
            if (at == npos) return false;
            at = after_blanks(text, at);
        }
        while (!open.is_empty() && at < text.size() && open.close(text[at])) at = after_blanks(text, at + 1);
        if (open.is_empty()) return at == text.size();
        if (at >= text.size() || text[at] != ',') return false;
        at = after_blanks(text, at + 1);
        if (open.in_object()) at = key_end(text, at);
        if (at == npos) return false;
        at = after_blanks(text, at);
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http::json_text

#endif
