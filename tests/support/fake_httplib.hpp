// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_FAKE_HTTPLIB_HPP
#define LOCCER_TESTS_SUPPORT_FAKE_HTTPLIB_HPP

// As much of cpp-httplib as the integration touches, in the shapes that its versions have: files in a table of parts
// (before 0.23) or in a form with fields, exceptions by reference (before 0.11) or by pointer, the route that matched
// (from 0.20). The server calls its handlers in the library's order.

#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fake_httplib {

using Headers = std::multimap<std::string, std::string>;

/// A part of a multipart body before 0.23.
struct Part {
    std::string name;
    std::string content;
    std::string filename;
    std::string content_type;
};

struct OldRequest {
    std::string method = "GET";
    std::string path = "/";
    std::string target = "/";
    std::string version = "HTTP/1.1";
    Headers headers{};
    std::string body{};
    std::string remote_addr = "127.0.0.1";
    int remote_port = 4711;
    std::multimap<std::string, Part> files{};
};

/// A part of a multipart body since 0.23.
struct FormField {
    std::string name;
    std::string content;
    Headers headers{};
};
struct FormFile {
    std::string name;
    std::string content;
    std::string filename;
    std::string content_type;
    Headers headers{};
};

struct NewRequest {
    std::string method = "GET";
    std::string path = "/";
    std::string target = "/";
    std::string matched_route{};
    std::string version = "HTTP/1.1";
    Headers headers{};
    std::string body{};
    std::string remote_addr = "127.0.0.1";
    int remote_port = 4711;
    struct {
        std::multimap<std::string, FormField> fields{};
        std::multimap<std::string, FormFile> files{};
    } form{};
};

struct Response {
    int status = -1;
    Headers headers{};
};

/// \tparam Given what a handler of exceptions gets.
template <class Request, class Given>
class Server {
  public:
    enum class HandlerResponse { Handled, Unhandled };
    using Handler = std::function<void(const Request&, Response&)>;
    using HandlerWithResponse = std::function<HandlerResponse(const Request&, Response&)>;
    using ExceptionHandler = std::function<void(const Request&, Response&, Given)>;

    Server& Get(const std::string& pattern, Handler handler) { return add("GET", pattern, std::move(handler)); }
    Server& Post(const std::string& pattern, Handler handler) { return add("POST", pattern, std::move(handler)); }
    Server& Put(const std::string& pattern, Handler handler) { return add("PUT", pattern, std::move(handler)); }
    Server& Patch(const std::string& pattern, Handler handler) { return add("PATCH", pattern, std::move(handler)); }
    Server& Delete(const std::string& pattern, Handler handler) { return add("DELETE", pattern, std::move(handler)); }
    Server& Options(const std::string& pattern, Handler handler) { return add("OPTIONS", pattern, std::move(handler)); }

    void set_pre_routing_handler(HandlerWithResponse handler) { pre_routing_ = std::move(handler); }
    void set_exception_handler(ExceptionHandler handler) { exception_ = std::move(handler); }
    void set_error_handler(HandlerWithResponse handler) { error_ = std::move(handler); }
    void set_post_routing_handler(Handler handler) { post_routing_ = std::move(handler); }

    /// *Effects* answers a request. \param is_read false for one that was answered before it was routed.
    Response serve(const Request& request, bool is_read = true, int status = -1) {
        Response response;
        response.status = status;
        if (is_read) route(request, response);
        if (response.status == -1) response.status = 200;
        if (response.status >= 400 && error_) error_(request, response);
        if (post_routing_) post_routing_(request, response);
        return response;
    }

  protected:
    void pre_route(const Request& request, Response& response) {
        if (pre_routing_) pre_routing_(request, response);
    }

  private:
    Server& add(const std::string& method, const std::string& pattern, Handler handler) {
        handlers_.insert_or_assign(method + " " + pattern, std::move(handler));
        return *this;
    }

    void route(const Request& request, Response& response) {
        try {
            if (pre_routing_ && pre_routing_(request, response) == HandlerResponse::Handled) return;
            const auto found = handlers_.find(request.method + " " + request.path);
            if (found == handlers_.end()) response.status = 404;
            else found->second(request, response);
        } catch (std::exception& error) {
            fail(request, response, &error);
        } catch (...) {
            fail(request, response, nullptr);
        }
    }

    void fail(const Request& request, Response& response, std::exception* error) {
        if constexpr (std::is_same_v<Given, std::exception_ptr>) {
            if (exception_) return exception_(request, response, std::current_exception());
        } else {
            if (exception_ && error != nullptr) return exception_(request, response, *error);
        }
        response.status = 500;
        response.headers.emplace("EXCEPTION_WHAT", error != nullptr ? error->what() : "UNKNOWN");
    }

    std::map<std::string, Handler> handlers_;
    HandlerWithResponse pre_routing_;
    ExceptionHandler exception_;
    HandlerWithResponse error_;
    Handler post_routing_;
};

/// A server that has WebSockets, as current versions: of an upgrade it tells pre-routing and nobody else.
template <class Request, class Given>
class WebSocketServer : public Server<Request, Given> {
  public:
    using WebSocketHandler = std::function<void(const Request&)>;

    void WebSocket(WebSocketHandler handler) { web_socket_ = std::move(handler); }
    void upgrade(const Request& request) {
        Response response;
        this->pre_route(request, response);
        web_socket_(request);
    }

  private:
    WebSocketHandler web_socket_;
};

using Server_0_10 = Server<OldRequest, std::exception&>;
using Server_0_11 = Server<OldRequest, std::exception_ptr>;
using Server_0_23 = Server<NewRequest, std::exception_ptr>;

template <class Server>
struct RequestOf;
template <class Request, class Given>
struct RequestOf<Server<Request, Given>> {
    using type = Request;
};

}  // namespace fake_httplib

#endif
