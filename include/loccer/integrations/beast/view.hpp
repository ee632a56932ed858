// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_BEAST_VIEW_HPP
#define LOCCER_INTEGRATIONS_BEAST_VIEW_HPP

// A request of Boost.Beast as records show it, with the address that it came from: Beast knows messages, and
// connections are the program's. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/any_request.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>

#include <arpa/inet.h>
#include <concepts>
#include <cstddef>
#include <netinet/in.h>
#include <optional>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A request and its sender, borrowed.
template <class Request>
struct BeastRequest {
    const Request& request;
    const boost::asio::ip::tcp::endpoint& remote;
};

namespace beast_view_detail {

/// *Returns* a text of Beast's as the standard's.
template <class Text>
[[nodiscard]] std::string_view view_of(const Text& text) noexcept {
    return {text.data(), text.size()};
}

/// A body that lies in memory in one piece: string_body, vector_body<char>, span_body<char>.
template <class Body>
concept InOnePiece = requires(const Body& body) {
    { body.size() } -> std::convertible_to<std::size_t>;
    { *body.data() } -> std::convertible_to<char>;
    requires sizeof(*body.data()) == 1;
};

/// *Returns* an address as a text, which stays where it is until this thread asks for the next one.
/// *Source* POSIX inet_ntop(3).
[[nodiscard]] inline std::string_view text_of(const boost::asio::ip::tcp::endpoint& remote) noexcept {
    static thread_local char text[INET6_ADDRSTRLEN];
    const auto* const address = remote.data();
    const void* const bytes =
        address->sa_family == AF_INET6
            ? static_cast<const void*>(&reinterpret_cast<const ::sockaddr_in6*>(address)->sin6_addr)
            : static_cast<const void*>(&reinterpret_cast<const ::sockaddr_in*>(address)->sin_addr);
    const char* const written = ::inet_ntop(address->sa_family, bytes, text, sizeof(text));
    return written == nullptr ? std::string_view{} : std::string_view{written};
}

}  // namespace beast_view_detail

/// Shows `boost::beast::http::request`. A body that is not in memory in one piece, as of file_body and dynamic_body, is
/// said to be streamed. Beast leaves multipart bodies as they come; records show their fields and files all the same.
/// *Allocates* no. *Throws* nothing.
template <class Request>
class BeastView {
  public:
    explicit BeastView(const BeastRequest<Request>& shown) noexcept : request_(shown.request), remote_(shown.remote) {}

    [[nodiscard]] std::string_view method() const noexcept {
        return beast_view_detail::view_of(request_.method_string());
    }
    [[nodiscard]] std::string_view target() const noexcept { return beast_view_detail::view_of(request_.target()); }
    [[nodiscard]] std::string_view http_version() const noexcept {
        switch (request_.version()) {
            case 11: return "HTTP/1.1";
            case 10: return "HTTP/1.0";
            default: return {};
        }
    }
    [[nodiscard]] std::string_view remote_address() const noexcept { return beast_view_detail::text_of(remote_); }
    [[nodiscard]] int remote_port() const noexcept { return remote_.port(); }

    [[nodiscard]] std::optional<std::string_view> body() const noexcept {
        using Body = typename Request::body_type::value_type;
        if constexpr (beast_view_detail::InOnePiece<Body>)
            return std::string_view(reinterpret_cast<const char*>(request_.body().data()), request_.body().size());
        else if constexpr (std::is_empty_v<Body>) return std::string_view{};
        else return std::nullopt;
    }

    template <class Visit>
    void for_each_header(Visit&& visit) const {
        for (const auto& field : request_)
            visit(beast_view_detail::view_of(field.name_string()), beast_view_detail::view_of(field.value()));
    }

  private:
    const Request& request_;
    const boost::asio::ip::tcp::endpoint& remote_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
