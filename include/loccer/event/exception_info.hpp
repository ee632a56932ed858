// SPDX-License-Identifier: MIT
#ifndef LOCCER_EVENT_EXCEPTION_INFO_HPP
#define LOCCER_EVENT_EXCEPTION_INFO_HPP

// What is known of an error: its type, its message, what caused it. Borrowed from the exception,
// which is alive as long as the capture runs.
// Layer: event.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A readable type name and a message; a text whose data() is null is unknown and written as null.
struct ErrorText {
    std::string_view type;
    std::string_view message;
};

/// The value of an error code beside its message. `category` is empty where there is no code.
struct ErrorCodeInfo {
    std::string_view category;
    int value = 0;
};

/// An error as the record shows it.
struct ExceptionInfo {
    ErrorText error;
    ErrorCodeInfo code;
    std::span<const ErrorText> causes;  ///< outermost cause first, root cause last
    std::size_t causes_omitted = 0;     ///< how many more the chain had
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
