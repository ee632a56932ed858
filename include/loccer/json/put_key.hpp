// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_PUT_KEY_HPP
#define LOCCER_JSON_PUT_KEY_HPP

// A key that was computed while the program ran: whether its value is removed, and how it gets into a record. It is a
// text as well: a map from tokens to users has secrets for keys.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/escape.hpp>
#include <loccer/json/known_keys.hpp>
#include <loccer/json/literal.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/policy/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace put_key_detail {

/// A key without what was removed from it, cut to what a key may have.
template <class Rules>
class JudgedKey {
  public:
    /// \param secret the first one in the key.
    JudgedKey(const Text& whole, Span secret) noexcept {
        std::size_t at = 0;
        while (!is_full_ && secret.begin < whole.bytes.size()) {
            if (secret.begin > at) show(whole.bytes.substr(at, secret.begin - at));
            mark();
            at = secret.end > at ? secret.end : at + 1;
            secret = Rules::next_secret(whole, at);
        }
        if (at < whole.bytes.size()) show(whole.bytes.substr(at));
    }
    [[nodiscard]] std::string_view view() const noexcept { return {text_, size_}; }
    /// *Returns* for how many secrets a marker stands in it.
    [[nodiscard]] std::size_t removed() const noexcept { return removed_; }
    /// *Returns* whether a part of the key found no room.
    [[nodiscard]] bool is_full() const noexcept { return is_full_; }

  private:
    void show(std::string_view part) noexcept {
        const std::size_t room = sizeof text_ - size_;
        if (!is_full_) add(part.substr(0, room));
        is_full_ = is_full_ || part.size() > room;
    }
    /// Whole or not at all.
    void mark() noexcept {
        is_full_ = is_full_ || Rules::marker.size() > sizeof text_ - size_;
        if (is_full_) return;
        add(Rules::marker);
        ++removed_;
    }
    void add(std::string_view part) noexcept {
        if (!part.empty()) std::memcpy(text_ + size_, part.data(), part.size());
        size_ += part.size();
    }

    char text_[Writer::max_key_bytes];
    std::size_t size_ = 0;
    std::size_t removed_ = 0;
    bool is_full_ = false;
};

template <class Rules>
LOCCER_COLD bool put_judged_key(Writer& writer, const Text& key, Span secret, std::size_t whole_size) noexcept {
    const JudgedKey<Rules> judged(key, secret);
    const bool is_cut = key.is_cut || judged.is_full();
    if (!writer.key(judged.view(), is_cut ? whole_size : judged.view().size())) return false;
    writer.count_redactions(judged.removed());
    return true;
}

/// *Effects* begins a member under a key that is looked through. *Returns* as Writer::key().
template <class Rules>
bool begin_key(Writer& writer, std::string_view name) noexcept {
    if constexpr (Rules::judges_values) {
        // How far behind what is shown the end of a secret is looked for.
        constexpr std::size_t look_ahead = 4096;
        Text key{name.substr(0, Writer::max_key_bytes + look_ahead)};
        key.is_cut = key.bytes.size() < name.size();
        if (key.is_cut) key.bytes = key.bytes.substr(0, Rules::sure_end(key));
        const Span secret = Rules::next_secret(key, 0);
        if (secret.begin < key.bytes.size() && secret.begin < Writer::max_key_bytes) {
            return put_judged_key<Rules>(writer, key, secret, name.size());
        }
        return writer.key(key.bytes, name.size());
    }
    return writer.key(name);
}

/// *Returns* whether a record has the key as it is. *Requires* that it is not longer than those that are known.
template <class Rules>
[[nodiscard]] bool is_plain(std::string_view key) noexcept {
    if constexpr (Rules::judges_values) {
        if (Rules::next_secret(Text{key}, 0).begin < key.size()) return false;
    }
    char escaped[KnownKeys::longest * max_escape + store_slack];
    std::size_t repaired = 0;
    const char* const end = escape(key, escaped, repaired);
    return key == std::string_view{escaped, static_cast<std::size_t>(end - escaped)};
}

template <class Rules>
[[gnu::noinline]] KeyVerdict judge_unknown(KnownKeys& known, std::string_view key, std::uint32_t hash) noexcept {
    const KeyVerdict verdict{Rules::redacts(key), is_plain<Rules>(key)};
    known.add(key, hash, verdict);
    return verdict;
}

}  // namespace put_key_detail

/// *Returns* what the rules say of a key, which is asked for once. *Requires* Rules::verdicts_last, and that the key is
/// not longer than those that are known. \param hash key_hash(key). *Allocates* no. *Throws* nothing.
template <class Rules>
[[nodiscard]] KeyVerdict judge_key(KnownKeys& known, std::string_view key, std::uint32_t hash) noexcept {
    static_assert(Rules::verdicts_last);
    const KeyVerdict* const verdict = known.find(key, hash);
    return verdict != nullptr ? *verdict : put_key_detail::judge_unknown<Rules>(known, key, hash);
}

/// *Returns* whether the rules remove the value that is known by a name; remembered like a key where that is right.
/// *Allocates* no. *Throws* nothing.
template <class Rules>
[[nodiscard]] bool removes_value(Writer& writer, std::string_view name) noexcept {
    if constexpr (Rules::verdicts_last) {
        KnownKeys* const known = writer.known_keys();
        if (known != nullptr && name.size() <= KnownKeys::longest) {
            return judge_key<Rules>(*known, name, key_hash(name)).removes_value;
        }
    }
    return Rules::redacts(name);
}

/// What became of a key.
enum class BegunKey : unsigned char {
    none,    ///< no more fits
    shown,   ///< its value is due
    removed  ///< what stands for its value is
};

/// *Effects* begins a member under a computed key, without what the rules remove from texts. *Returns* also whether
/// they remove its value. *Allocates* no. *Throws* nothing.
template <class Rules>
[[gnu::noinline]] BegunKey put_key(Writer& writer, std::string_view name) noexcept {
    if constexpr (Rules::verdicts_last) {
        KnownKeys* const known = writer.known_keys();
        if (known != nullptr && name.size() <= KnownKeys::longest) {
            const std::uint32_t hash = key_hash(name);
            const KeyVerdict verdict = judge_key<Rules>(*known, name, hash);
            const bool has_begun =
                verdict.is_plain ? writer.plain_key(name, hash) : put_key_detail::begin_key<Rules>(writer, name);
            if (!has_begun) return BegunKey::none;
            return verdict.removes_value ? BegunKey::removed : BegunKey::shown;
        }
    }
    if (!put_key_detail::begin_key<Rules>(writer, name)) return BegunKey::none;
    return Rules::redacts(name) ? BegunKey::removed : BegunKey::shown;
}

/// *Effects* begins a member under a computed key that names a thing (a task, a file) and says nothing of its value:
/// without what the rules remove from texts, but not judged as a key. *Returns* as Writer::key(). *Allocates* no.
/// *Throws* nothing.
template <class Rules>
[[nodiscard]] bool put_name(Writer& writer, std::string_view name) noexcept {
    return put_key_detail::begin_key<Rules>(writer, name);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
