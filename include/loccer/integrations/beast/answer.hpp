// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_BEAST_ANSWER_HPP
#define LOCCER_INTEGRATIONS_BEAST_ANSWER_HPP

// What a client gets where a handler threw: the program's own answer, or a plain one that says nothing of the reason.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>

#include <concepts>
#include <exception>
#include <optional>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// An answer of Beast's, or one that is like it: its status can be asked for. A message_generator cannot be.
template <class Response>
concept BeastResponse = requires(const Response& response) {
    { response.result_int() } -> std::convertible_to<int>;
};

/// Answers with a plain 500. Given to wrap() where the program answers by itself: any callable that takes the exception
/// and the request, and returns a response.
struct BeastPlainError {
    template <class Response, class Request>
    [[nodiscard]] static Response answer(const Request& request) {
        namespace beast = boost::beast::http;
        Response response{};
        response.version(request.version());
        response.result(beast::status::internal_server_error);
        if constexpr (requires { response.body() = "Internal Server Error"; }) {
            response.set(beast::field::content_type, "text/plain");
            response.body() = "Internal Server Error";
        }
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        return response;
    }
};

namespace beast_detail {

/// *Effects* answers what a handler threw; where the program's own way to do so throws, too, calls `on_throw` in the
/// handler of that and answers with a plain 500. *Throws* what making the plain one throws.
template <class Response, class OnError, class Request, class OnThrow>
[[nodiscard]] Response answer_to(const std::exception_ptr& failure, const OnError& on_error, const Request& request,
                                 const OnThrow& on_throw) {
    std::optional<Response> answer;
    if (guarded([&] { answer.emplace(on_error(failure, request)); }, on_throw)) return std::move(*answer);
    return BeastPlainError::answer<Response>(request);
}

}  // namespace beast_detail

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
