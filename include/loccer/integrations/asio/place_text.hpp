// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_PLACE_TEXT_HPP
#define LOCCER_INTEGRATIONS_ASIO_PLACE_TEXT_HPP

// A place in the sources in one text.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/function_name.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <source_location>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// `/src/session.cpp:41 (session(tcp::socket))`, cut at its end where it is long. *Allocates* and *throws* as
/// readable_function().
class PlaceText {
  public:
    explicit PlaceText(const std::source_location& place) noexcept {
        std::array<char, 512> spare;
        add(place.file_name());
        add(":");
        std::array<char, 16> number{};
        const auto written = std::to_chars(number.data(), number.data() + number.size(), place.line());
        add({number.data(), static_cast<std::size_t>(written.ptr - number.data())});
        add(" (");
        add(readable_function(place.function_name(), spare));
        add(")");
    }

    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }

  private:
    void add(std::string_view part) noexcept { size_ += part.copy(text_.data() + size_, text_.size() - size_); }

    std::array<char, 1024> text_;
    std::size_t size_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
