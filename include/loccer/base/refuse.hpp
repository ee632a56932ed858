// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_REFUSE_HPP
#define LOCCER_BASE_REFUSE_HPP

// How a constructor refuses a setting that cannot work: what, where, which input, what to do.
// Only constructors and install() use it; nothing on a capture path does.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string>
#include <system_error>
#if !LOCCER_CFG_EXCEPTIONS
#include <cstdlib>
#include <unistd.h>
#endif

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// *Effects* throws `std::system_error` with `code` and the sentence; in a program without exceptions
/// writes the sentence to stderr and aborts, as the standard library does there.
/// \param sentence "loccer::<entity>: <what> <input> <why>; <what to do>".
[[noreturn]] LOCCER_COLD inline void refuse(std::error_code code, const std::string& sentence) {
#if LOCCER_CFG_EXCEPTIONS
    throw std::system_error(code, sentence);
#else
    const std::string line = sentence + ": " + code.message() + "\n";
    const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    (void)written;
    std::abort();
#endif
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
