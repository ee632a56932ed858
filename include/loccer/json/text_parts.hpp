// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_TEXT_PARTS_HPP
#define LOCCER_JSON_TEXT_PARTS_HPP

// One text as a value, written in parts: what is shown of it, and markers where something was removed.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/writer.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// Writes the value that is due as one text. What does not fit is left out from there on and said to be cut.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes.
class TextParts {
  public:
    explicit TextParts(Writer& writer) noexcept : writer_(writer), limit_(writer.begin_text()) {}
    TextParts(const TextParts&) = delete;
    TextParts& operator=(const TextParts&) = delete;
    ~TextParts() = default;

    /// *Returns* whether more can be written.
    [[nodiscard]] bool takes_more() const noexcept { return limit_ != nullptr && !is_full_; }
    /// *Effects* writes a part, escaped, or as much of it as fits.
    void show(std::string_view part) noexcept {
        if (takes_more()) is_full_ = !writer_.put_text_part(part, limit_);
    }
    /// *Effects* writes a marker, whole or not at all, and counts one redaction.
    void mark(std::string_view marker) noexcept {
        if (takes_more()) is_full_ = !writer_.put_text_marker(marker, limit_);
    }
    /// *Effects* ends the text. \param whole_size of all of it. \param is_cut whether parts are missing that were
    /// not shown.
    void end(std::size_t whole_size, bool is_cut) noexcept {
        if (limit_ != nullptr) writer_.end_text(whole_size, is_cut, is_full_);
    }

  private:
    Writer& writer_;
    const char* const limit_;  ///< null where there is no room for a text at all, or none was due
    bool is_full_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
