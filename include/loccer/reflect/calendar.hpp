// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_CALENDAR_HPP
#define LOCCER_REFLECT_CALENDAR_HPP

// Dates, weekdays and times of day, recognised by their shape so that <chrono> need not be included.
// Dates are as ISO 8601 has them; what is no date says so, as C++20's own operator<< does.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/chrono.hpp>
#include <loccer/reflect/number.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// std::chrono::year, month and day: a number by explicit conversion, whose differences are durations.
template <class Type>
concept CalendarNumber = std::is_class_v<Type> && requires(const Type& number) {
    { number.ok() } -> std::same_as<bool>;
    requires std::is_constructible_v<int, const Type&> || std::is_constructible_v<unsigned, const Type&>;
    requires Duration<decltype(number - number)>;
};

/// std::chrono::year_month.
template <class Type>
concept CalendarMonth = requires(const Type& date) {
    { date.ok() } -> std::same_as<bool>;
    requires CalendarNumber<std::remove_cvref_t<decltype(date.year())>>;
    requires CalendarNumber<std::remove_cvref_t<decltype(date.month())>>;
};

/// std::chrono::year_month_day and year_month_day_last.
template <class Type>
concept CalendarDay = CalendarMonth<Type> && requires(const Type& date) {
    requires CalendarNumber<std::remove_cvref_t<decltype(date.day())>>;
};

/// std::chrono::weekday.
template <class Type>
concept Weekday = requires(const Type& day) {
    { day.ok() } -> std::same_as<bool>;
    { day.c_encoding() } -> std::same_as<unsigned>;
    { day.iso_encoding() } -> std::same_as<unsigned>;
};

/// std::chrono::hh_mm_ss.
template <class Type>
concept TimeOfDay = requires(const Type& time) {
    { time.is_negative() } -> std::same_as<bool>;
    { Type::fractional_width } -> std::convertible_to<unsigned>;
    requires Duration<decltype(time.hours())>;
    requires Duration<decltype(time.minutes())>;
    requires Duration<decltype(time.seconds())>;
    requires Duration<decltype(time.subseconds())>;
};

/// A short text made of numbers with leading zeros. *Allocates* no.
class CalendarText {
  public:
    void append(std::string_view text) noexcept {
        std::memcpy(text_ + size_, text.data(), text.size());
        size_ += text.size();
    }
    void append(std::uint64_t number, std::size_t width) noexcept {
        const NumberText digits(number);
        for (std::size_t i = digits.view().size(); i < width; ++i) append("0");
        append(digits.view());
    }
    [[nodiscard]] std::string_view view() const noexcept { return {text_, size_}; }

  private:
    char text_[128];  // at most four numbers of 20 digits and 25 bytes between and behind them
    std::size_t size_ = 0;
};

/// *Effects* gives the sink a year, a month or a day as a number.
template <class Out, CalendarNumber Type>
void describe_calendar_number(Out& out, const Type& number) noexcept {
    if constexpr (std::is_constructible_v<unsigned, const Type&>) describe_number(out, static_cast<unsigned>(number));
    else describe_number(out, static_cast<int>(number));
}

/// *Effects* gives the sink a date, `"2026-11-22"`, or the month of a year, `"2026-11"`.
template <class Out, CalendarMonth Type>
void describe_date(Out& out, const Type& date) noexcept {
    CalendarText text;
    const int year = static_cast<int>(date.year());
    if (year < 0) text.append("-");
    text.append(static_cast<std::uint64_t>(year < 0 ? -year : year), 4);
    text.append("-");
    text.append(static_cast<unsigned>(date.month()), 2);
    if constexpr (CalendarDay<Type>) {
        text.append("-");
        text.append(static_cast<unsigned>(date.day()), 2);
    }
    if (!date.ok()) text.append(" is not a valid date");
    out.text(text.view());
}

/// *Effects* gives the sink a weekday, `"Sun"`.
template <class Out, Weekday Type>
void describe_weekday(Out& out, const Type& day) noexcept {
    constexpr std::string_view names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    if (day.c_encoding() < 7) return out.text(names[day.c_encoding()]);
    CalendarText text;
    text.append(day.c_encoding(), 1);
    text.append(" is not a valid weekday");
    out.text(text.view());
}

/// *Effects* gives the sink a time of day or a split duration, `"-06:22:55.517"`.
template <class Out, TimeOfDay Type>
void describe_time_of_day(Out& out, const Type& time) noexcept {
    CalendarText text;
    if (time.is_negative()) text.append("-");
    text.append(static_cast<std::uint64_t>(time.hours().count()), 2);
    text.append(":");
    text.append(static_cast<std::uint64_t>(time.minutes().count()), 2);
    text.append(":");
    text.append(static_cast<std::uint64_t>(time.seconds().count()), 2);
    using Fraction = std::remove_cvref_t<decltype(time.subseconds())>;
    if constexpr (std::is_floating_point_v<typename Fraction::rep>) {
        const auto seconds = time.subseconds().count() * Fraction::period::num / Fraction::period::den;
        text.append(".");
        text.append(static_cast<std::uint64_t>(seconds * 1'000'000), 6);
    } else if constexpr (Type::fractional_width > 0) {
        text.append(".");
        text.append(static_cast<std::uint64_t>(time.subseconds().count()), Type::fractional_width);
    }
    out.text(text.view());
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
