// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_HEADER_FACTS_HPP
#define LOCCER_INTEGRATIONS_HTTP_HEADER_FACTS_HPP

// What single headers of a request say, and which part of its target is the query.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/any_request.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

namespace header_facts_detail {

[[nodiscard]] constexpr char lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

[[nodiscard]] constexpr bool is_blank(char letter) noexcept { return letter == ' ' || letter == '\t'; }

}  // namespace header_facts_detail

/// *Returns* whether a header's name is this one, whatever its case. \param wanted in small letters.
/// *Source* RFC 9110 section 5.1.
[[nodiscard]] constexpr bool is_header(std::string_view name, std::string_view wanted) noexcept {
    if (name.size() != wanted.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i)
        if (header_facts_detail::lower(name[i]) != wanted[i]) return false;
    return true;
}

/// *Returns* what stands between the first `?` of a target and its `#`. *Source* RFC 3986 section 3.4.
[[nodiscard]] constexpr std::string_view query_of(std::string_view target) noexcept {
    const std::string_view without_fragment = target.substr(0, target.find('#'));
    const std::size_t mark = without_fragment.find('?');
    return mark == std::string_view::npos ? std::string_view{} : without_fragment.substr(mark + 1);
}

/// What records say of single headers; the first of a name counts.
struct HeaderFacts {
    std::string_view user_agent;
    std::string_view content_type;
    std::optional<std::uint64_t> content_length;  ///< *Units* bytes. None where it is no number.

    /// *Throws* what the request's view throws.
    [[nodiscard]] static HeaderFacts of(const AnyRequest& request) {
        HeaderFacts facts;
        std::string_view length;
        request.for_each_header([&](std::string_view name, std::string_view value) {
            const auto take = [&](std::string_view wanted, std::string_view& place) {
                if (place.data() == nullptr && is_header(name, wanted)) place = value;
            };
            take("user-agent", facts.user_agent);
            take("content-type", facts.content_type);
            take("content-length", length);
        });
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), number);
        if (!length.empty() && error == std::errc{} && end == length.data() + length.size())
            facts.content_length = number;
        return facts;
    }

    /// *Returns* the media type without its parameters. *Source* RFC 9110 section 8.3.1.
    [[nodiscard]] constexpr std::string_view media_type() const noexcept {
        std::string_view type = content_type.substr(0, content_type.find(';'));
        while (!type.empty() && header_facts_detail::is_blank(type.front())) type.remove_prefix(1);
        while (!type.empty() && header_facts_detail::is_blank(type.back())) type.remove_suffix(1);
        return type;
    }
    /// *Returns* whether the body is JSON by its type: `application/json`, or any with the suffix `+json` (RFC 6839).
    [[nodiscard]] constexpr bool is_json() const noexcept {
        constexpr std::string_view suffix = "+json";
        const std::string_view type = media_type();
        return is_header(type, "application/json") ||
               (type.size() > suffix.size() && is_header(type.substr(type.size() - suffix.size()), suffix));
    }
    [[nodiscard]] constexpr bool is_urlencoded() const noexcept {
        return is_header(media_type(), "application/x-www-form-urlencoded");
    }
    [[nodiscard]] constexpr bool is_multipart() const noexcept {
        constexpr std::string_view prefix = "multipart/";
        return is_header(media_type().substr(0, prefix.size()), prefix);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
