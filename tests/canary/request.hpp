// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_REQUEST_HPP
#define LOCCER_TESTS_CANARY_REQUEST_HPP

// An integration as web frameworks have it: it gives what a channel has put into it, in the way that the channel asks.

#include <loccer/base/fixed_string.hpp>
#include <loccer/event/event.hpp>
#include <loccer/policy/role.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace canary {

/// What there is to give.
struct Request {
    enum class Gives {
        nothing,
        literal_keys,
        computed_keys,
        callables,
        objects,
        arrays,
        http,
        an_exception,
        an_exception_of_a_callable
    };

    Gives gives = Gives::nothing;
    std::vector<std::string> secrets;   ///< at least 8, where any are given
    std::vector<std::string> harmless;  ///< at least 4
    std::vector<std::pair<std::string, std::string>> headers;
    std::multimap<std::string, std::string> cookies;
    std::map<std::string, std::string> query;
    std::string message;  ///< of the exception
};

class RequestIntegration {
  public:
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "request";

    /// What all logs show; set by the channel at hand.
    static Request& current() {
        static Request request;
        return request;
    }

    void gather(const loccer::Event&, auto& out) const {
        const Request& request = current();
        switch (request.gives) {
            case Request::Gives::nothing: break;
            case Request::Gives::literal_keys: give_literal_keys(request, out); break;
            case Request::Gives::computed_keys: give_members(request.headers, out); break;
            case Request::Gives::callables: give_callables(request, out); break;
            case Request::Gives::objects: give_objects(request, out); break;
            case Request::Gives::arrays: give_arrays(request, out); break;
            case Request::Gives::http: give_http(request, out); break;
            case Request::Gives::an_exception: throw std::runtime_error(request.message);
            case Request::Gives::an_exception_of_a_callable: give_failing_callable(request, out); break;
        }
    }

  private:
    static void give_literal_keys(const Request& request, auto& out) {
        using namespace loccer::literals;
        out.field("path"_key, request.harmless[0]);
        out.field("password"_key, request.secrets[0]);
        out.field("X-Api-Key"_key, request.secrets[1]);
        out.field("oldPassword2"_key, request.secrets[2]);
        out.field("user[secret]"_key, request.secrets[3]);
        out.field("set-cookie"_key, request.secrets[4]);
        out.field("id.token"_key, request.secrets[5]);
        out.field("p\u0430ssword"_key, request.secrets[6]);
        out.raw("authorization"_key, "\"" + request.secrets[7] + "\"");
        out.field("referrer"_key, request.harmless[1]);
    }

    static void give_members(const auto& members, auto& out) {
        for (const auto& [key, value] : members) out.field(key, value);
    }

    static void give_callables(const Request& request, auto& out) {
        using namespace loccer::literals;
        out.field("path"_key, [&] { return request.harmless[0]; });
        out.field("password"_key, [&] { return request.secrets[0]; });
        out.field(std::string("session_token"), [&] { return request.secrets[1]; });
        out.field("credentials"_key, [&] { return request.secrets; });
        out.field(std::string("api.key"),
                  [&] { return std::map<std::string, std::string>{{"a", request.secrets[2]}}; });
    }

    static void give_objects(const Request& request, auto& out) {
        using namespace loccer::literals;
        out.object("peer"_key, [&](auto& peer) {
            peer.field("host"_key, request.harmless[0]);
            peer.field("passphrase"_key, request.secrets[0]);
            peer.object("tls"_key, [&](auto& tls) {
                tls.field("cipher"_key, request.harmless[1]);
                tls.field(std::string("private_key"), request.secrets[1]);
            });
        });
        out.object("credentials"_key, [&](auto& inner) { inner.field("user"_key, request.secrets[2]); });
        out.object(std::string("auth"), [&](auto& inner) { inner.field(std::string("value"), request.secrets[3]); });
    }

    static void give_arrays(const Request& request, auto& out) {
        using namespace loccer::literals;
        out.array("hops"_key, [&](auto& hops) {
            hops.value(request.harmless[0]);
            hops.object([&](auto& hop) { hop.field("secret"_key, request.secrets[0]); });
            hops.array([&](auto& inner) { inner.value(std::pair("token", request.secrets[1])); });
            hops.value(std::pair<std::string, std::string>("api-key", request.secrets[2]));
        });
        out.array("tokens"_key, [&](auto& tokens) { tokens.value(request.secrets[3]); });
        out.array(std::string("Cookies"), [&](auto& cookies) { cookies.value(request.secrets[4]); });
    }

    static void give_http(const Request& request, auto& out) {
        using namespace loccer::literals;
        out.object("headers"_key, [&](auto& headers) { give_members(request.headers, headers); });
        out.field("header_list"_key, request.headers);
        out.field("query"_key, request.query);
        out.field("form"_key, request.cookies);
    }

    static void give_failing_callable(const Request& request, auto& out) {
        using namespace loccer::literals;
        out.field("path"_key, request.harmless[0]);
        out.field("depth"_key, [&]() -> int { throw std::runtime_error(request.message); });
        out.object("peer"_key, [&](auto&) { throw std::runtime_error(request.message); });
    }
};

}  // namespace canary

#endif
