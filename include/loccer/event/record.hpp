// SPDX-License-Identifier: MIT
#ifndef LOCCER_EVENT_RECORD_HPP
#define LOCCER_EVENT_RECORD_HPP

// A rendered record as outputs receive it: redacted, complete, one line of JSON.
// Layer: event.

#include <loccer/base/config.hpp>
#include <loccer/event/event.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// One JSON object on one line. Borrowed: valid during the call of an output's write().
class Record {
  public:
    /// \param line_with_end the object followed by exactly one '\n'.
    constexpr Record(std::string_view line_with_end, const Event& event) noexcept
        : bytes_(line_with_end), event_(event) {}

    /// *Returns* the object without the line end.
    [[nodiscard]] constexpr std::string_view line() const noexcept { return bytes_.substr(0, bytes_.size() - 1); }
    /// *Returns* the object and its line end, ready for one write(2).
    [[nodiscard]] constexpr std::string_view bytes() const noexcept { return bytes_; }
    /// *Returns* the event that was rendered; its texts are not redacted. Of a record that has waited for another
    /// thread it has no texts.
    [[nodiscard]] constexpr const Event& event() const noexcept { return event_; }

  private:
    std::string_view bytes_;
    const Event& event_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
