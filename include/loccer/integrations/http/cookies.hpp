// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_COOKIES_HPP
#define LOCCER_INTEGRATIONS_HTTP_COOKIES_HPP

// The cookies of a request. A strict parser ends at the first one that is not as it should be, and what comes behind
// it, often the session, is lost; here each stands for itself, whatever its neighbours are.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/pairs.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

namespace cookies_detail {

/// *Returns* a text without the spaces and tabs around it.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// *Returns* a value without the quotation marks around it.
[[nodiscard]] constexpr std::string_view unquoted(std::string_view value) noexcept {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return value;
    return value.substr(1, value.size() - 2);
}

}  // namespace cookies_detail

/// *Effects* calls `visit(name, value)` for the cookies of a `Cookie` header, at most max_pairs. What has no `=` is the
/// value of a cookie without a name, as browsers send such; an empty one is nothing. Nothing is decoded: what an escape
/// in a cookie means is known to the program alone. *Returns* how many were left out. *Allocates* no. *Throws* what
/// `visit` throws. *Source* RFC 6265 §4.2.1 and §5.4, leniently; draft-ietf-httpbis-rfc6265bis §5.6 for names.
template <class Visit>
std::size_t for_each_cookie(std::string_view header, Visit&& visit) {
    std::size_t visited = 0;
    std::size_t omitted = 0;
    while (!header.empty()) {
        const std::string_view part = header.substr(0, header.find(';'));
        header.remove_prefix(part.size() < header.size() ? part.size() + 1 : part.size());
        const std::string_view cookie = cookies_detail::trimmed(part);
        if (cookie.empty()) continue;
        if (visited == max_pairs) {
            ++omitted;
            continue;
        }
        ++visited;
        const std::size_t equals = cookie.find('=');
        const bool is_named = equals != std::string_view::npos;
        const std::string_view name = is_named ? cookies_detail::trimmed(cookie.substr(0, equals)) : std::string_view{};
        const std::string_view value = is_named ? cookies_detail::trimmed(cookie.substr(equals + 1)) : cookie;
        visit(name, cookies_detail::unquoted(value));
    }
    return omitted;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
