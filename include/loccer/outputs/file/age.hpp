// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_AGE_HPP
#define LOCCER_OUTPUTS_FILE_AGE_HPP

// When a log file began: the time of its first record. The file's own times do not tell: a file is made
// before it is needed, copied, or restored from a backup.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/time.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <sys/types.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Returns* the seconds since 1970 that a record's `timestamp` names, or -1 where `text` has none in the form
/// `"timestamp":"2026-11-22T06:22:55`. *Source* RFC 3339 §5.6.
[[nodiscard]] constexpr std::int64_t seconds_of_record(std::string_view text) noexcept {
    constexpr std::string_view key = R"("timestamp":")";
    constexpr std::string_view form = "0000-00-00T00:00:00";
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos || text.size() - at - key.size() < form.size()) return -1;
    const std::string_view time = text.substr(at + key.size(), form.size());
    std::int64_t part[6] = {};  // year, month, day, hour, minute, second
    std::size_t which = 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool digit = time[i] >= '0' && time[i] <= '9';
        if (digit != (form[i] == '0') || (!digit && time[i] != form[i])) return -1;
        if (digit) {
            part[which] = part[which] * 10 + (time[i] - '0');
        } else {
            ++which;
        }
    }
    if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31) return -1;
    // Days from 1970-01-01 in the Gregorian calendar, the year taken to begin in March.
    const std::int64_t year = part[0] - (part[1] <= 2 ? 1 : 0);
    const std::int64_t month_from_march = (part[1] + 9) % 12;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + part[2] - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    const std::int64_t days = era * 146'097 + day_of_era - 719'468;
    return days * 86'400 + part[3] * 3600 + part[4] * 60 + part[5];
}

/// *Effects* reads the head of the file. *Returns* when its first record was made, in seconds since 1970; where
/// that cannot be told (an empty file, a torn or foreign first line) `now`. *Allocates* no. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] std::int64_t began_at(int number, Timestamp now) noexcept {
    constexpr std::size_t head_bytes = 256;
    char head[head_bytes];
    const ::ssize_t count = Kernel::pread(number, head, head_bytes, 0);
    const std::int64_t began = count <= 0 ? -1 : seconds_of_record({head, static_cast<std::size_t>(count)});
    return began >= 0 ? began : now.nanoseconds / 1'000'000'000;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
