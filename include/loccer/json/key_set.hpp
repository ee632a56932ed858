// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_KEY_SET_HPP
#define LOCCER_JSON_KEY_SET_HPP

// Which keys the open objects of a document have, so that none is written twice: parsers disagree about
// which of two equal keys counts, and a value from outside must not take the place of one of ours.
// Layer: json.

#include <loccer/base/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// Hashes of keys, object within object. Two keys with one hash pass for equal: one of them is renamed
/// without need, and nothing is lost. *Allocates* no. *Signal-safe* yes.
class KeySet {
  public:
    static constexpr std::size_t capacity = 1024;

    // The storage is left as it is: only what add() has written is read.
    KeySet() noexcept {}  // NOLINT(modernize-use-equals-default)

    /// *Returns* whether one more key can be remembered.
    [[nodiscard]] bool has_room() const noexcept { return end_ < capacity; }
    /// *Returns* whether the innermost open object has a key with this hash.
    [[nodiscard]] bool contains(std::uint32_t hash) const noexcept {
        if (is_new_at_a_glance(hash)) [[likely]]
            return false;
        return is_among(hash);
    }
    /// *Returns* false where contains() has to look at all hashes.
    [[nodiscard]] bool is_new_at_a_glance(std::uint32_t hash) const noexcept {
        return (seen_ >> place_of(hash) & 1) == 0;
    }
    /// *Requires* has_room().
    void add(std::uint32_t hash) noexcept {
        hashes_[end_++] = hash;
        seen_ |= std::uint64_t{1} << place_of(hash);
    }
    /// *Effects* adds a hash that is new. *Returns* whether it did: not where there is no room, nor for a known one.
    /// \tparam AtAGlance not either for one that may be known, where a look at all of them would tell.
    template <bool AtAGlance>
    [[nodiscard, gnu::always_inline]] bool add_new(std::uint32_t hash) noexcept {
        if (!has_room() || (AtAGlance ? !is_new_at_a_glance(hash) : contains(hash))) [[unlikely]]
            return false;
        add(hash);
        return true;
    }
    /// *Returns* how many keys of the innermost open object are remembered.
    [[nodiscard]] std::size_t count() const noexcept { return static_cast<std::size_t>(end_ - begin_); }

    /// Where the innermost open object's keys begin, and where all keys end.
    struct State {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint64_t seen = 0;  ///< a bit for each of the object's hashes, which others may share
    };
    [[nodiscard]] State state() const noexcept { return {begin_, end_, seen_}; }
    /// What is remembered of an object while one within it is open.
    struct Outer {
        std::uint64_t seen;
        std::uint32_t begin;
    };
    /// *Effects* begins an inner object. *Returns* what leave() needs.
    [[nodiscard]] Outer enter() noexcept {
        const Outer outer{seen_, begin_};
        begin_ = end_;
        seen_ = 0;
        return outer;
    }
    /// *Effects* ends the innermost object and forgets its keys.
    void leave(const Outer& outer) noexcept {
        end_ = begin_;
        begin_ = outer.begin;
        seen_ = outer.seen;
    }
    void restore(const State& state) noexcept {
        begin_ = state.begin;
        end_ = state.end;
        seen_ = state.seen;
    }

  private:
    using Lanes [[gnu::vector_size(16)]] = std::uint32_t;
    using Halves [[gnu::vector_size(16)]] = std::uint64_t;
    static constexpr std::uint32_t lanes = sizeof(Lanes) / sizeof(std::uint32_t);

    [[nodiscard]] bool is_among(std::uint32_t hash) const noexcept {
        if (count() < lanes) {
            for (std::size_t i = begin_; i < end_; ++i) {
                if (hashes_[i] == hash) return true;
            }
            return false;
        }
        const auto matches = [this, hash](std::size_t at) {
            Lanes some;
            std::memcpy(&some, &hashes_[at], sizeof some);
            return __builtin_bit_cast(Halves, some == Lanes{hash, hash, hash, hash});
        };
        const std::size_t last = end_ - lanes;
        Halves found = matches(last);
        for (std::size_t i = begin_; i < last; i += lanes) found |= matches(i);
        return (found[0] | found[1]) != 0;
    }
    [[nodiscard]] static std::uint64_t place_of(std::uint32_t hash) noexcept { return hash & 63; }

    std::uint64_t seen_ = 0;
    std::uint32_t begin_ = 0;
    std::uint32_t end_ = 0;
    std::array<std::uint32_t, capacity> hashes_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
