// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_MODE_CHANNELS_HPP
#define LOCCER_TESTS_CANARY_MODE_CHANNELS_HPP

// What only logs with certain rules hide, show or tell: each of these channels belongs to one or two of the logs.

#include "channel.hpp"
#include "text_channels.hpp"
#include "text_forms.hpp"
#include "value_channels.hpp"

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>

namespace canary {

/// Its name is a canary: types are shown by every log.
struct Hd6Wm2Zt9Kp4Xr7Vb3Nq8Gc5 : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// *Effects* throws beside a local variable that NamedLog shows, and one that it does not.
[[gnu::noinline]] inline void fail_beside_shelf(Stage& stage, const TextMap& shelf, const std::string& batch,
                                                const std::string& street) {
    LOCCER_LOCALS(shelf, batch, street);
    stage.fail(Hd6Wm2Zt9Kp4Xr7Vb3Nq8Gc5(street));
}

/// *Effects* has values shown under names of NamedLog, under names that look like them and under others.
inline void show_named_values(Stage& stage, std::size_t pass) {
    const TextMap shelf = {
        {"batch", stage.visible()},           {"Rack-No", stage.visible()},         {"rack", stage.secret()},
        {"batch_2", stage.secret()},          {"old_batch", stage.secret()},        {"b\u0430tch", stage.secret()},
        {harmless_key(pass), stage.secret()}, {sensitive_key(pass), stage.secret()}};
    const std::string batch = stage.visible() + " password=" + stage.secret();
    const std::string street = stage.secret();
    if (stage.kind() == Kind::metadata) {
        stage.log_members({{"shelf", shelf}, {"batch", batch}, {"street", street}});
        stage.log_members({{"street", shelf.at("rack")}, {"msg", street}});
    } else {
        stage.visible("Hd6Wm2Zt9Kp4Xr7Vb3Nq8Gc5");
        stage.raise([&] { fail_beside_shelf(stage, shelf, batch, street); });
    }
}

/// *Effects* has types and keys shown, which stay where no value does.
inline void show_keys_and_types(Stage& stage, std::size_t) {
    const std::string text = stage.secret();
    if (stage.kind() != Kind::metadata) {
        stage.visible("Hd6Wm2Zt9Kp4Xr7Vb3Nq8Gc5");
        stage.raise([&] { stage.fail(Hd6Wm2Zt9Kp4Xr7Vb3Nq8Gc5(text)); });
    }
    const auto number = [&] { return std::stoull(stage.secret("7" + stage.random().text(16, digits))); };
    stage.show(TextMap{{stage.visible(), stage.secret()}, {stage.visible(), stage.secret()}});
    stage.show(std::map<std::string, Texts>{{stage.visible(), {stage.secret(), stage.secret()}}});
    stage.show(std::map<std::string, std::uint64_t>{{stage.visible(), number()}});
    stage.show(std::map<std::string, std::int64_t>{{stage.visible(), -static_cast<std::int64_t>(number())}});
    stage.show(
        std::map<std::string, std::tuple<std::uint64_t, std::string>>{{stage.visible(), {number(), stage.secret()}}});
}

inline constexpr std::string_view personal_forms[] = {
    "{h}: mail to {s}@{s}.example bounced",
    "{h} <{s}.{12}@shop.example>, {s}+news@shop.example",
    "mailto:{s}@shop.example?subject={h}",
    R"({"order":"{h}","contact":"{s}@shop.example"})",
    "{h}: connect to {ip4} refused",
    "{h} from {ip4}:8080, {ip4}",
    "https://{ip4}/{h}",
    "{h}: no route to {ip6}",
    "{h}: no route to [{ip6}]:443",
    "{h} link {mac} is down",
    "{h}, call {tel}",
    "{h} ssn {ssn} refused",
    "{h} <- {ssn}, {ip4}, {s}@shop.example",
};

inline constexpr std::string_view path_forms[] = {
    "cannot open /home/{s}/orders/{h}.db: no such file",
    "/Users/{s}/Library/{h}",
    R"(C:\Users\{s}\AppData\{h})",
    R"("C:\\Users\\{s}\\AppData\\{h}")",
    "{h} PATH=/usr/bin:/home/{s}/bin:/export/home/{s}/bin",
    "file:///home/{s}/{h}",
    "{h} cd '/home/{s}'",
};

/// *Effects* has texts said and shown in which persons, machines and directories stand.
template <const auto& Forms>
void say_and_show_forms(Stage& stage, std::size_t) {
    say_all(stage, {Forms});
    for (const std::string_view form : Forms) stage.show(TextMap{{"note", written(stage, form, nullptr)}});
}

/// *Effects* has the directory shown that PersonalLog does not.
inline void show_build_directory(Stage& stage, std::size_t) {
    const std::string_view directory = build_directory.view();
    stage.secret(std::string(directory.substr(directory.rfind('/') + 1)));
    stage.say(std::string(directory) + "/" + stage.visible() + ".cpp: no such file");
    stage.show(TextMap{{"note", "in " + std::string(directory) + " " + stage.visible()}});
}

/// *Effects* has texts shown that are longer than BoundedLog shows.
inline void show_long_texts(Stage& stage, std::size_t pass) {
    const auto text = [&] {
        std::string begin = stage.visible() + " ";
        begin.resize(text_bound + pass % 7, '.');
        return begin + stage.secret() + " and so on";
    };
    stage.say(text());
    stage.show(TextMap{{"note", text()}});
    stage.show(Texts{text(), text()});
    stage.show(std::map<std::string, std::u16string>{{"note", [&] {
                                                          const std::string wide = text();
                                                          return std::u16string(wide.begin(), wide.end());
                                                      }()}});
    say_round_cut(stage, pass, 2 * text_bound);
}

/// *Effects* has the same secret recorded in several places: its tokens have to be equal. No sign of a pair stands
/// behind what is harmless, for that may look like a name of secrets.
inline void show_equal_secrets(Stage& stage, std::size_t) {
    const std::string secret = stage.secret();
    const auto order = [&] { return stage.before(secret); };
    stage.say(order() + " password=" + secret);
    stage.say(order() + ", api_key: '" + secret + "', retrying");
    stage.say(order() + " refused Bearer " + secret);
    stage.show(TextMap{{"an_order", order()}, {"password", secret}});
    stage.show(Texts{order(), "--password", secret});
    stage.show(std::tuple<std::string, int, TextPair>(order(), 1, TextPair("token", secret)));
    stage.show(TextMap{{"note", order() + " <password>" + secret + "</password>"}});

    const std::string card = stage.secret(card_number(stage.random()));
    stage.say(stage.before(card) + " card " + card + " declined");
    stage.show(TextMap{{"an_order", stage.before(card)}, {"card_number", card}});
    stage.show(std::tuple<std::string, int, std::uint64_t>(stage.before(card), 1, std::stoull(card)));
}

inline constexpr Channel named_values = {"named_values", value_kinds, show_named_values};
inline constexpr Channel keys_and_types = {"keys_and_types", value_kinds, show_keys_and_types};
inline constexpr Channel personal_texts = {"personal_texts", all_kinds, say_and_show_forms<personal_forms>};
inline constexpr Channel home_paths = {"home_paths", all_kinds, say_and_show_forms<path_forms>};
inline constexpr Channel build_directories = {"build_directories", all_kinds, show_build_directory};
inline constexpr Channel long_texts = {"long_texts", all_kinds, show_long_texts};
inline constexpr Channel equal_secrets = {"equal_secrets", all_kinds, show_equal_secrets};

/// *Returns* whether a channel of all logs shows enough of all others to be tried in full in each.
inline bool is_tried_in_full(const Channel& channel) {
    return std::string_view(channel.name) == "keyed_text" || std::string_view(channel.name) == "http";
}

inline constexpr Channel mode_channels[] = {named_values,      keys_and_types, personal_texts, home_paths,
                                            build_directories, long_texts,     equal_secrets};

}  // namespace canary

#endif
