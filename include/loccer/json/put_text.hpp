// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_PUT_TEXT_HPP
#define LOCCER_JSON_PUT_TEXT_HPP

// The only way by which texts of a program get into a record: looked through by the rules of the log while
// all of them is at hand, and cut to the room there is only then, so that no cut hides a secret's end.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/json/clean_texts.hpp>
#include <loccer/json/text_parts.hpp>
#include <loccer/json/utf8.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/policy/text.hpp>
#include <loccer/reflect/sink.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace put_text_detail {

/// How far behind what fits a text is looked through for the end of what begins before. *Units* bytes.
inline constexpr std::size_t look_ahead = 4096;

/// *Effects* puts a marker in the place of `secret`.
template <class Rules>
void mark(TextParts& parts, [[maybe_unused]] std::string_view secret) noexcept {
    if constexpr (Rules::correlates) {
        char token[policy::max_marker_bytes];
        const std::size_t size = Rules::write_token(secret, token);
        if (size != 0) return parts.mark({token, size});
    }
    parts.mark(Rules::marker);
}

/// *Effects* writes `text` up to `shown_end`, with markers for the secrets that begin before it.
template <class Rules>
LOCCER_COLD void put_in_parts(Writer& writer, const Text& text, std::size_t shown_end, Span secret,
                              std::size_t whole_size) noexcept {
    TextParts parts{writer};
    std::size_t at = 0;
    while (parts.takes_more() && secret.begin < shown_end) {
        if (secret.begin > at) parts.show(text.bytes.substr(at, secret.begin - at));
        // Of a secret that may go on behind the cut there is no token: two may begin alike.
        const bool is_whole = !text.is_cut || secret.end != text.bytes.size();
        mark<Rules>(parts, is_whole ? text.bytes.substr(secret.begin, secret.end - secret.begin) : std::string_view{});
        at = secret.end > at ? secret.end : at + 1;
        secret = Rules::next_secret(text, at);
    }
    const bool is_cut = shown_end < whole_size;
    if (at < shown_end) {
        const std::string_view rest = text.bytes.substr(at, shown_end - at);
        parts.show(is_cut ? without_cut_sequence(rest) : rest);
    }
    parts.end(whole_size, is_cut && at < whole_size);
}

template <class Rules>
[[gnu::noinline]] void put_judged(Writer& writer, std::string_view kept, std::size_t whole_size, std::size_t most,
                                  TextKind kind) noexcept {
    if (!writer.expects_value()) return;
    CleanTexts* const clean_texts = kept.size() == whole_size && kept.size() <= most ? writer.clean_texts() : nullptr;
    if (clean_texts != nullptr) {
        const Cleanness known = clean_texts->find({kept, false, kind});
        if (known == Cleanness::plain && writer.plain_text(kept)) return;
        if (known != Cleanness::unknown) return writer.text(kept);
    }
    const std::size_t room = writer.room() < most ? writer.room() : most;
    if (kept.size() > room + look_ahead) kept = kept.substr(0, room + look_ahead);
    Text text{kept, kept.size() < whole_size, kind};
    if (text.is_cut) text.bytes = kept.substr(0, Rules::sure_end(text));
    const std::size_t shown_end = text.bytes.size() < most ? text.bytes.size() : most;
    const Span secret = Rules::next_secret(text, 0);
    if (secret.begin < shown_end) {
        put_in_parts<Rules>(writer, text, shown_end, secret, whole_size);
        return;
    }
    const std::size_t size_before = writer.size();
    const std::size_t repaired_before = writer.repaired();
    writer.text(text.bytes.substr(0, shown_end), whole_size);
    if (clean_texts != nullptr && !text.is_cut && secret.empty()) {
        constexpr std::size_t quotes = 2;
        const bool is_as_it_was = writer.size() == size_before + whole_size + quotes;
        clean_texts->add(text, is_as_it_was && writer.repaired() == repaired_before);
    }
}

}  // namespace put_text_detail

/// *Effects* writes a text as the value that is due, without what the rules remove.
/// \param kept the first bytes of `whole_size`. \param most as much of it is shown at most.
/// *Allocates* no. *Throws* nothing. *Signal-safe* as the rules.
template <class Rules>
void put_text(Writer& writer, std::string_view kept, std::size_t whole_size,
              std::size_t most = static_cast<std::size_t>(-1), TextKind kind = TextKind::prose) noexcept {
    if constexpr (Rules::judges_values) {
        put_text_detail::put_judged<Rules>(writer, kept, whole_size, most, kind);
    } else {
        writer.text({kept.data(), kept.size() < most ? kept.size() : most}, whole_size);
    }
}

/// *Effects* writes a text that is a value of the program, of which the rules may bound how much is shown.
template <class Rules>
void put_value_text(Writer& writer, std::string_view kept, std::size_t whole_size,
                    std::size_t most = static_cast<std::size_t>(-1), TextKind kind = TextKind::prose) noexcept {
    put_text<Rules>(writer, kept, whole_size, most < Rules::max_text_bytes ? most : Rules::max_text_bytes, kind);
}

