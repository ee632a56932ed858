// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_ODD_VALUE_CHANNELS_HPP
#define LOCCER_TESTS_CANARY_ODD_VALUE_CHANNELS_HPP

// Secrets in values that are odd in some way: they cannot be printed, they are keys, numbers or arguments, or they
// are deeper or wider than a record shows.

#include "channel.hpp"
#include "keys.hpp"
#include "text_forms.hpp"
#include "value_channels.hpp"

#include <loccer/reflect/sensitive.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace canary {

/// Cannot be printed, and says why.
struct Unprintable {
    std::string why;
    friend std::ostream& operator<<(std::ostream&, const Unprintable& value) { throw std::runtime_error(value.why); }
};

inline void show_unprintable(Stage& stage, std::size_t) {
    for (const std::string_view form : keyed_forms) {
        stage.show(std::map<std::string, Unprintable>{{"a", {written(stage, form, nullptr)}}});
        stage.show(std::map<std::string, Unprintable>{{"password", {stage.secret()}}});
    }
}

/// Prints what should not be printed.
struct Chatty {
    std::string text;
    friend std::ostream& operator<<(std::ostream& out, const Chatty& value) { return out << value.text; }
};

/// *Effects* has texts shown that hold secrets, under a name that holds none.
inline void show_texts(Stage& stage, std::size_t) {
    for (const auto& forms : {TextForms{keyed_forms}, TextForms{header_forms}, TextForms{userinfo_forms},
                              TextForms{token_forms}, TextForms{account_forms}}) {
        for (const std::string_view form : forms.forms) {
            stage.show(TextMap{{"note", written(stage, form, nullptr)}});
        }
    }
    for (const std::string_view form : keyed_forms) {
        const std::string text = written(stage, form, nullptr);
        stage.show(std::map<std::string, std::u16string>{{"note", {text.begin(), text.end()}}});
        stage.show(Texts{"one", written(stage, form, nullptr), "three"});
        stage.show(std::map<std::string, Chatty>{{"note", {written(stage, form, nullptr)}}});
        stage.show(std::map<std::string, std::filesystem::path>{{"note", written(stage, form, nullptr)}});
    }
}

/// *Effects* has values shown whose keys are secrets.
inline void show_secret_keys(Stage& stage, std::size_t) {
    for (const auto& forms : {TextForms{header_forms}, TextForms{keyed_forms}, TextForms{userinfo_forms},
                              TextForms{token_forms}, TextForms{account_forms}}) {
        for (const std::string_view form : forms.forms) {
            stage.show(std::map<std::string, int>{{written(stage, form, nullptr), 1}});
        }
    }
    for (const std::string_view form : jwt_forms) {
        stage.show(std::map<std::string, int>{{written(stage, form, as_url_base64), 1}});
    }
    const auto number = [&] { return std::stoull(stage.secret(card_number(stage.random()))); };
    stage.show(std::map<std::uint64_t, int>{{number(), 1}, {number(), 2}});
}

/// *Effects* has numbers of cards shown as numbers.
inline void show_card_integers(Stage& stage, std::size_t) {
    const auto number = [&] { return std::stoull(stage.secret(card_number(stage.random()))); };
    const auto text = [&] { return stage.secret(card_number(stage.random())); };
    stage.show(std::map<std::string, std::uint64_t>{{"n", number()}, {"m", number()}});
    stage.show(std::vector<std::int64_t>{static_cast<std::int64_t>(number()), 17});
    stage.show(std::set<std::uint64_t>{number()});
    stage.show(std::tuple<int, double>(1, static_cast<double>(number())));
    stage.show(std::map<std::string, std::uint64_t>{{"card_number", number()}});
    stage.show(TextMap{{"n", text()}, {"m", grouped(text(), '-')}, {"city", stage.harmless()}});
}

/// *Effects* has lists shown of which one element names the next, as arguments of programs are.
inline void show_arguments(Stage& stage, std::size_t) {
    stage.show(Texts{"--password", stage.secret()});
    stage.show(Texts{"mysql", stage.harmless(), "--password=" + stage.secret()});
    stage.show(Texts{"curl", "-H", "Authorization: Bearer " + stage.secret()});
    stage.show(std::array<std::string, 2>{"api-key", stage.secret()});
    stage.show(Texts{"mysql", "--user", stage.harmless(), "--password", stage.secret(), "shop"});
    stage.show(std::vector<std::vector<std::string>>{{"deploy", "-token", stage.secret()}, {"ls", stage.harmless()}});
    const std::string secret = stage.secret();
    stage.show(std::vector<const char*>{"deploy", "--api-key", secret.c_str(), "--dry-run"});
    stage.show(std::map<std::string, Texts>{{"argv", {"x", "--client-secret", stage.secret(), stage.harmless()}}});
}

/// *Effects* has values shown whose type says that they are secret, under names that do not.
inline void show_sensitive(Stage& stage, std::size_t) {
    using Secret = loccer::Sensitive<std::string>;
    std::map<std::string, Secret> map;
    map.emplace("city", stage.secret());
    stage.show(map);
    stage.show(std::pair<std::string, Secret>("region", Secret(stage.secret())));
    stage.show(std::tuple<int, Secret, std::string>(1, Secret(stage.secret()), stage.harmless()));
    stage.show(std::optional<Secret>(Secret(stage.secret())));
}

/// A tree, and how deep the level is.
struct Tree {
    TextMap members;
    std::vector<Tree> below;

    template <class Place>
    friend void loccer_describe(Place& place, const Tree& tree) {
        place.object([&](auto& out) {
            out.field("members", tree.members);
            out.field("below", tree.below);
        });
    }
};

inline void show_deep(Stage& stage, std::size_t pass) {
    constexpr std::size_t levels = 24;
    Tree tree;
    for (std::size_t level = levels; level > 0; --level) {
        Tree outer;
        outer.members.emplace(sensitive_key(nth(pass, level)), stage.secret());
        outer.members.emplace(harmless_key(pass), level < 3 ? stage.harmless() : stage.filler());
        outer.below.push_back(std::move(tree));
        tree = std::move(outer);
    }
    stage.show(tree);
}

inline void show_wide(Stage& stage, std::size_t pass) {
    std::map<std::string, TextMap> map;
    std::vector<TextPair> list;
    for (std::size_t n = 0; n < 300; ++n) {
        list.emplace_back(sensitive_key(nth(pass, n)), stage.secret());
        map["n" + std::to_string(n)].emplace(sensitive_key(nth(pass, n)), stage.secret());
    }
    stage.show(map);
    stage.show(list);
}

inline constexpr Channel odd_value_channels[] = {
    {"formatters_that_throw", value_kinds, show_unprintable},
    {"texts_in_values", value_kinds, show_texts},
    {"secrets_as_keys", value_kinds, show_secret_keys},
    {"card_integers", value_kinds, show_card_integers},
    {"arguments", value_kinds, show_arguments},
    {"sensitive_types", value_kinds, show_sensitive, nullptr, true},
    {"deep_values", value_kinds, show_deep},
    {"wide_values", value_kinds, show_wide},
};

}  // namespace canary

#endif
