// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_TIME_HPP
#define LOCCER_BASE_TIME_HPP

// The wall clock and its text form in a record, without strftime, time zones or locales, so that a
// signal handler can use them too.
// Layer: base.

#include <loccer/base/config.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A point of time. *Units* nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Timestamp {
    std::int64_t nanoseconds = 0;

    friend constexpr bool operator==(Timestamp, Timestamp) noexcept = default;
};

/// *Returns* the wall-clock time. *Signal-safe* yes. *Source* POSIX clock_gettime, CLOCK_REALTIME.
[[nodiscard]] inline Timestamp now() noexcept {
    ::timespec time{};
    ::clock_gettime(CLOCK_REALTIME, &time);
    return {static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec};
}

/// The text of a Timestamp, `2026-11-22T06:22:55.517464Z`. Years outside 0000–9999 are clamped.
/// *Source* RFC 3339 §5.6.
class TimestampText {
  public:
    static constexpr std::size_t length = 27;

    /// *Allocates* no. *Signal-safe* yes.
    constexpr explicit TimestampText(Timestamp time) noexcept {
        constexpr std::int64_t first_second = -62'167'219'200;  // 0000-01-01T00:00:00Z
        constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31T23:59:59Z
        std::int64_t seconds = floor_divide(time.nanoseconds, 1'000'000'000);
        std::int64_t microseconds = floor_remainder(time.nanoseconds, 1'000'000'000) / 1000;
        if (seconds < first_second) {
            seconds = first_second;
            microseconds = 0;
        } else if (seconds > last_second) {
            seconds = last_second;
            microseconds = 999'999;
        }
        const std::int64_t days = floor_divide(seconds, 86'400);
        const std::int64_t second_of_day = floor_remainder(seconds, 86'400);
        const Date date = civil_date(days);
        put(0, 4, date.year);
        put(5, 2, date.month);
        put(8, 2, date.day);
        put(11, 2, second_of_day / 3600);
        put(14, 2, second_of_day / 60 % 60);
        put(17, 2, second_of_day % 60);
        put(20, 6, microseconds);
    }

    /// *Effects* lets it be another time of the same second. \param microseconds from 0 to 999,999.
    constexpr void set_microseconds(std::int64_t microseconds) noexcept { put(20, 6, microseconds); }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_.data(), length}; }

  private:
    struct Date {
        std::int64_t year;
        std::int64_t month;
        std::int64_t day;
    };

    static constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) noexcept {
        const std::int64_t quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }

    static constexpr std::int64_t floor_remainder(std::int64_t value, std::int64_t divisor) noexcept {
        const std::int64_t remainder = value % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }

    /// The Gregorian date of a day number counted from 1970-01-01. The year is taken to begin in
    /// March, so that the leap day comes last and a month's length follows from a linear formula.
    static constexpr Date civil_date(std::int64_t days_since_epoch) noexcept {
        constexpr std::int64_t days_per_era = 146'097;         // 400 years
        const std::int64_t days = days_since_epoch + 719'468;  // since 0000-03-01
        const std::int64_t era = floor_divide(days, days_per_era);
        const std::int64_t day_of_era = days - era * days_per_era;
        const std::int64_t year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
        const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
        const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
        return {era * 400 + year_of_era + (month <= 2 ? 1 : 0), month,
                day_of_year - (153 * month_from_march + 2) / 5 + 1};
    }

    constexpr void put(std::size_t at, std::size_t digits, std::int64_t value) noexcept {
        // Of half the width, which processors divide in less time.
        auto left = static_cast<std::uint32_t>(value);
        for (std::size_t i = digits; i-- > 0; left /= 10) text_[at + i] = static_cast<char>('0' + left % 10);
    }

    std::array<char, length> text_{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0', '0', ':',
                                   '0', '0', ':', '0', '0', '.', '0', '0', '0', '0', '0', '0', 'Z'};
};

/// The texts of one timestamp after the other: what a second has in common is written once. *Threads* one at a time.
class TimestampTexts {
  public:
    /// *Returns* what TimestampText says, until the next call. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] std::string_view text(Timestamp time) noexcept {
        constexpr std::int64_t second = 1'000'000'000;
        std::int64_t from_begin = 0;
        const bool is_near = !__builtin_sub_overflow(time.nanoseconds, begin_, &from_begin);
        if (is_near && has_begin_.load(std::memory_order_relaxed) && from_begin >= 0 && from_begin < second) {
            text_.set_microseconds(from_begin / 1000);
        } else {
            has_begin_.exchange(false, std::memory_order_acq_rel);  // for a process that is forked just now
            text_ = TimestampText(time);
            const std::int64_t behind_begin = (time.nanoseconds % second + second) % second;
            const bool has_begin = !__builtin_sub_overflow(time.nanoseconds, behind_begin, &begin_);
            has_begin_.store(has_begin, std::memory_order_release);
        }
        return text_.view();
    }

  private:
    std::int64_t begin_ = 0;  // of the second, in nanoseconds
    std::atomic<bool> has_begin_{true};
    TimestampText text_{Timestamp{}};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
