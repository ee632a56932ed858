// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_TEXT_CHANNELS_HPP
#define LOCCER_TESTS_CANARY_TEXT_CHANNELS_HPP

// Secrets in texts: messages of exceptions, of their causes, of error codes, and in metadata.

#include "channel.hpp"
#include "text_forms.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

namespace canary {

template <const auto& Forms>
void say_forms(Stage& stage, std::size_t) {
    say_all(stage, {Forms});
}

template <const auto& Forms, std::string (*Dress)(std::string_view)>
void say_dressed(Stage& stage, std::size_t) {
    say_all(stage, {Forms, Dress});
}

/// *Effects* throws a text itself, in place of an exception that holds it.
inline void throw_texts(Stage& stage, std::size_t) {
    for (const std::string_view form : keyed_forms) {
        const std::string text = written(stage, form, nullptr);
        stage.raise([&] { stage.fail(text); });
        const std::string other = written(stage, form, nullptr);
        stage.raise([&] { stage.fail(other.c_str()); });
    }
}

/// *Effects* has secrets in the message of a std::system_error, before what the code means.
inline void throw_system_errors(Stage& stage, std::size_t) {
    for (const std::string_view form : keyed_forms) {
        const std::string text = written(stage, form, nullptr);
        stage.raise([&] { stage.fail(std::system_error(std::make_error_code(std::errc::io_error), text)); });
    }
}

/// *Effects* says texts whose secrets lie round the place at which a text is cut: `before` is swept.
inline void say_round_cut(Stage& stage, std::size_t pass, std::size_t cut) {
    constexpr std::string_view forms[] = {
        "password={s}",
        "Authorization: Bearer {s}",
        "https://ada:{s}@shop.example/",
        "-----BEGIN PRIVATE KEY-----\n{s}\n-----END PRIVATE KEY-----",
        "eyJhbGciOiJIUzI1NiJ9.eyJz{s}.{s}",
        "ghp_{s}{12}",
        R"({"password":"{s}"})",
        "{card}",
        "{iban4}",
    };
    constexpr std::size_t reach = 72;  // how far before the cut a secret may begin
    for (std::size_t n = 0; n < std::size(forms); ++n) {
        const std::size_t before = cut - reach + (pass * std::size(forms) + n * 7) % (reach + 8);
        std::string text;
        while (text.size() < before) text += "all is well. ";
        text.resize(before);
        text.back() = ' ';
        stage.say(text + written(stage, forms[n], nullptr) + " and so on, and so on" + std::string(200, '.'));
    }
}

/// The cuts of a text as such (8 KiB), of one on a tape (a quarter of 8 or of 4 KiB), and of one in a record of
/// 2 KiB, which depends on all that stands before it.
inline void say_round_cuts(Stage& stage, std::size_t pass) {
    for (const std::size_t cut : {std::size_t{8192}, std::size_t{2048}, std::size_t{1024}})
        say_round_cut(stage, pass, cut);
    say_round_cut(stage, pass, 100 + pass * 41 % 1500);
}

/// *Effects* the same with a text that a tape has to keep.
inline void show_round_cuts(Stage& stage, std::size_t pass) {
    for (const std::size_t cut : {std::size_t{2048}, std::size_t{1024}, std::size_t{8192}}) {
        std::string text(cut - 40 + pass % 44, '.');
        text += pass % 2 == 0 ? " password=" : " Bearer ";
        stage.show(std::pair<std::string, std::string>("note", text + stage.secret() + " and so on"));
    }
}

inline constexpr Channel text_channels[] = {
    {"keyed_text", all_kinds, say_forms<keyed_forms>},
    {"dialogues_in_text", all_kinds, say_forms<dialogue_forms>},
    {"headers_in_text", all_kinds, say_forms<header_forms>},
    {"pem", all_kinds, say_forms<pem_forms>},
    {"jwt", all_kinds, say_dressed<jwt_forms, as_url_base64>},
    {"url_userinfo", all_kinds, say_forms<userinfo_forms>},
    {"url_query", all_kinds, say_forms<query_forms>},
    {"url_fragment", all_kinds, say_forms<fragment_forms>},
    {"cookies_in_text", all_kinds, say_forms<cookie_forms>},
    {"json_in_text", all_kinds, say_forms<json_forms>},
    {"percent_in_text", all_kinds, say_dressed<percent_forms, percent>},
    {"all_percent_in_text", all_kinds, say_dressed<percent_forms, percent_all>},
    {"twice_percent_in_text", all_kinds, say_dressed<percent_forms, twice_percent>},
    {"base64_in_text", all_kinds, say_dressed<encoded_forms, as_base64>},
    {"url_base64_in_text", all_kinds, say_dressed<encoded_forms, as_url_base64>},
    {"hex_in_text", all_kinds, say_dressed<encoded_forms, as_hex>},
    {"json_in_json_in_text", all_kinds, say_dressed<encoded_forms, in_json>},
    {"escaped_in_text", all_kinds, say_dressed<encoded_forms, in_escaped_json>},
    {"basic_authentication", all_kinds, say_dressed<basic_forms, as_base64>},
    {"connection_strings", all_kinds, say_forms<connection_forms>},
    {"command_lines", all_kinds, say_forms<command_forms>},
    {"api_tokens", all_kinds, say_forms<token_forms>},
    {"account_numbers", all_kinds, say_forms<account_forms>},
    {"harmless_text", all_kinds, say_forms<harmless_forms>},
    {"thrown_texts", thrown_kinds, throw_texts},
    {"system_errors", thrown_kinds, throw_system_errors},
    {"texts_round_the_cut", all_kinds, say_round_cuts},
    {"values_round_the_cut", value_kinds, show_round_cuts},
};

}  // namespace canary

#endif
