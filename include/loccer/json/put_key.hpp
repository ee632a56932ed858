// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_PUT_KEY_HPP
#define LOCCER_JSON_PUT_KEY_HPP

// A key that was computed while the program ran. It is a text as well: a map from tokens to users has secrets
// for keys.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/policy/text.hpp>

#include <cstddef>
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

}  // namespace put_key_detail

/// *Effects* begins a member under a computed key, without what the rules remove from texts. *Returns* as
/// Writer::key(). *Allocates* no. *Throws* nothing.
template <class Rules>
bool put_key(Writer& writer, std::string_view name) noexcept {
    if constexpr (Rules::judges_values) {
        // How far behind what is shown the end of a secret is looked for.
        constexpr std::size_t look_ahead = 4096;
        Text key{name.substr(0, Writer::max_key_bytes + look_ahead)};
        key.is_cut = key.bytes.size() < name.size();
        if (key.is_cut) key.bytes = key.bytes.substr(0, Rules::sure_end(key));
        const Span secret = Rules::next_secret(key, 0);
        if (secret.begin < key.bytes.size() && secret.begin < Writer::max_key_bytes) {
            return put_key_detail::put_judged_key<Rules>(writer, key, secret, name.size());
        }
        return writer.key(key.bytes, name.size());
    }
    return writer.key(name);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
