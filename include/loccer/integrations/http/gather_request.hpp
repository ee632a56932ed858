// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_GATHER_REQUEST_HPP
#define LOCCER_INTEGRATIONS_HTTP_GATHER_REQUEST_HPP

// How a record shows a request, of whatever framework it is: where it came from and where it went, what came with it.
// Whatever is visited is written at once, and what is judged by name is written under that name.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/cookies.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/cut_text.hpp>
#include <loccer/integrations/http/header_facts.hpp>
#include <loccer/integrations/http/json_body.hpp>
#include <loccer/integrations/http/multipart.hpp>
#include <loccer/integrations/http/pairs.hpp>
#include <loccer/integrations/http/setting.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/text.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

namespace gather_request_detail {

/// *Effects* writes a text, or null where there is none.
void put(auto& out, auto key, std::string_view text) {
    if (text.empty()) out.field(key, nullptr);
    else out.field(key, text);
}
void put(auto& out, auto key, const CutText& text) {
    if (text.whole_size == 0) out.field(key, nullptr);
    else out.field(key, text);
}

void put_number(auto& out, auto key, std::optional<std::uint64_t> number) {
    if (number) out.field(key, *number);
    else out.field(key, nullptr);
}

/// Writes names and values as members, at most max_pairs of them.
template <class Out>
struct PairsInto {
    Out& out;
    std::size_t seen = 0;

    void operator()(std::string_view name, std::string_view value) {
        if (seen++ < max_pairs) out.field(name, value);
    }
    [[nodiscard]] std::size_t omitted() const noexcept { return seen > max_pairs ? seen - max_pairs : 0; }
};

/// *Effects* writes an object of names and values, and how many of them it has not. \param visit_all calls a visitor
/// for each of them, and returns how many it left out itself.
template <class VisitAll>
void put_pairs(auto& out, auto key, auto omitted_key, VisitAll&& visit_all) {
    std::size_t omitted = 0;
    out.structure(key, [&](auto& inner) {
        PairsInto<std::remove_cvref_t<decltype(inner)>> pairs{inner};
        omitted = visit_all(pairs);
        omitted += pairs.omitted();
    });
    if (omitted != 0) out.field(omitted_key, omitted);
}

void put_headers(auto& out, const AnyRequest& request) {
    using namespace literals;
    put_pairs(out, "headers"_key, "headers_omitted"_key, [&](auto& pairs) {
        request.for_each_header(pairs);
        return std::size_t{0};
    });
}

/// Values of cookies are judged as what stands under `cookie`: what a site calls its session is known to nobody else.
void put_cookies(auto& out, const AnyRequest& request) {
    using namespace literals;
    std::size_t omitted = 0;
    out.structure("cookies"_key, [&](auto& cookies) {
        request.for_each_header([&](std::string_view name, std::string_view value) {
            if (!is_header(name, "cookie")) return;
            omitted += for_each_cookie(value, [&](std::string_view cookie, std::string_view content) {
                cookies.field_of("cookie"_key, cookie, content);
            });
        });
    });
    if (omitted != 0) out.field("cookies_omitted"_key, omitted);
}

/// *Effects* visits the parts of a multipart body that the framework has left as it came. *Returns* as for_each_part().
template <class Visit>
std::size_t visit_parts(const HeaderFacts& headers, const RequestFacts& facts, Visit&& visit) {
    const std::string_view boundary =
        headers.is_multipart() ? boundary_of(headers.content_type().kept) : std::string_view{};
    return facts.knows_parts || boundary.empty() ? 0 : for_each_part(*facts.body, boundary, visit);
}

void put_form(auto& out, const AnyRequest& request, const HeaderFacts& headers, const RequestFacts& facts) {
    using namespace literals;
    put_pairs(out, "form"_key, "form_omitted"_key, [&](auto& pairs) {
        request.for_each_form_field(pairs);
        if (headers.is_urlencoded()) return for_each_query_pair(*facts.body, pairs);
        return visit_parts(headers, facts, [&pairs](const MultipartPart& part) {
            if (!part.is_file) with_field_name(part, [&](std::string_view name) { pairs(name, part.content); });
        });
    });
}

void put_file(auto& files, std::string_view form_name, const FileFacts& file) {
    using namespace literals;
    files.structure(form_name, [&](auto& facts) {
        put(facts, "filename"_key, file.filename);
        put(facts, "form_name"_key, form_name);
        put(facts, "content_type"_key, file.content_type);
        facts.field("content_length"_key, file.content_length);
        if (file.for_each_header == nullptr) {
            facts.field("headers"_key, nullptr);
        } else {
            facts.object("headers"_key, [&](auto& headers) {
                PairsInto<std::remove_cvref_t<decltype(headers)>> pairs{headers};
                file.for_each_header(file.part, pairs);
            });
        }
    });
}

void put_files(auto& out, const AnyRequest& request, const HeaderFacts& headers, const RequestFacts& facts) {
    using namespace literals;
    std::size_t seen = 0;
    std::size_t omitted = 0;
    out.structure("files"_key, [&](auto& files) {
        request.for_each_file([&](const FileFacts& file) {
            if (seen++ < max_pairs) put_file(files, file.form_name, file);
        });
        omitted = visit_parts(headers, facts, [&](const MultipartPart& part) {
            if (!part.is_file) return;
            FileFacts file{part.name, part.filename, part.content_type, part.content.size()};
            file.part = &part;
            file.for_each_header = [](const void* given, PairVisitor visit) {
                multipart_detail::for_each_line(static_cast<const MultipartPart*>(given)->headers, visit);
            };
            with_field_name(part, [&](std::string_view form_name) { put_file(files, form_name, file); });
        });
    });
    if (seen > max_pairs) omitted += seen - max_pairs;
    if (omitted != 0) out.field("files_omitted"_key, omitted);
}

/// A form and files are shown as such, and not a second time as they came: what is secret in there has no key by then.
/// Neither has a JSON body that is cut, so that is told by its members, as far as they begin in what is to be shown.
template <std::size_t Most>
void put_body(auto& out, const HeaderFacts& headers, std::string_view body) {
    using namespace literals;
    if (body.empty() || headers.is_urlencoded() || headers.is_multipart()) return;
    const JsonBody json(headers.is_json() ? body : std::string_view{}, Most);
    constexpr std::size_t most_text = Most < reflect::max_text_bytes ? Most : reflect::max_text_bytes;
    const std::size_t shown = json.is_json() ? Most : most_text;
    if (json.is_json()) out.field("json_payload"_key, json);
    else out.field("raw_payload"_key, CutText{reflect::cut_text(body, most_text), body.size()});
    if (shown < body.size()) out.field("payload_omitted"_key, body.size() - shown);
}

}  // namespace gather_request_detail