/// *Returns* how much of a text is shown at most that is a value of the program behind words of loccer's own.
template <class Rules>
[[nodiscard]] constexpr std::size_t most_with(std::string_view own_words) noexcept {
    constexpr std::size_t most = Rules::max_text_bytes;
    return most < static_cast<std::size_t>(-1) - own_words.size() ? most + own_words.size() : most;
}

/// *Effects* writes what a program's source or its files say of it: the name of a type, a function, a path. It is
/// shown where values are not, but looked through like them. Unknown ones are null.
template <class Rules>
void put_fact(Writer& writer, std::string_view text, std::size_t most = static_cast<std::size_t>(-1)) noexcept {
    if (text.data() == nullptr) writer.null();
    else put_text<Rules>(writer, text, text.size(), most, TextKind::code);
}

/// As own_key() and put_fact(), in one step where the rules have no say.
template <class Rules, FixedString Name>
[[gnu::always_inline]] inline void put_own_fact(Writer& writer, Key<Name> key, std::string_view text,
                                                std::size_t most = static_cast<std::size_t>(-1)) noexcept {
    if constexpr (!Rules::judges_values) {
        if (text.data() != nullptr && text.size() <= most) return writer.own_text(key, text);
    }
    if (writer.own_key(key)) put_fact<Rules>(writer, text, most);
}

/// *Effects* writes the marker of the rules as the value that is due. \param secret what it stands for, where
/// that is at hand as a text.
template <class Rules>
void put_marker(Writer& writer, [[maybe_unused]] std::string_view secret = {}) noexcept {
    if constexpr (Rules::correlates) {
        char token[policy::max_marker_bytes];
        const std::size_t size = secret.data() == nullptr ? 0 : Rules::write_token(secret, token);
        if (size != 0) return writer.redacted({token, size});
    }
    writer.redacted(Rules::marker);
}

/// What stands for the values of a log that shows none.
inline constexpr std::string_view hidden_text = "<text>";
inline constexpr std::string_view hidden_integer = "<integer>";
inline constexpr std::string_view hidden_number = "<number>";
inline constexpr std::string_view hidden_boolean = "<boolean>";

/// Whether messages of exceptions may stand in other places than a record's `msg`.
template <class Rules>
inline constexpr bool shows_messages = Rules::shows_values && !Rules::redacts(schema::msg.view());

/// Whether the rules leave each text of up to reflect::max_text_bytes as it is.
template <class Rules>
inline constexpr bool are_texts_open = shows_messages<Rules> && !Rules::judges_values && !Rules::correlates &&
                                       !Rules::names_what_passes && Rules::max_text_bytes >= reflect::max_text_bytes;

/// *Effects* adds a member in one step where its value is a text of which the rules have nothing to say. *Returns*
/// whether it did. \param key a computed one, or a literal one that they do not redact.
template <class Rules, class KeyType, class Value>
bool put_open_text(Writer& writer, const KeyType& key, const Value& value) noexcept {
    if constexpr (are_texts_open<Rules> &&
                  (std::same_as<Value, std::string> || std::same_as<Value, std::string_view>)) {
        bool is_open = value.size() <= reflect::max_text_bytes;
        if constexpr (std::same_as<KeyType, std::string_view>) is_open = is_open && !Rules::redacts(key);
        if (is_open) writer.text_member(key, value);
        return is_open;
    }
    return false;
}

/// *Effects* writes a value of the program as the one that is due under one of loccer's own keys, such as the message
/// of an exception. Unknown ones are null.
template <class Rules, FixedString Name>
void put_own_value(Writer& writer, Key<Name> /*key*/, std::string_view text,
                   std::size_t most = static_cast<std::size_t>(-1), TextKind kind = TextKind::prose) noexcept {
    if (text.data() == nullptr) writer.null();
    else if constexpr (Rules::redacts(Name.view())) put_marker<Rules>(writer, text);
    else if constexpr (!Rules::shows_values) writer.text(hidden_text);
    else put_value_text<Rules>(writer, text, text.size(), most, kind);
}

/// As own_key() and put_own_value(), in one step where the rules have no say.
template <class Rules, FixedString Name>
[[gnu::always_inline]] inline void put_own_member(Writer& writer, Key<Name> key, std::string_view text,
                                                  std::size_t most = static_cast<std::size_t>(-1),
                                                  TextKind kind = TextKind::prose) noexcept {
    if constexpr (Rules::shows_values && !Rules::judges_values && !Rules::redacts(Name.view())) {
        const bool is_whole = text.size() <= most && text.size() <= Rules::max_text_bytes;
        if (text.data() != nullptr && is_whole) return writer.own_text(key, text);
    }
    if (writer.own_key(key)) put_own_value<Rules>(writer, key, text, most, kind);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
