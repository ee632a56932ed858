// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LIBBACKTRACE_HPP
#define LOCCER_TRACE_LIBBACKTRACE_HPP

// The three functions of libbacktrace that are used, declared as its own header does: that header lies in
// a private folder of GCC, where Clang does not look. They are called only with LOCCER_CFG_LIBBACKTRACE.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstdint>

extern "C" {

struct backtrace_state;

// NOLINTBEGIN(readability-redundant-declaration): a program may include the library's header as well
struct backtrace_state* backtrace_create_state(const char* filename, int threaded,
                                               void (*on_error)(void* data, const char* message, int error),
                                               void* data);
int backtrace_pcinfo(struct backtrace_state* state, std::uintptr_t address,
                     int (*on_frame)(void* data, std::uintptr_t address, const char* filename, int line,
                                     const char* function),
                     void (*on_error)(void* data, const char* message, int error), void* data);
int backtrace_syminfo(struct backtrace_state* state, std::uintptr_t address,
                      void (*on_symbol)(void* data, std::uintptr_t address, const char* name, std::uintptr_t value,
                                        std::uintptr_t size),
                      void (*on_error)(void* data, const char* message, int error), void* data);
// NOLINTEND(readability-redundant-declaration)

}  // extern "C"

#endif
