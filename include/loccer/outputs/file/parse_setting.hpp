// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_PARSE_SETTING_HPP
#define LOCCER_OUTPUTS_FILE_PARSE_SETTING_HPP

// Numbers with a unit as people write them into configuration files: `10 MiB`, `7 d`, `200 ms`. Only what
// can be read in one way is read: no signs, no fractions, no `MB` that may mean either.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// A unit and how many of the smallest one it is.
struct Unit {
    std::string_view name;
    std::int64_t factor = 1;
};

/// *Units* bytes. A bare number is bytes too.
inline constexpr Unit size_units[] = {
    {"", 1}, {"B", 1}, {"KiB", 1LL << 10}, {"MiB", 1LL << 20}, {"GiB", 1LL << 30}, {"TiB", 1LL << 40}};
/// *Units* seconds. A bare number says no unit and is refused, but for 0.
inline constexpr Unit age_units[] = {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86'400}};
/// *Units* milliseconds.
inline constexpr Unit interval_units[] = {{"ms", 1}, {"s", 1000}, {"min", 60'000}};
/// A bare number.
inline constexpr Unit count_units[] = {{"", 1}};

/// *Returns* the text without blanks and tabs round it.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// *Returns* a whole number followed by one of `units`, with or without blanks between, in the smallest
/// unit; nothing where the text is something else or does not fit. 0 needs no unit. *Allocates* no.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_quantity(std::string_view text,
                                                                   std::span<const Unit> units) noexcept {
    constexpr std::int64_t largest = (std::numeric_limits<std::int64_t>::max)();
    text = trimmed(text);
    std::int64_t number = 0;
    bool any = false;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        const int digit = text.front() - '0';
        if (number > (largest - digit) / 10) return std::nullopt;
        number = number * 10 + digit;
        any = true;
        text.remove_prefix(1);
    }
    if (!any) return std::nullopt;
    text = trimmed(text);
    if (number == 0 && text.empty()) return 0;
    for (const Unit& unit : units) {
        if (text != unit.name) continue;
        if (number > largest / unit.factor) return std::nullopt;
        return number * unit.factor;
    }
    return std::nullopt;
}

/// *Returns* what `on` or `off` says; nothing for any other text.
[[nodiscard]] constexpr std::optional<bool> parse_switch(std::string_view text) noexcept {
    text = trimmed(text);
    if (text == "on") return true;
    if (text == "off") return false;
    return std::nullopt;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
