// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTPLIB_VIEW_HPP
#define LOCCER_INTEGRATIONS_HTTPLIB_VIEW_HPP

// A request of cpp-httplib as records show it. What differs between versions of the library is found by the members
// that a request has: the table of files became `form` in 0.23, `matched_route` came in 0.20. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/header_facts.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace httplib_view_detail {

/// *Returns* whether a header is one of the four that the library adds to what came.
[[nodiscard]] inline bool is_added(std::string_view name, std::string_view value, std::string_view address,
                                   int port) noexcept {
    using http::is_header;
    if (is_header(name, "remote_addr")) return value == address;
    if (is_header(name, "local_addr") || is_header(name, "local_port")) return true;
    if (!is_header(name, "remote_port")) return false;
    int number = 0;
    for (const char digit : value) {
        if (digit < '0' || digit > '9' || number > 65535) return false;
        number = number * 10 + (digit - '0');
    }
    return number == port;
}

template <class Part>
void visit_file(const http::FileVisitor& visit, const std::string& form_name, const Part& part) {
    http::FileFacts file;
    file.form_name = form_name;
    file.filename = part.filename;
    file.content_type = part.content_type;
    file.content_length = part.content.size();
    if constexpr (requires { part.headers.begin(); }) {
        file.part = &part;
        file.for_each_header = [](const void* given, http::PairVisitor visit_header) {
            for (const auto& [name, value] : static_cast<const Part*>(given)->headers) visit_header(name, value);
        };
    }
    visit(file);
}

}  // namespace httplib_view_detail

/// Shows `httplib::Request`. *Allocates* no. *Throws* nothing.
template <class Request>
class HttplibView {
  public:
    explicit HttplibView(const Request& request) noexcept : request_(request) {}

    [[nodiscard]] std::string_view method() const noexcept { return request_.method; }
    [[nodiscard]] std::string_view target() const noexcept { return request_.target; }
    [[nodiscard]] std::string_view path() const noexcept { return request_.path; }
    [[nodiscard]] std::string_view http_version() const noexcept { return request_.version; }
    [[nodiscard]] std::string_view remote_address() const noexcept { return request_.remote_addr; }
    [[nodiscard]] int remote_port() const noexcept { return request_.remote_port; }
    [[nodiscard]] std::string_view endpoint() const noexcept {
        if constexpr (requires { request_.matched_route; }) return request_.matched_route;
        else return {};
    }

    /// *Returns* none where the request has a body and it is not in memory: a handler reads it piece by piece, or the
    /// handler was not reached.
    [[nodiscard]] std::optional<std::string_view> body() const {
        if (!request_.body.empty() || has_parts()) return request_.body;
        bool is_announced = false;
        for_each_header([&](std::string_view name, std::string_view value) {
            is_announced = is_announced || http::is_header(name, "transfer-encoding") ||
                           (http::is_header(name, "content-length") && value != "0");
        });
        if (is_announced) return std::nullopt;
        return std::string_view{};
    }

    template <class Visit>
    void for_each_header(Visit&& visit) const {
        for (const auto& [name, value] : request_.headers) {
            if (!httplib_view_detail::is_added(name, value, request_.remote_addr, request_.remote_port))
                visit(std::string_view{name}, std::string_view{value});
        }
    }

    template <class Visit>
    void for_each_form_field(Visit&& visit) const {
        if constexpr (requires { request_.form.fields; }) {
            for (const auto& [name, field] : request_.form.fields) visit(name, field.content);
        } else {
            for (const auto& [name, part] : request_.files)
                if (part.filename.empty()) visit(name, part.content);
        }
    }

    void for_each_file(http::FileVisitor visit) const {
        if constexpr (requires { request_.form.files; }) {
            for (const auto& [name, part] : request_.form.files) httplib_view_detail::visit_file(visit, name, part);
        } else {
            for (const auto& [name, part] : request_.files)
                if (!part.filename.empty()) httplib_view_detail::visit_file(visit, name, part);
        }
    }

  private:
    [[nodiscard]] bool has_parts() const noexcept {
        if constexpr (requires { request_.form.files; })
            return !request_.form.files.empty() || !request_.form.fields.empty();
        else return !request_.files.empty();
    }

    const Request& request_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
