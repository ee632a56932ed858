// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_MULTIPART_HPP
#define LOCCER_INTEGRATIONS_HTTP_MULTIPART_HPP

// The parts of a multipart body, for frameworks that leave it as it came. As lenient as the parser of queries: a body
// that ends in the middle, as of a client that went away, is shown as far as it goes, and one bad part hides no other.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/cookies.hpp>
#include <loccer/integrations/http/cut_text.hpp>
#include <loccer/integrations/http/header_facts.hpp>
#include <loccer/integrations/http/pairs.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// A part of a multipart body. Borrowed from the body.
struct MultipartPart {
    std::string_view name;      ///< of its form field, as it stands between the quotation marks
    std::string_view filename;  ///< as name
    bool is_file = false;       ///< whether it has a file name at all, be it an empty one
    std::string_view content_type;
    std::string_view headers;  ///< its lines
    std::string_view content;
};

namespace multipart_detail {

/// *Effects* takes a line from a text. *Returns* it without its end, which is CRLF or LF.
[[nodiscard]] constexpr std::string_view take_line(std::string_view& text) noexcept {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// *Effects* takes a parameter's value from a text that begins with it: a token, or what stands between quotation
/// marks, a mark behind a backslash not counted.
[[nodiscard]] constexpr std::string_view take_value(std::string_view& text) noexcept {
    if (!text.starts_with('"')) {
        const std::string_view value = text.substr(0, text.find(';'));
        text.remove_prefix(value.size());
        return cookies_detail::trimmed(value);
    }
    std::size_t end = 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    if (end > text.size()) end = text.size();
    const std::string_view value = text.substr(1, end - 1);
    text.remove_prefix(end < text.size() ? end + 1 : end);
    return value;
}

/// *Effects* calls `visit(name, value)` for the parameters behind the first `;` of a header's value.
template <class Visit>
constexpr void for_each_parameter(std::string_view text, Visit&& visit) {
    while (true) {
        const std::size_t semicolon = text.find(';');
        if (semicolon == std::string_view::npos) return;
        text.remove_prefix(semicolon + 1);
        const std::size_t equals = text.find_first_of("=;");
        if (equals == std::string_view::npos || text[equals] == ';') continue;
        const std::string_view name = cookies_detail::trimmed(text.substr(0, equals));
        text.remove_prefix(equals + 1);
        while (!text.empty() && header_facts_detail::is_blank(text.front())) text.remove_prefix(1);
        visit(name, take_value(text));
    }
}

/// *Effects* calls `visit(name, value)` for lines of headers.
template <class Visit>
constexpr void for_each_line(std::string_view lines, Visit&& visit) {
    while (!lines.empty()) {
        const std::string_view line = take_line(lines);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos)
            visit(cookies_detail::trimmed(line.substr(0, colon)), cookies_detail::trimmed(line.substr(colon + 1)));
    }
}

/// *Effects* takes the header lines from a part, and the empty line behind them.
[[nodiscard]] constexpr std::string_view take_headers(std::string_view& part) noexcept {
    const std::string_view whole = part;
    while (!part.empty()) {
        const std::size_t before = whole.size() - part.size();
        if (take_line(part).empty()) return whole.substr(0, before);
    }
    return whole;
}

[[nodiscard]] constexpr MultipartPart part_of(std::string_view bytes) noexcept {
    MultipartPart part;
    part.headers = take_headers(bytes);
    part.content = bytes;
    for_each_line(part.headers, [&part](std::string_view name, std::string_view value) {
        if (is_header(name, "content-type")) part.content_type = value;
        if (!is_header(name, "content-disposition")) return;
        for_each_parameter(value, [&part](std::string_view parameter, std::string_view given) {
            if (is_header(parameter, "name")) part.name = given;
            const bool is_plain = is_header(parameter, "filename");
            if (is_plain || (is_header(parameter, "filename*") && !part.is_file)) part.filename = given;
            part.is_file = part.is_file || is_plain || is_header(parameter, "filename*");
        });
    });
    return part;
}

/// *Returns* whether `--`, the boundary and nothing else but `--` or blanks begin a text. *Requires* that a line begins
/// there.
[[nodiscard]] constexpr bool is_delimiter(std::string_view text, std::string_view boundary) noexcept {
    if (!text.starts_with("--")) return false;
    text.remove_prefix(2);
    if (!text.starts_with(boundary)) return false;
    text.remove_prefix(boundary.size());
    return text.empty() || std::string_view("\r\n \t-").find(text.front()) != std::string_view::npos;
}

/// *Returns* where the next delimiter begins, or npos. \param at the beginning of a line.
[[nodiscard]] constexpr std::size_t find_delimiter(std::string_view body, std::size_t at,
                                                   std::string_view boundary) noexcept {
    while (!is_delimiter(body.substr(at), boundary)) {
        at = body.find('\n', at);
        if (at == std::string_view::npos) return at;
        ++at;
    }
    return at;
}

}  // namespace multipart_detail

/// *Returns* the boundary that a content type names, empty where there is none. *Source* RFC 2046 section 5.1.1.
[[nodiscard]] constexpr std::string_view boundary_of(std::string_view content_type) noexcept {
    std::string_view boundary;
    multipart_detail::for_each_parameter(content_type, [&boundary](std::string_view name, std::string_view value) {
        if (boundary.empty() && is_header(name, "boundary")) boundary = value;
    });
    return boundary;
}

/// *Effects* calls `visit(const MultipartPart&)` for the parts of a body, at most max_pairs. \param boundary not empty.
/// *Returns* how many were left out. *Allocates* no. *Throws* what `visit` throws. *Source* RFC 2046 section 5.1.1,
/// RFC 7578; ends of lines may be LF.
template <class Visit>
std::size_t for_each_part(std::string_view body, std::string_view boundary, Visit&& visit) {
    std::size_t visited = 0;
    std::size_t omitted = 0;
    std::size_t delimiter = multipart_detail::find_delimiter(body, 0, boundary);
    while (delimiter != std::string_view::npos) {
        std::string_view rest = body.substr(delimiter + boundary.size() + 2);
        if (rest.starts_with("--")) break;
        (void)multipart_detail::take_line(rest);
        const std::size_t begin = body.size() - rest.size();
        delimiter = multipart_detail::find_delimiter(body, begin, boundary);
        std::string_view part = body.substr(begin, delimiter == std::string_view::npos ? delimiter : delimiter - begin);
        if (delimiter != std::string_view::npos) {  // the end of the last line belongs to the delimiter
            if (part.ends_with('\n')) part.remove_suffix(1);
            if (part.ends_with('\r')) part.remove_suffix(1);
        }
        if (visited == max_pairs) {
            ++omitted;
            continue;
        }
        ++visited;
        visit(multipart_detail::part_of(part));
    }
    return omitted;
}

/// *Effects* calls `visit` with the name of a part's field as it is judged: without the backslashes that quote.
template <class Visit>
void with_field_name(const MultipartPart& part, Visit&& visit) {
    if (part.name.find('\\') == std::string_view::npos) return visit(part.name);
    CutBuffer<max_name_bytes> name;
    for (std::size_t at = 0; at < part.name.size(); ++at) {
        if (part.name[at] == '\\' && at + 1 < part.name.size()) ++at;
        name.append(part.name[at]);
    }
    visit(name.text().kept);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
