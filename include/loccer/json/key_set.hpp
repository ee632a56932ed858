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
        if ((seen_ & bit_of(hash)) == 0) [[likely]]
            return false;
        for (std::size_t i = begin_; i < end_; ++i) {
            if (hashes_[i] == hash) return true;
        }
        return false;
    }
    /// *Requires* has_room().
    void add(std::uint32_t hash) noexcept {
        hashes_[end_++] = hash;
        seen_ |= bit_of(hash);
    }
    /// *Returns* how many keys of the innermost open object are remembered.
    [[nodiscard]] std::size_t count() const noexcept { return static_cast<std::size_t>(end_ - begin_); }

    /// Where the innermost open object's keys begin, and where all keys end.
    struct State {
        std::uint16_t begin = 0;
        std::uint16_t end = 0;
        std::uint64_t seen = 0;  ///< a bit for each of the object's hashes, which others may share
    };
    [[nodiscard]] State state() const noexcept { return {begin_, end_, seen_}; }
    /// What is remembered of an object while one within it is open.
    struct Outer {
        std::uint64_t seen;
        std::uint16_t begin;
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
    [[nodiscard]] static std::uint64_t bit_of(std::uint32_t hash) noexcept { return std::uint64_t{1} << (hash & 63); }

    std::uint64_t seen_ = 0;
    std::uint16_t begin_ = 0;
    std::uint16_t end_ = 0;
    std::array<std::uint32_t, capacity> hashes_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
