// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_CHANNEL_HPP
#define LOCCER_TESTS_CANARY_CHANNEL_HPP

// A channel: a way for a secret into a log, the row of a matrix. Another one is an entry of a list of these.

#include "stage.hpp"

#include <cstdint>
#include <initializer_list>

namespace canary {

/// The columns in which a channel can be.
class Columns {
  public:
    constexpr Columns(std::initializer_list<Kind> kinds) {
        for (const Kind kind : kinds) bits_ |= bit(kind);
    }
    [[nodiscard]] constexpr bool has(Kind kind) const { return (bits_ & bit(kind)) != 0; }

  private:
    static constexpr std::uint32_t bit(Kind kind) { return std::uint32_t{1} << static_cast<unsigned>(kind); }
    std::uint32_t bits_ = 0;
};

/// Where an error has a message or surroundings: everywhere.
inline constexpr Columns all_kinds = {Kind::caught,   Kind::scope,      Kind::nested,   Kind::suppressed,
                                      Kind::metadata, Kind::error_code, Kind::terminate};
/// Where errors are, which have globals.
inline constexpr Columns error_kinds = {Kind::caught,     Kind::scope,      Kind::nested,
                                        Kind::suppressed, Kind::error_code, Kind::terminate};
/// Where values are shown.
inline constexpr Columns value_kinds = {Kind::caught,     Kind::scope,    Kind::nested,
                                        Kind::suppressed, Kind::metadata, Kind::terminate};
/// Where something is thrown.
inline constexpr Columns thrown_kinds = {Kind::caught, Kind::scope, Kind::nested, Kind::suppressed, Kind::terminate};

struct Channel {
    const char* name;  ///< letters, digits and `_`
    Columns columns;
    /// *Effects* plants some canaries. \param pass how often it was called before on this stage.
    void (*plant)(Stage& stage, std::size_t pass);
    /// *Effects* plants what a log sees only when it is made; null where there is nothing.
    void (*prepare)(Stage& stage) = nullptr;
    /// Whether its secrets are hidden in every log, also in one that hides nothing.
    bool hides_itself = false;
};

}  // namespace canary

#endif
