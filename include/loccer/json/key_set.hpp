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
        for (std::size_t i = begin_; i < end_; ++i) {
            if (hashes_[i] == hash) return true;
        }
        return false;
    }
    /// *Requires* has_room().
    void add(std::uint32_t hash) noexcept { hashes_[end_++] = hash; }
    /// *Returns* how many keys of the innermost open object are remembered.
    [[nodiscard]] std::size_t count() const noexcept { return static_cast<std::size_t>(end_ - begin_); }

    /// Where the innermost open object's keys begin, and where all keys end.
    struct State {
        std::uint16_t begin = 0;
        std::uint16_t end = 0;
    };
    [[nodiscard]] State state() const noexcept { return {begin_, end_}; }
    /// *Effects* begins an inner object. *Returns* what leave() needs.
    [[nodiscard]] std::uint16_t enter() noexcept {
        const std::uint16_t outer = begin_;
        begin_ = end_;
        return outer;
    }
    /// *Effects* ends the innermost object and forgets its keys.
    void leave(std::uint16_t outer) noexcept {
        end_ = begin_;
        begin_ = outer;
    }
    void restore(State state) noexcept {
        begin_ = state.begin;
        end_ = state.end;
    }

  private:
    std::uint16_t begin_ = 0;
    std::uint16_t end_ = 0;
    std::array<std::uint32_t, capacity> hashes_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
