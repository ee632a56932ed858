// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_VALUE_CHANNELS_HPP
#define LOCCER_TESTS_CANARY_VALUE_CHANNELS_HPP

// Secrets in values of many types, known by their names: local variables, and the same as metadata.

#include "channel.hpp"
#include "keys.hpp"

#include <boost/hana/define_struct.hpp>

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace canary {

using Texts = std::vector<std::string>;
using TextPair = std::pair<std::string, std::string>;
using TextMap = std::map<std::string, std::string>;

/// How many members a value gets, so that it fits into a record with all that is harmless in it.
inline constexpr std::size_t few = 6;

/// *Returns* a number that no call of the same channel had before on this stage.
inline std::size_t nth(std::size_t pass, std::size_t member) { return pass * few + member; }

/// *Effects* throws in a function that has local variables of secret names and several types.
[[gnu::noinline]] inline void fail_beside_texts(Stage& stage, const Texts& secrets, const Texts& harmless) {
    const std::string& password = secrets[0];
    const std::string_view api_key = secrets[1];
    const char* const session_token = secrets[2].c_str();
    const std::wstring client_secret(secrets[3].begin(), secrets[3].end());
    const std::u16string passphrase(secrets[4].begin(), secrets[4].end());
    const std::filesystem::path credentials = secrets[5];
    char pin[32] = {};
    secrets[6].copy(pin, sizeof(pin) - 1);
    const Texts tokens = {secrets[7], secrets[8]};
    const std::string& oldPassword2 = secrets[9];
    const std::u8string authorization(secrets[10].begin(), secrets[10].end());
    const std::string& region = harmless[0];
    const std::string& author = harmless[1];
    LOCCER_LOCALS(region, password, api_key, session_token, client_secret, passphrase, credentials, pin, tokens,
                  oldPassword2, authorization, author);
    stage.fail(std::runtime_error("the shop is closed"));
}

inline void show_named_variables(Stage& stage, std::size_t) {
    Texts secrets;
    for (std::size_t n = 0; n < 11; ++n) secrets.push_back(stage.secret());
    const Texts harmless = {stage.harmless(), stage.harmless()};
    stage.raise([&] { fail_beside_texts(stage, secrets, harmless); });
}

/// *Effects* has variables shown that a scope names.
inline void show_variables_of_scope(Stage& stage, std::size_t) {
    const std::string password = stage.secret();
    const std::string apiKey = stage.secret();
    const TextMap cookies = {{"a", stage.secret()}, {"b", stage.secret()}};
    const std::string path = stage.harmless();
    stage.raise([&] {
        LOCCER_CAPTURE(loccer::default_log, path, password, apiKey, cookies) {
            stage.fail(std::runtime_error("the shop is closed"));
        };
    });
}

inline void show_key_variants(Stage& stage, std::size_t pass) {
    TextMap shown;
    for (std::size_t n = 0; n < few; ++n) shown.emplace(sensitive_key(nth(pass, n)), stage.dressed_secret());
    shown.emplace(harmless_key(pass), stage.harmless());
    stage.show(shown);
}

struct Contact {
    BOOST_HANA_DEFINE_STRUCT(Contact, (std::string, street), (std::string, card_number), (std::string, email_address));
};
struct Account {
    BOOST_HANA_DEFINE_STRUCT(Account, (std::string, owner), (std::string, password), (std::string, apiKey),
                             (Contact, contact), (Texts, recovery_codes), (std::optional<std::string>, pin));
};

inline Account account(Stage& stage) {
    return {stage.harmless(),
            stage.secret(),
            stage.secret(),
            {stage.harmless(), stage.secret(card_number(stage.random())), stage.secret()},
            {stage.secret(), stage.secret()},
            stage.secret()};
}

inline void show_structs(Stage& stage, std::size_t) {
    stage.show(account(stage));
    stage.show(std::vector<Account>{account(stage)});
    stage.show(std::map<int, Account>{{1, account(stage)}});
}

inline void show_maps(Stage& stage, std::size_t pass) {
    std::unordered_map<std::string, Texts> lists;
    std::map<std::string, TextMap> maps;
    std::multimap<std::string, std::string> many;
    for (std::size_t n = 0; n < few; ++n) {
        lists.emplace(sensitive_key(nth(pass, n)), Texts{stage.secret(), stage.secret()});
        many.emplace(sensitive_key(nth(pass, n)), stage.secret());
        many.emplace(sensitive_key(nth(pass, n)), stage.secret());
        maps["section" + std::to_string(n)].emplace(sensitive_key(nth(pass, n)), stage.secret());
    }
    lists.emplace(harmless_key(pass), Texts{stage.harmless()});
    many.emplace(harmless_key(pass), stage.harmless());
    maps["section0"].emplace(harmless_key(pass), stage.harmless());
    stage.show(lists);
    stage.show(maps);
    stage.show(many);
}

/// A struct that is a row of a list of names and values.
struct Setting {
    BOOST_HANA_DEFINE_STRUCT(Setting, (std::string, name), (std::string, value));
};

inline void show_pairs(Stage& stage, std::size_t pass) {
    const auto key = [pass](std::size_t n) { return sensitive_key(nth(pass, n)); };
    stage.show(std::vector<TextPair>{{key(0), stage.secret()}, {harmless_key(pass), stage.harmless()}});
    stage.show(TextPair(key(1), stage.secret()));
    stage.show(std::tuple<std::string, std::string>(key(2), stage.secret()));
    stage.show(std::pair<std::string_view, Texts>("password", {stage.secret(), stage.secret()}));
    stage.show(std::pair<std::string, TextPair>("row", TextPair(key(3), stage.secret())));
    stage.show(std::vector<Setting>{{"token", stage.secret()}, {"city", stage.harmless()}});
    stage.show(std::vector<Texts>{{"api_key", stage.secret()}, {"city", stage.harmless()}});
    stage.show(std::array<std::string, 2>{key(4), stage.secret()});
    stage.show(std::pair<std::optional<std::string>, std::string>("password", stage.secret()));
}

inline void show_holders(Stage& stage, std::size_t) {
    using Either = std::variant<int, std::string, TextMap>;
    const std::string secret = stage.secret();
    stage.show(
        std::map<std::string, std::optional<std::string>>{{"password", stage.secret()}, {"city", stage.harmless()}});
    stage.show(std::map<std::string, Either>{{"api_key", stage.secret()},
                                             {"auth", TextMap{{"a", stage.secret()}}},
                                             {"peer", TextMap{{"token", stage.secret()}, {"host", stage.harmless()}}}});
    stage.show(std::map<std::string, std::reference_wrapper<const std::string>>{{"secret", secret}});
    stage.show(std::make_shared<TextMap>(TextMap{{"otp", stage.secret()}, {"city", stage.harmless()}}));
    std::map<std::string, std::unique_ptr<std::string>> owned;
    owned["private_key"] = std::make_unique<std::string>(stage.secret());
    stage.show(owned);
}

/// Describes itself.
struct Session {
    std::string user;
    std::string token;
    TextMap attributes;

    template <class Place>
    friend void loccer_describe(Place& place, const Session& session) {
        place.object([&](auto& out) {
            out.field("user", session.user);
            out.field("token", [&] { return session.token; });
            out.field("attributes", session.attributes);
        });
    }
};

inline void show_custom_types(Stage& stage, std::size_t pass) {
    stage.show(Session{stage.harmless(), stage.secret(), {{sensitive_key(pass), stage.secret()}}});
    stage.show(std::map<std::string, Session>{{"credentials", {stage.secret(), stage.secret(), {}}}});
}

/// *Effects* has members logged that are given as a list.
inline void log_lists(Stage& stage, std::size_t pass) {
    const std::string keys[] = {sensitive_key(nth(pass, 0)), sensitive_key(nth(pass, 1)), harmless_key(pass)};
    stage.log_members({{"msg", "the shop is closed"},
                       {"password", stage.secret()},
                       {keys[0], stage.dressed_secret()},
                       {keys[1], Texts{stage.secret(), stage.secret()}},
                       {"apiKey", std::string_view(stage.secret())},
                       {"set-cookie", stage.secret().c_str()},
                       {"credentials", TextMap{{"user", stage.secret()}, {"region", stage.secret()}}},
                       {"peer", TextMap{{"token", stage.secret()}, {"host", stage.harmless()}}},
                       {keys[2], stage.harmless()}});
}

/// *Effects* has members logged whose keys are those of the log's own rules, and hide nothing in other logs.
inline void show_own_rules(Stage& stage, std::size_t pass) {
    constexpr std::string_view names[] = {"badge-id", "badge_id", "BadgeID2", "old.badge[id]", "ward", "WardName"};
    for (const std::string_view name : names) {
        const bool hides = stage.rules() == Rules::composed;
        stage.show(TextMap{{std::string(name), hides ? stage.secret() : stage.harmless()},
                           {sensitive_key(pass), stage.secret()}});
    }
}

inline constexpr Channel value_channels[] = {
    {"variables_by_name", thrown_kinds, show_named_variables},
    {"variables_of_scopes", thrown_kinds, show_variables_of_scope},
    {"key_variants", value_kinds, show_key_variants},
    {"own_rules", value_kinds, show_own_rules},
    {"member_lists", {Kind::metadata}, log_lists},
    {"structs", value_kinds, show_structs},
    {"maps", value_kinds, show_maps},
    {"pairs", value_kinds, show_pairs},
    {"holders", value_kinds, show_holders},
    {"custom_types", value_kinds, show_custom_types},
};

}  // namespace canary

#endif
