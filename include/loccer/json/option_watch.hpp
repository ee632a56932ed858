// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_OPTION_WATCH_HPP
#define LOCCER_JSON_OPTION_WATCH_HPP

// Command lines come as lists of texts, in which a secret stands behind the option that names it:
// `["mysql", "--password", "hunter2"]`.
// Layer: json.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// Knows whether the next element of a list is the value of a sensitive option. *Allocates* no. *Signal-safe* yes.
/// \tparam Rules as policy::OpenRules.
template <class Rules>
class OptionWatch {
  public:
    /// *Effects* takes note that an element of the array at `depth` begins.
    void begin_element(std::size_t depth) noexcept {
        is_secret_ = named_at_ == depth;
        named_at_ = nowhere;
        in_element_ = true;
    }
    /// *Effects* takes note that what comes next is no element.
    void begin_member() noexcept {
        is_secret_ = false;
        in_element_ = false;
    }
    /// *Returns* whether the element that has begun is to be removed; true once.
    [[nodiscard]] bool takes_secret() noexcept {
        const bool secret = is_secret_;
        is_secret_ = false;
        return secret;
    }
    /// *Effects* takes note that the next element of the array at `depth` is to be removed.
    void name_next(std::size_t depth) noexcept { named_at_ = depth; }
    /// *Effects* takes note of a text of the array at `depth`.
    void see(std::string_view text, std::size_t depth) noexcept {
        if (!in_element_ || !names_option(text)) return;
        if (Rules::redacts(without_dashes(text))) named_at_ = depth;
    }

  private:
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    static constexpr std::size_t longest = 64;

    /// *Returns* whether a text is nothing but `--name`, `-name` or `name:`.
    static constexpr bool names_option(std::string_view text) noexcept {
        if (text.size() < 2 || text.size() > longest || (text.front() != '-' && text.back() != ':')) return false;
        for (const char character : without_dashes(text)) {
            const bool in_name = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                                 (character >= '0' && character <= '9') || character == '-' || character == '_' ||
                                 character == '.';
            if (!in_name) return false;
        }
        return true;
    }
    static constexpr std::string_view without_dashes(std::string_view text) noexcept {
        while (!text.empty() && text.front() == '-') text.remove_prefix(1);
        if (!text.empty() && text.back() == ':') text.remove_suffix(1);
        return text;
    }

    std::size_t named_at_ = nowhere;
    bool is_secret_ = false;
    bool in_element_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
