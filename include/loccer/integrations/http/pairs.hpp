// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_PAIRS_HPP
#define LOCCER_INTEGRATIONS_HTTP_PAIRS_HPP

// Names and values as a query string or an urlencoded form has them. Whoever sends a request may send anything, and it
// is in a broken one that an error is looked for: what cannot be decoded stays as it was sent, and nothing behind it is
// lost. Names are decoded before a redaction rule judges them: `pass%77ord` is `password`.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/cut_text.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// How many pairs or cookies of one request are told.
inline constexpr std::size_t max_pairs = 256;

namespace pairs_detail {

/// *Returns* the value of a hexadecimal digit, or 16.
[[nodiscard]] constexpr unsigned hex_digit(char digit) noexcept {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
    if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A') + 10;
    return 16;
}

/// *Effects* appends `text` without its escapes.
template <std::size_t Capacity>
void decode(std::string_view text, CutBuffer<Capacity>& to) noexcept {
    while (!text.empty()) {
        const std::size_t plain = text.find_first_of("%+");
        to.append(text.substr(0, plain));
        if (plain == std::string_view::npos) return;
        text.remove_prefix(plain);
        const unsigned high = text.size() > 2 ? hex_digit(text[1]) : 16;
        const unsigned low = text.size() > 2 ? hex_digit(text[2]) : 16;
        if (text.front() == '+') {
            to.append(' ');
        } else if (high < 16 && low < 16) {
            to.append(static_cast<char>(high << 4 | low));
            text.remove_prefix(2);
        } else {
            to.append('%');
        }
        text.remove_prefix(1);
    }
}

/// *Effects* calls `visit` with what a text is once it is decoded, which may be the text itself.
template <std::size_t Capacity, class Visit>
void with_decoded(std::string_view text, Visit&& visit) {
    if (text.find_first_of("%+") == std::string_view::npos) return visit(CutText{text, text.size()});
    CutBuffer<Capacity> buffer;
    decode(text, buffer);
    visit(buffer.text());
}

}  // namespace pairs_detail

/// *Effects* calls `visit(name, value)` for the pairs of a query string or an urlencoded body, decoded, at most
/// max_pairs; a visitor that takes a third argument gets the size of the whole value, of which max_value_bytes are
/// decoded. What has no `=` is a name with an empty value, what is empty between two `&` is nothing.
/// *Returns* how many pairs were left out: those behind the last, and those whose decoded name is longer than
/// max_name_bytes, for it could not be judged whole. *Allocates* no. *Throws* what `visit` throws.
/// *Source* URL Standard, "application/x-www-form-urlencoded parsing".
template <class Visit>
std::size_t for_each_query_pair(std::string_view text, Visit&& visit) {
    std::size_t visited = 0;
    std::size_t omitted = 0;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(pair.size() < text.size() ? pair.size() + 1 : pair.size());
        if (pair.empty()) continue;
        if (visited == max_pairs) {
            ++omitted;
            continue;
        }
        const std::string_view name = pair.substr(0, pair.find('='));
        const std::string_view value = pair.substr(name.size() < pair.size() ? name.size() + 1 : pair.size());
        pairs_detail::with_decoded<max_name_bytes>(name, [&](const CutText& key) {
            if (key.kept.size() < key.whole_size) {
                ++omitted;
                return;
            }
            ++visited;
            pairs_detail::with_decoded<max_value_bytes>(value, [&](const CutText& decoded) {
                if constexpr (std::is_invocable_v<Visit&, std::string_view, std::string_view, std::size_t>)
                    visit(key.kept, decoded.kept, decoded.whole_size);
                else visit(key.kept, decoded.kept);
            });
        });
    }
    return omitted;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
