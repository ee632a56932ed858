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
    JudgedKey(const Text& key, Span secret) noexcept {
        std::size_t at = 0;
        while (secret.begin < key.bytes.size()) {
            add(key.bytes.substr(at, secret.begin - at));
            add(Rules::marker);
            ++removed_;
            at = secret.end > at ? secret.end : at + 1;
            secret = Rules::next_secret(key, at);
        }
        if (at < key.bytes.size()) add(key.bytes.substr(at));
    }
    [[nodiscard]] std::string_view view() const noexcept { return {text_, size_}; }
    /// *Returns* how many secrets are not in it.
    [[nodiscard]] std::size_t removed() const noexcept { return removed_; }

  private:
    void add(std::string_view part) noexcept {
        const std::size_t room = sizeof text_ - size_;
        const std::size_t size = part.size() < room ? part.size() : room;
        if (size != 0) std::memcpy(text_ + size_, part.data(), size);
        size_ += size;
    }

    char text_[Writer::max_key_bytes + policy::max_marker_bytes];
    std::size_t size_ = 0;
    std::size_t removed_ = 0;
};

template <class Rules>
LOCCER_COLD bool put_judged_key(Writer& writer, const Text& key, Span secret) noexcept {
    const JudgedKey<Rules> judged(key, secret);
    if (!writer.key(judged.view())) return false;
    writer.count_redactions(judged.removed());
    return true;
}

}  // namespace put_key_detail

/// *Effects* begins a member under a computed key, without what the rules remove from texts. *Returns* as
/// Writer::key(). *Allocates* no. *Throws* nothing.
template <class Rules>
bool put_key(Writer& writer, std::string_view name) noexcept {
    if constexpr (Rules::judges_values) {
        // What is cut off from a longer key is no part of the record.
        constexpr std::size_t look_ahead = 4096;
        Text key{name.substr(0, Writer::max_key_bytes + look_ahead)};
        key.is_cut = key.bytes.size() < name.size();
        const Span secret = Rules::next_secret(key, 0);
        if (secret.begin < key.bytes.size()) return put_key_detail::put_judged_key<Rules>(writer, key, secret);
    }
    return writer.key(name);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
