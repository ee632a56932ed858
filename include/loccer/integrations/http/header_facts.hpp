// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_HEADER_FACTS_HPP
#define LOCCER_INTEGRATIONS_HTTP_HEADER_FACTS_HPP

// What single headers of a request say. They are copied, for a framework may put each of them together for the one who
// looks at it, and as much is kept of them as their kind needs.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/cut_text.hpp>

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

namespace header_facts_detail {

/// What a body is by its content type.
enum class BodyKind : unsigned char { other, json, urlencoded, multipart };

/// *Returns* the media type without its parameters. *Source* RFC 9110 section 8.3.1.
[[nodiscard]] constexpr std::string_view media_type_of(std::string_view content_type) noexcept {
    std::string_view type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && is_blank(type.front())) type.remove_prefix(1);
    while (!type.empty() && is_blank(type.back())) type.remove_suffix(1);
    return type;
}

[[nodiscard]] constexpr BodyKind kind_of(std::string_view content_type) noexcept {
    constexpr std::string_view json_suffix = "+json";
    constexpr std::string_view multipart = "multipart/";
    const std::string_view type = media_type_of(content_type);
    if (is_header(type, "application/json")) return BodyKind::json;
    if (type.size() > json_suffix.size() && is_header(type.substr(type.size() - json_suffix.size()), json_suffix))
        return BodyKind::json;
    if (is_header(type, "application/x-www-form-urlencoded")) return BodyKind::urlencoded;
    return is_header(type.substr(0, multipart.size()), multipart) ? BodyKind::multipart : BodyKind::other;
}

/// *Returns* the number that a text is, none where it is anything else.
[[nodiscard]] inline std::optional<std::uint64_t> number_of(std::string_view text) noexcept {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace header_facts_detail

/// What records say of single headers; the first of a name counts. *Allocates* no.
class HeaderFacts {
  public:
    /// How much is kept of a header that is shown as a text. *Units* bytes.
    static constexpr std::size_t max_bytes = 512;

    /// *Effects* looks at the headers of a request, and keeps no view of them. *Throws* what the request's view throws.
    explicit HeaderFacts(const AnyRequest& request) {
        bool has_agent = false;
        bool has_type = false;
        bool has_length = false;
        const auto is_first = [](bool& has, std::string_view name, std::string_view wanted) {
            const bool is_it = !has && is_header(name, wanted);
            has = has || is_it;
            return is_it;
        };
        request.for_each_header([&](std::string_view name, std::string_view value) {
            if (is_first(has_agent, name, "user-agent")) {
                user_agent_.append(value);
            } else if (is_first(has_type, name, "content-type")) {
                content_type_.append(value);
                kind_ = header_facts_detail::kind_of(value);
            } else if (is_first(has_length, name, "content-length")) {
                content_length_ = header_facts_detail::number_of(value);
            }
        });
    }

    /// *Returns* a text that lives as long as this object; empty where there is no such header.
    [[nodiscard]] CutText user_agent() const noexcept { return user_agent_.text(); }
    /// As user_agent().
    [[nodiscard]] CutText content_type() const noexcept { return content_type_.text(); }
    /// *Units* bytes. None where it is no number.
    [[nodiscard]] std::optional<std::uint64_t> content_length() const noexcept { return content_length_; }

    /// *Returns* whether the body is JSON by its type: `application/json`, or any with the suffix `+json` (RFC 6839).
    [[nodiscard]] bool is_json() const noexcept { return kind_ == header_facts_detail::BodyKind::json; }
    [[nodiscard]] bool is_urlencoded() const noexcept { return kind_ == header_facts_detail::BodyKind::urlencoded; }
    [[nodiscard]] bool is_multipart() const noexcept { return kind_ == header_facts_detail::BodyKind::multipart; }

  private:
    CutBuffer<max_bytes> user_agent_;
    CutBuffer<max_bytes> content_type_;
    std::optional<std::uint64_t> content_length_;
    header_facts_detail::BodyKind kind_ = header_facts_detail::BodyKind::other;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