/// *Effects* writes what is known of a request: the members of `integrations.httplib` in docs/schema.md,
/// `httplib_context` and `httplib_version` apart, which are the integration's own. All of it is judged by the rules of
/// the log. *Allocates* no. *Throws* what the request's view throws.
template <class Out>
void gather_request(const RequestState& state, Out& out) {
    using namespace literals;
    namespace parts = gather_request_detail;
    using Setting = typename Out::template setting<policy::HttpCaptureKind, HttpCapture<>>;
    const AnyRequest& request = state.request();
    const RequestFacts facts = request.facts();
    const HeaderFacts headers(request);

    const std::string_view endpoint = state.endpoint().empty() ? facts.endpoint : state.endpoint();
    out.field("endpoint"_key, endpoint.empty() ? std::string_view{"<unknown>"} : endpoint);
    parts::put(out, "client_ip"_key, facts.remote_address);
    if (facts.remote_port > 0) out.field("client_port"_key, facts.remote_port);
    else out.field("client_port"_key, nullptr);
    parts::put(out, "url"_key, facts.path);
    parts::put(out, "method"_key, facts.method);
    parts::put(out, "http_version"_key, facts.http_version);
    if (state.status() != 0) out.field("status"_key, state.status());
    else out.field("status"_key, nullptr);
    parts::put(out, "user_agent"_key, headers.user_agent());
    parts::put(out, "content_type"_key, headers.content_type());
    parts::put_number(out, "content_length"_key, headers.content_length());
    out.field("is_json"_key, headers.is_json());

    parts::put_pairs(out, "query"_key, "query_omitted"_key,
                     [&](auto& pairs) { return for_each_query_pair(facts.query, pairs); });
    parts::put_headers(out, request);
    parts::put_cookies(out, request);
    if (!facts.body) {
        out.field("streamed"_key, true);
        return;
    }
    parts::put_form(out, request, headers, facts);
    parts::put_files(out, request, headers, facts);
    if constexpr (Setting::body_bytes != 0) parts::put_body<Setting::body_bytes>(out, headers, *facts.body);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
