// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_SURROUNDING_CHANNELS_HPP
#define LOCCER_TESTS_CANARY_SURROUNDING_CHANNELS_HPP

// Secrets that stand in every record, whatever happens: globals, integrations, the environment, the thread's name,
// the line of the source.

#include "channel.hpp"
#include "keys.hpp"
#include "text_forms.hpp"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <utility>

namespace canary {

inline void show_globals(Stage& stage, std::size_t pass) {
    Globals& globals = Globals::current();
    globals.password = stage.dressed_secret();
    globals.session_token = stage.dressed_secret();
    globals.settings.clear();
    for (std::size_t n = 0; n < 6; ++n) globals.settings.emplace(sensitive_key(pass * 6 + n), stage.secret());
    globals.settings.emplace(harmless_key(pass), stage.harmless());
    globals.banner = written(stage, keyed_forms[pass % std::size(keyed_forms)], nullptr);
    stage.happen();
    globals = Globals();
}

/// How many canaries the integration shows in a way.
struct Shown {
    std::size_t secrets;
    std::size_t harmless;
};

/// *Effects* has an error happen while the integration gives canaries under keys of its own.
template <Request::Gives Gives, Shown Count>
void show_request(Stage& stage, std::size_t) {
    Request& request = RequestIntegration::current();
    request.gives = Gives;
    for (std::size_t n = 0; n < Count.secrets; ++n) request.secrets.push_back(stage.secret());
    for (std::size_t n = 0; n < Count.harmless; ++n) request.harmless.push_back(stage.harmless());
    stage.happen();
    request = Request();
}

/// *Effects* the same under keys that are computed.
inline void show_computed_keys(Stage& stage, std::size_t pass) {
    Request& request = RequestIntegration::current();
    request.gives = Request::Gives::computed_keys;
    for (std::size_t n = 0; n < 10; ++n) {
        request.headers.emplace_back(sensitive_key(pass * 10 + n), stage.dressed_secret());
    }
    request.headers.emplace_back(harmless_key(pass), stage.harmless());
    stage.happen();
    request = Request();
}

/// *Effects* has an error happen while the integration throws, with a secret in its message.
template <Request::Gives Gives>
void throw_in_request(Stage& stage, std::size_t) {
    Request& request = RequestIntegration::current();
    request.gives = Gives;
    for (const std::string_view form : keyed_forms) {
        request.harmless = {stage.filler()};
        request.message = written(stage, form, nullptr);
        stage.happen();
    }
    request = Request();
}

inline void show_http(Stage& stage, std::size_t pass) {
    Request& request = RequestIntegration::current();
    request.gives = Request::Gives::http;
    request.headers = {{"Host", stage.harmless()},
                       {"Authorization", "Bearer " + stage.secret()},
                       {"Cookie", "session=" + stage.secret() + "; theme=dark"},
                       {"Set-Cookie", "sid=" + stage.secret()},
                       {"X-Api-Key", stage.secret()},
                       {"Proxy-Authorization", "Basic " + base64("ada:" + stage.secret())},
                       {"Referer", "https://shop.example/?token=" + stage.secret()},
                       {"X-Forwarded-Url", "https://ada:" + stage.secret() + "@shop.example/"},
                       {sensitive_key(pass), stage.secret()}};
    request.query = {{"page", stage.harmless()}, {"access_token", stage.secret()}, {"password", stage.secret()}};
    request.cookies = {{"city", stage.harmless()}, {"password", stage.secret()}, {"password", stage.secret()}};
    stage.happen();
    request = Request();
}

inline void name_thread(Stage& stage, std::size_t) {
    std::array<char, 16> before{};
    ::prctl(PR_GET_NAME, before.data(), 0, 0, 0);
    ::prctl(PR_SET_NAME, ("pw=" + stage.secret(stage.random().text(12))).c_str(), 0, 0, 0);
    stage.happen();
    ::prctl(PR_SET_NAME, before.data(), 0, 0, 0);
}

/// *Effects* sets the environment variables that logs record. Called before the log is made.
inline void set_environment(Stage& stage) {
    ::setenv("SHOP_PASSWORD", stage.secret().c_str(), 1);
    ::setenv("SHOP_API_KEY", stage.dressed_secret().c_str(), 1);
    ::setenv("SHOP_ENDPOINT", ("https://ada:" + stage.secret() + "@shop.example/?token=" + stage.secret()).c_str(), 1);
    ::setenv("SHOP_REGION", stage.harmless().c_str(), 1);
}

inline void show_environment(Stage& stage, std::size_t) {
    stage.happen();
    for (const char* const name : {"SHOP_PASSWORD", "SHOP_API_KEY", "SHOP_ENDPOINT", "SHOP_REGION"}) ::unsetenv(name);
}

// clang-format off: each secret has to stand in the line that is shown

/// *Effects* throws in lines of source that hold secrets, and in one that holds none.
inline void show_source_lines(Stage& stage, std::size_t) {
    const auto closed = [&stage](std::string_view) { stage.fail(std::runtime_error("the shop is closed")); };
    stage.secret("Pq7Rw2Xk9Lm4Tz8Vb3Nc6Hd1");
    stage.raise([&] { const char* const password = "Pq7Rw2Xk9Lm4Tz8Vb3Nc6Hd1"; closed(password); });
    stage.secret("Yb5Gs8Jf2Qn7Wc4Kx9Rm3Tv6");
    stage.raise([&] { const std::string apiKey = "Yb5Gs8Jf2Qn7Wc4Kx9Rm3Tv6"; closed(apiKey); });
    stage.secret("Zd3Mh6Pw9Ck2Xv5Bq8Ng1Fj4");
    stage.raise([&] { const std::string client_secret{"Zd3Mh6Pw9Ck2Xv5Bq8Ng1Fj4"}; closed(client_secret); });
    stage.secret("Ek4Vt7Ra1Sy8Um5Ol2Ip9Wq6");
    stage.raise([&] { closed("https://ada:Ek4Vt7Ra1Sy8Um5Ol2Ip9Wq6@shop.example/"); });
    stage.secret("Gx8Lb3Zn6Cf1Hj5Dk9Sw2Aq7");
    stage.raise([&] { closed("Authorization: Bearer Gx8Lb3Zn6Cf1Hj5Dk9Sw2Aq7"); });
    stage.secret("Ti2Ou5Ye8Rw1Qp4Al7Sk3Dj6");
    stage.raise([&] { closed("password=Ti2Ou5Ye8Rw1Qp4Al7Sk3Dj6"); });
    stage.harmless("Fh9Gm2Vb5Nc8Xz1Jk4Ws7Er3");
    stage.raise([&] { const std::string region = "Fh9Gm2Vb5Nc8Xz1Jk4Ws7Er3"; closed(region); });
}

// clang-format on

inline constexpr Channel surrounding_channels[] = {
    {"globals", error_kinds, show_globals},
    {"literal_keys", all_kinds, show_request<Request::Gives::literal_keys, Shown{8, 2}>},
    {"computed_keys", all_kinds, show_computed_keys},
    {"callables", all_kinds, show_request<Request::Gives::callables, Shown{3, 1}>},
    {"objects", all_kinds, show_request<Request::Gives::objects, Shown{4, 2}>},
    {"arrays", all_kinds, show_request<Request::Gives::arrays, Shown{5, 1}>},
    {"http", all_kinds, show_http},
    {"integration_throws", all_kinds, throw_in_request<Request::Gives::an_exception>},
    {"callable_throws", all_kinds, throw_in_request<Request::Gives::an_exception_of_a_callable>},
    {"environment", all_kinds, show_environment, set_environment},
    {"thread_name", all_kinds, name_thread},
#if LOCCER_CFG_SYMBOLS
    {"source_lines", {Kind::scope}, show_source_lines},
#endif
};

}  // namespace canary

#endif
