// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_PAIR_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_PAIR_HPP

// Values whose name is a value itself: `"name":"password","value":"x"`, `<entry key="password">x</entry>`, a part of
// a form.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/command_line.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/mixed_script.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace pairs {

/// How far before a value its name is looked for. *Units* bytes.
inline constexpr std::size_t reach = 128;

/// *Returns* the name that stands at `at` as the value of `name` or `key`, or an empty one.
[[nodiscard]] constexpr std::string_view given_name(std::string_view text, std::size_t at) noexcept {
    const std::size_t word = reads(text, at, "name") ? 4 : reads(text, at, "key") ? 3 : 0;
    if (word == 0 || (at != 0 && alphanumerics.has(text[at - 1]))) return {};
    constexpr ByteSet between = blanks | quotes | ByteSet{"\\"};
    const std::size_t sign = skip(text, at + word, between, at + word + 8);
    if (sign >= text.size() || (text[sign] != '=' && text[sign] != ':')) return {};
    const std::size_t begin = skip(text, sign + 1, between, sign + 12);
    return text.substr(begin, skip(text, begin, ascii_name_bytes, begin + longest_name) - begin);
}

/// *Returns* whether the last name that is given in [begin, end) is a sensitive one.
template <class Judge>
[[nodiscard]] bool gives_secret_name(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    for (std::size_t at = end; at > begin; --at) {
        const std::string_view name = given_name(text.substr(0, end), at - 1);
        if (!name.empty()) return Judge::redacts(name);
    }
    return false;
}

}  // namespace pairs

/// *Returns* whether a name that has a letter is a sensitive one.
template <class Judge>
[[nodiscard]] constexpr bool is_secret_name(std::string_view name) noexcept {
    return skip(name, 0, ~(ascii_letters | non_ascii_bytes)) != name.size() && Judge::redacts(name);
}

/// *Returns* whether `key` is `value` and before it a sensitive name is given, in the same object, element or item.
template <class Judge>
[[nodiscard]] bool is_value_of_name(std::string_view text, const NameInText& key) noexcept {
    if (key.text.size() != 5 || !reads(key.text, 0, "value")) return false;
    const std::size_t limit = key.begin > pairs::reach ? key.begin - pairs::reach : 0;
    const std::size_t begin = skip_back(text, key.begin, ~ByteSet{"{}<>"}, limit);
    return pairs::gives_secret_name<Judge>(text, begin, key.begin);
}

/// *Returns* whether the element that begins behind the `<` before `open` and whose tag ends at `close` holds the value
/// of a sensitive name: that of an attribute, or that of the element before, `<key>password</key><string>`.
template <class Judge>
[[nodiscard]] bool is_element_of_name(std::string_view text, std::size_t open, std::size_t close) noexcept {
    constexpr std::string_view holders =
        "entry property setting string value param parameter item attribute field variable prop data config";
    const std::size_t end = skip(text, open, ascii_name_bytes, close);
    if (!is_one_of(holders, text.substr(open, end - open))) return false;
    if (pairs::gives_secret_name<Judge>(text, end, close)) return true;
    const std::size_t limit = open > pairs::reach ? open - pairs::reach : 0;
    const std::size_t before = skip_back(text, open - 1, spaces, limit);
    const std::size_t size = before >= 6 && spells(text, before - 6, "</key>")    ? 6
                             : before >= 7 && spells(text, before - 7, "</name>") ? 7
                                                                                  : 0;
    if (size == 0) return false;
    const std::size_t begin = skip_back(text, before - size, ascii_name_bytes, limit);
    return begin != before - size && Judge::redacts(text.substr(begin, before - size - begin));
}

/// `<name>value</name>` with the `>` at `anchor`, and with elements inside up to `</name`.
template <class Judge>
[[nodiscard]] Span find_element(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    const std::size_t limit = anchor > 128 ? anchor - 128 : 0;
    const std::size_t open = skip_back(bytes, anchor, ~ByteSet{"<>\n"}, limit);
    if (open == 0 || bytes[open - 1] != '<') return nothing_in(text);
    const std::size_t colon = skip(bytes, open, alphanumerics, open + 32);
    const std::size_t local = colon < bytes.size() && bytes[colon] == ':' ? colon + 1 : open;
    const std::size_t end = skip(bytes, local, name_bytes, anchor);
    if (end != anchor && !spaces.has(bytes[end])) return nothing_in(text);
    const std::string_view key = bytes.substr(local, end - local);
    const bool is_ascii = skip(key, 0, ascii_name_bytes) == key.size();
    if (!is_ascii && !mixes_scripts(key)) return nothing_in(text);
    if (!is_secret_name<Judge>(key) && !is_element_of_name<Judge>(bytes, open, anchor)) return nothing_in(text);
    std::size_t close = skip(bytes, anchor + 1 > from ? anchor + 1 : from, ~ByteSet{"<"});
    if (close == anchor + 1 && !spells(bytes, close, "</")) {
        while (close < bytes.size() &&
               !(spells(bytes, close, "</") && spells(bytes, close + 2, bytes.substr(open, end - open)))) {
            ++close;
        }
    } else if (close < bytes.size() && !spells(bytes, close, "</")) {
        return nothing_in(text);
    }
    return value_span(text, anchor + 1, close);
}

/// *Returns* the content of the part of a form that the `name=` at `anchor` names, if it is a sensitive name.
/// *Source* RFC 7578 §4.2.
template <class Judge>
[[nodiscard]] Span find_form_part(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    if (anchor < 4 || !reads(bytes, anchor - 4, "name")) return nothing_in(text);
    const std::size_t begin = anchor > 40 ? anchor - 40 : 0;
    if (bytes.substr(begin, anchor - begin).find("form-data") == std::string_view::npos) return nothing_in(text);
    const std::string_view name = pairs::given_name(bytes, anchor - 4);
    if (name.empty() || !Judge::redacts(name)) return nothing_in(text);
    const auto end_of_part = [](std::string_view part, std::size_t at, std::string_view line_end) {
        std::size_t end = part.find(line_end, at);
        while (end != part.npos && !spells(part, end + line_end.size(), "--")) end = part.find(line_end, end + 1);
        return end == part.npos ? part.size() : end;
    };
    for (std::size_t at = anchor; at < bytes.size() && at < anchor + 2 * pairs::reach; ++at) {
        if (!(line_ends | ByteSet{"\\"}).has(bytes[at])) continue;
        for (const std::string_view blank_line : {"\n\n", "\r\n\r\n", R"(\n\n)", R"(\r\n\r\n)"}) {
            if (!spells(bytes, at, blank_line)) continue;
            const std::size_t content = at + blank_line.size();
            const std::string_view line_end = blank_line.substr(0, blank_line.size() / 2);
            return value_span(text, content, end_behind(bytes, content, from, end_of_part, line_end));
        }
    }
    return nothing_in(text);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
