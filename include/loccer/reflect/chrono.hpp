// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_CHRONO_HPP
#define LOCCER_REFLECT_CHRONO_HPP

// Durations and points of time, recognised by their shape so that <chrono> need not be included.
// A duration is the text "812ms", as C++20's own operator<< prints it: one scalar that keeps number
// and unit together under one key, where a bare number would leave the unit to the key's name.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/base/time.hpp>
#include <loccer/reflect/number.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A std::chrono::duration of a plain number.
template <class Type>
concept Duration = requires(const Type& duration) {
    typename Type::period;
    requires Number<typename Type::rep>;
    { duration.count() } -> std::same_as<typename Type::rep>;
    requires Type::period::num > 0 && Type::period::den > 0;
};

/// A std::chrono::time_point.
template <class Type>
concept TimePoint = requires(const Type& time) {
    typename Type::clock;
    requires Duration<typename Type::duration>;
    { time.time_since_epoch() } -> std::same_as<typename Type::duration>;
};

/// The symbol of a unit. *Returns* empty where it has none. *Source* ISO C++20 [time.duration.io].
[[nodiscard]] constexpr std::string_view unit_symbol(std::intmax_t num, std::intmax_t den) noexcept {
    struct Unit {
        std::intmax_t num;
        std::intmax_t den;
        std::string_view symbol;
    };
    // clang-format off: a table
    constexpr Unit units[] = {{1, 1'000'000'000, "ns"}, {1, 1'000'000, "us"}, {1, 1000, "ms"}, {1, 1, "s"},
                              {60, 1, "min"}, {3600, 1, "h"}, {86'400, 1, "d"}, {1, 100, "cs"}, {1, 10, "ds"},
                              {1, 1'000'000'000'000, "ps"}, {1, 1'000'000'000'000'000, "fs"},
                              {1, 1'000'000'000'000'000'000, "as"}, {10, 1, "das"}, {100, 1, "hs"}, {1000, 1, "ks"},
                              {1'000'000, 1, "Ms"}, {1'000'000'000, 1, "Gs"}};
    // clang-format on
    for (const Unit& unit : units)
        if (unit.num == num && unit.den == den) return unit.symbol;
    return {};
}

/// Number and unit of a duration, `812ms`, `2.5h`, `7[2/3]s`. A unit of whole seconds without a symbol, such
/// as a week, is told in seconds. *Allocates* no.
class DurationText {
  public:
    template <Duration Type>
    explicit DurationText(const Type& duration) noexcept {
        using Rep = typename Type::rep;
        constexpr std::string_view symbol = unit_symbol(Type::period::num, Type::period::den);
        if constexpr (symbol.empty() && Type::period::den == 1 && !WideInteger<Rep>) {
            using Seconds = std::conditional_t<std::is_floating_point_v<Rep>, long double, Int128>;
            append(NumberText(static_cast<Seconds>(duration.count()) * Type::period::num).view());
            append("s");
        } else if constexpr (!symbol.empty()) {
            append(NumberText(duration.count()).view());
            append(symbol);
        } else {
            append(NumberText(duration.count()).view());
            append("[");
            append(NumberText(Type::period::num).view());
            if constexpr (Type::period::den != 1) {
                append("/");
                append(NumberText(Type::period::den).view());
            }
            append("]s");
        }
    }

    void append(std::string_view text) noexcept {
        std::memcpy(text_ + size_, text.data(), text.size());
        size_ += text.size();
    }
    [[nodiscard]] std::string_view view() const noexcept { return {text_, size_}; }

  private:
    char text_[160];  // a number of at most 64, two of at most 20, brackets and "since the epoch"
    std::size_t size_ = 0;
};

/// *Effects* gives the sink a duration.
template <class Out, Duration Type>
void describe_duration(Out& out, const Type& duration) noexcept {
    out.text(DurationText(duration).view());
}

/// *Effects* gives the sink a point of time: as RFC 3339 where the clock is tied to the calendar
/// (it has to_time_t or to_sys) and a Timestamp holds it, else as the duration since the clock's epoch.
template <class Out, TimePoint Type>
void describe_time_point(Out& out, const Type& time) {
    using Clock = typename Type::clock;
    if constexpr (requires { Clock::to_time_t(typename Clock::time_point{}); }) {
        using Period = typename Type::duration::period;
        const auto count = time.time_since_epoch().count();
        const auto nanoseconds = static_cast<long double>(count) * (1e9L * Period::num / Period::den);
        if (nanoseconds > -9.2e18L && nanoseconds < 9.2e18L) {  // also false for NaN
            std::int64_t exact = 0;
            if constexpr (std::is_floating_point_v<typename Type::duration::rep>)
                exact = static_cast<std::int64_t>(nanoseconds);
            else
                exact =
                    static_cast<std::int64_t>(static_cast<Int128>(count) * 1'000'000'000 * Period::num / Period::den);
            return out.text(TimestampText(Timestamp{exact}).view());
        }
    } else if constexpr (requires { requires TimePoint<decltype(Clock::to_sys(time))>; }) {
        return describe_time_point(out, Clock::to_sys(time));
    }
    DurationText text(time.time_since_epoch());
    text.append(" since the epoch");
    out.text(text.view());
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
