// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_DETECTOR_HPP
#define LOCCER_TESTS_CANARY_DETECTOR_HPP

// Finds any piece of twelve characters of any canary in bytes, in one pass whatever the number of canaries: each
// canary is cut into blocks of six characters, and every such piece holds one block at least. The bytes are looked
// at as they are and as they read when decoded. Numbers in groups that are too short for pieces are found whole.

#include "views.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace canary {

/// A canary that was found.
struct Hit {
    std::uint32_t number = 0;  ///< of the canary
    std::string_view form;     ///< how the bytes had to be read
    std::size_t at = 0;        ///< where it begins, as they are read so
    std::size_t size = 0;      ///< how much of it
    std::string_view bytes;    ///< as they are read
};

/// The set of canaries to look for.
class Detector {
  public:
    Detector() : filter_(filter_bits / 64), slots_(1024) {}

    /// *Requires* 12 letters or digits at least; or a number in groups, `192.0.2.17`, which is found as it stands there
    /// and no piece of it. *Returns* the number of the canary, from 0.
    std::uint32_t add(std::string_view text) {
        const auto number = static_cast<std::uint32_t>(texts_.size());
        texts_.emplace_back(text);
        if (text.find_first_of(signs) != text.npos) {
            in_groups_.emplace(texts_.back(), number);
            return number;
        }
        if (2 * (used_ + text.size() / block) > slots_.size()) grow();
        for (std::size_t at = 0; at + block <= text.size(); at += block) {
            const std::uint64_t key = key_of(text.substr(at, block));
            filter_[bit_of(key) / 64] |= std::uint64_t{1} << (bit_of(key) % 64);
            insert({key, number, static_cast<std::uint32_t>(at)});
        }
        return number;
    }

    [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_[number]; }
    [[nodiscard]] std::size_t size() const { return texts_.size(); }

    /// *Effects* calls `found(Hit)` for each block of a canary that stands in the bytes as they are, within a piece
    /// of twelve characters at least.
    template <class Found>
    void scan_plain(std::string_view bytes, Found&& found) const {
        scan_view(bytes, "plain", found);
    }

    /// *Effects* calls `found(Hit)` for each place at which a canary, or a piece of one, stands in any form.
    template <class Found>
    void scan(std::string_view bytes, Found&& found) const {
        scan_view(bytes, "plain", found);
        scan_view(squeezed(bytes), "in groups", found);
        scan_decoded(bytes, "", 0, found);
    }

  private:
    static constexpr std::string_view signs = ".-";  ///< between the groups of a number
    static constexpr std::size_t block = shortest_piece / 2;
    static constexpr std::size_t filter_bits = std::size_t{1} << 24U;
    static constexpr std::uint64_t key_mask = (std::uint64_t{1} << (8 * block)) - 1;
    static constexpr unsigned deepest = 2;  ///< how many encodings may lie around each other

    struct Slot {
        std::uint64_t key = 0;  ///< 0: free
        std::uint32_t number = 0;
        std::uint32_t at = 0;
    };

    static std::uint64_t key_of(std::string_view text) {
        std::uint64_t key = 0;
        for (const char byte : text) key = (key << 8U) | static_cast<unsigned char>(byte);
        return key;
    }
    static std::uint64_t mixed(std::uint64_t key) { return (key * 0x9E37'79B9'7F4A'7C15U) >> 20U; }
    static std::size_t bit_of(std::uint64_t key) { return static_cast<std::size_t>(mixed(key) % filter_bits); }

    void insert(const Slot& slot) {
        std::size_t at = mixed(slot.key) % slots_.size();
        while (slots_[at].key != 0) at = (at + 1) % slots_.size();
        slots_[at] = slot;
        ++used_;
    }
    void grow() {
        std::vector<Slot> before(2 * slots_.size());
        before.swap(slots_);
        used_ = 0;
        for (const Slot& slot : before) {
            if (slot.key != 0) insert(slot);
        }
    }

    template <class Found>
    void scan_decoded(std::string_view bytes, const std::string& form, unsigned depth, Found& found) const {
        scan_view(reversed_copy(bytes), form + "reversed", found);
        if (depth == deepest) return;
        for (const View& view : decoders) {
            const std::string decoded = view.read(bytes);
            if (decoded.size() < shortest_piece) continue;
            scan_view(decoded, form + view.name, found);
            scan_decoded(decoded, form + view.name + ", ", depth + 1, found);
        }
    }
    static std::string reversed_copy(std::string_view bytes) { return {bytes.rbegin(), bytes.rend()}; }

    template <class Found>
    void scan_view(std::string_view bytes, std::string_view form, Found& found) const {
        if (!in_groups_.empty()) scan_groups(bytes, form, found);
        std::uint64_t key = 0;
        std::size_t run = 0;
        for (std::size_t end = 0; end < bytes.size(); ++end) {
            if (!is_counted[static_cast<unsigned char>(bytes[end])]) {
                run = 0;
                continue;
            }
            key = ((key << 8U) | static_cast<unsigned char>(bytes[end])) & key_mask;
            if (++run < block) continue;
            const std::size_t bit = bit_of(key);
            if ((filter_[bit / 64] >> (bit % 64) & 1U) != 0) look_up(bytes, end + 1 - block, key, form, found);
        }
    }

    /// *Effects* looks up each run of digits and signs.
    template <class Found>
    void scan_groups(std::string_view bytes, std::string_view form, Found& found) const {
        for (std::size_t begin = 0; begin < bytes.size();) {
            std::size_t end = begin;
            while (end < bytes.size() && is_grouped[static_cast<unsigned char>(bytes[end])]) ++end;
            const std::string_view run = bytes.substr(begin, end - begin);
            const std::size_t size = run.find_last_not_of(signs) + 1;
            if (const auto known = in_groups_.find(run.substr(0, size)); size != 0 && known != in_groups_.end()) {
                found(Hit{known->second, form, begin, size, bytes});
            }
            begin = end + 1;
        }
    }

    template <class Found>
    void look_up(std::string_view bytes, std::size_t at, std::uint64_t key, std::string_view form, Found& found) const {
        for (std::size_t slot = mixed(key) % slots_.size(); slots_[slot].key != 0; slot = (slot + 1) % slots_.size()) {
            if (slots_[slot].key != key) continue;
            const std::string_view text = texts_[slots_[slot].number];
            std::size_t begin = slots_[slot].at;
            std::size_t end = begin + block;
            std::size_t first = at;
            while (begin > 0 && first > 0 && text[begin - 1] == bytes[first - 1]) --begin, --first;
            const std::size_t last = at - slots_[slot].at;  // where text[0] would stand, modulo the size of the type
            while (end < text.size() && last + end < bytes.size() && text[end] == bytes[last + end]) ++end;
            if (end - begin >= shortest_piece) found(Hit{slots_[slot].number, form, first, end - begin, bytes});
        }
    }

    static constexpr std::array<bool, 256> is_counted = [] {
        std::array<bool, 256> counted{};
        for (std::size_t byte = 0; byte < 128; ++byte) counted[byte] = is_letter_or_digit(static_cast<char>(byte));
        return counted;
    }();

    static constexpr std::array<bool, 256> is_grouped = [] {
        std::array<bool, 256> grouped{};
        for (const char byte : std::string_view("0123456789.-")) grouped[static_cast<unsigned char>(byte)] = true;
        return grouped;
    }();

    std::vector<std::uint64_t> filter_;
    std::vector<Slot> slots_;
    std::size_t used_ = 0;
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, std::uint32_t> in_groups_;
};

}  // namespace canary

#endif
