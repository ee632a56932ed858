// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_LIBRARY_HPP
#define LOCCER_INTEGRATIONS_ASIO_LIBRARY_HPP

// Which Asio it is, Boost's or the standalone one: the other headers of this folder name either by `net`. What they
// include of it is LOCCER_DETAIL_ASIO_PART(name), which base/config.hpp defines.
// Layer: integrations.

#include <loccer/base/config.hpp>

#include LOCCER_DETAIL_ASIO_PART(any_io_executor.hpp)
#include LOCCER_DETAIL_ASIO_PART(version.hpp)

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// Boost.Asio, or standalone Asio where LOCCER_CFG_STANDALONE_ASIO is 1.
namespace net = ::LOCCER_DETAIL_ASIO;

/// The version of Asio that the program is compiled with, as text: `1.26.0`.
class LibraryVersion {
  public:
    constexpr LibraryVersion() noexcept {
        add(LOCCER_DETAIL_ASIO_VERSION / 100'000);
        text_[size_++] = '.';
        add(LOCCER_DETAIL_ASIO_VERSION / 100 % 1'000);
        text_[size_++] = '.';
        add(LOCCER_DETAIL_ASIO_VERSION % 100);
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_, size_}; }

  private:
    constexpr void add(int number) noexcept {
        if (number >= 10) add(number / 10);
        text_[size_++] = static_cast<char>('0' + number % 10);
    }

    char text_[32]{};
    std::size_t size_ = 0;
};

inline constexpr LibraryVersion library_version;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
