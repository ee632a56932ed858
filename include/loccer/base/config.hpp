// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_CONFIG_HPP
#define LOCCER_BASE_CONFIG_HPP

// What the compiler, the target and the build offer, decided once: every other header asks the
// LOCCER_CFG_* macros below and never the compiler itself. Each can be set on the command line to 0
// or 1; a value the target cannot honour is refused here. A switch that changes a layout is part of
// the ABI namespace, so objects built with different switches never mix silently.
// Layer: base, includes nothing.

/// 1 where the program is compiled with C++ exceptions.
#ifndef LOCCER_CFG_EXCEPTIONS
#if defined(__cpp_exceptions)
#define LOCCER_CFG_EXCEPTIONS 1
#else
#define LOCCER_CFG_EXCEPTIONS 0
#endif
#endif
#if LOCCER_CFG_EXCEPTIONS && !defined(__cpp_exceptions)
#error "LOCCER_CFG_EXCEPTIONS is 1 but the compiler runs with -fno-exceptions; see docs/errors.md#config-exceptions"
#endif

/// 1 where the program is compiled with run-time type information.
#ifndef LOCCER_CFG_RTTI
#if defined(__cpp_rtti)
#define LOCCER_CFG_RTTI 1
#else
#define LOCCER_CFG_RTTI 0
#endif
#endif
#if LOCCER_CFG_RTTI && !defined(__cpp_rtti)
#error "LOCCER_CFG_RTTI is 1 but the compiler runs with -fno-rtti; see docs/errors.md#config-rtti"
#endif

/// 1 where a capture scope can be asked about an exception before anything unwinds. GCC with
/// -fno-rtti emits the catch clause's type_info itself, so there scopes catch instead of observing.
#ifndef LOCCER_CFG_THROW_PROBE
#if LOCCER_CFG_EXCEPTIONS && (LOCCER_CFG_RTTI || defined(__clang__))
#define LOCCER_CFG_THROW_PROBE 1
#else
#define LOCCER_CFG_THROW_PROBE 0
#endif
#endif

/// 1 where the code may become part of a shared library, as what is compiled with -fPIC may.
#ifndef LOCCER_CFG_LIBRARY_CODE
#if defined(__PIC__) && !defined(__PIE__)
#define LOCCER_CFG_LIBRARY_CODE 1
#else
#define LOCCER_CFG_LIBRARY_CODE 0
#endif
#endif

/// 1 where the program links libbacktrace (function, file and line in the record's frames). The
/// Meson dependency, the .pc file and the CMake package set it together with the link flag.
#ifndef LOCCER_CFG_LIBBACKTRACE
#define LOCCER_CFG_LIBBACKTRACE 0
#endif

/// 1 where the program links libdw of elfutils, which then is asked in the place of libbacktrace: the same answers,
/// read in less time and memory. It is loaded at run time, so it is the program's own choice: the Meson dependency, the
/// .pc file and the CMake component named `libdw` set it together with the link flag.
#ifndef LOCCER_CFG_LIBDW
#define LOCCER_CFG_LIBDW 0
#endif

/// 1 where one of the two is there. It follows from them.
#define LOCCER_CFG_SYMBOLS (LOCCER_CFG_LIBBACKTRACE || LOCCER_CFG_LIBDW)

/// How many exceptions that crossed a capture scope may be alive at once with their stack and locals
/// kept; further ones are recorded with `origin` "catch". Each costs about 11 KB and LOCCER_CFG_LOCALS_BYTES
/// of zero-initialised static storage, touched only when used.
#ifndef LOCCER_CFG_SNAPSHOTS
#define LOCCER_CFG_SNAPSHOTS 64
#endif
#if LOCCER_CFG_SNAPSHOTS < 1 || LOCCER_CFG_SNAPSHOTS > 4096
#error "LOCCER_CFG_SNAPSHOTS must lie between 1 and 4096; see docs/errors.md#config-snapshots"
#endif

/// How many bytes of registered locals one exception keeps until it is recorded.
#ifndef LOCCER_CFG_LOCALS_BYTES
#define LOCCER_CFG_LOCALS_BYTES 8192
#endif
#if LOCCER_CFG_LOCALS_BYTES < 256 || LOCCER_CFG_LOCALS_BYTES > 1048576
#error "LOCCER_CFG_LOCALS_BYTES must lie between 256 and 1048576; see docs/errors.md#config-locals-bytes"
#endif

/// How many of the innermost frames of a stack are kept.
#ifndef LOCCER_CFG_MAX_FRAMES
#define LOCCER_CFG_MAX_FRAMES 128
#endif
#if LOCCER_CFG_MAX_FRAMES < 8 || LOCCER_CFG_MAX_FRAMES > 4096
#error "LOCCER_CFG_MAX_FRAMES must lie between 8 and 4096; see docs/errors.md#config-max-frames"
#endif

/// How old a thread's name in a record may be, in microseconds. Asking the kernel takes 0.1 to 0.3 us, as much as a
/// tenth of a throw; with 0, each record asks.
#ifndef LOCCER_CFG_THREAD_NAME_AGE_US
#define LOCCER_CFG_THREAD_NAME_AGE_US 0
#endif
#if LOCCER_CFG_THREAD_NAME_AGE_US < 0 || LOCCER_CFG_THREAD_NAME_AGE_US > 1000000
#error "LOCCER_CFG_THREAD_NAME_AGE_US must lie between 0 and 1000000; see docs/errors.md#config-thread-name-age"
#endif

/// 1 where integrations/asio.hpp is about standalone Asio, 0 where about Boost.Asio: one of them in a program.
#ifndef LOCCER_CFG_STANDALONE_ASIO
#define LOCCER_CFG_STANDALONE_ASIO 0
#endif
#if LOCCER_CFG_STANDALONE_ASIO
#define LOCCER_DETAIL_ASIO asio
#define LOCCER_DETAIL_ASIO_VERSION ASIO_VERSION
#define LOCCER_DETAIL_ASIO_PART(name) <asio/name>
#define LOCCER_DETAIL_ASIO_OPERATORS_HEADER <asio/experimental/awaitable_operators.hpp>
#define LOCCER_DETAIL_ASIO_ERROR ::std::system_error
#define LOCCER_DETAIL_ASIO_ERROR_HEADER <system_error>
#else
#define LOCCER_DETAIL_ASIO boost::asio
#define LOCCER_DETAIL_ASIO_VERSION BOOST_ASIO_VERSION
#define LOCCER_DETAIL_ASIO_PART(name) <boost/asio/name>
#define LOCCER_DETAIL_ASIO_OPERATORS_HEADER <boost/asio/experimental/awaitable_operators.hpp>
#define LOCCER_DETAIL_ASIO_ERROR ::boost::system::system_error
#define LOCCER_DETAIL_ASIO_ERROR_HEADER <boost/system/system_error.hpp>
#endif

/// 1 under AddressSanitizer, whose fake stacks and interceptors the trace layer has to know.
#if defined(__SANITIZE_ADDRESS__)
#define LOCCER_CFG_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LOCCER_CFG_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef LOCCER_CFG_ADDRESS_SANITIZER
#define LOCCER_CFG_ADDRESS_SANITIZER 0
#endif

/// The processor, where its registers have to be named: 1 on x86-64 or on 64-bit ARM.
#if defined(__x86_64__)
#define LOCCER_CFG_X86_64 1
#else
#define LOCCER_CFG_X86_64 0
#endif
#if defined(__aarch64__)
#define LOCCER_CFG_ARM64 1
#else
#define LOCCER_CFG_ARM64 0
#endif

/// 1 where the target has SSE2 (every x86-64 has).
#ifndef LOCCER_CFG_SSE2
#if defined(__SSE2__)
#define LOCCER_CFG_SSE2 1
#else
#define LOCCER_CFG_SSE2 0
#endif
#endif

/// For functions that are called only where LOCCER_RUNS_SSSE3() is true, which is asked at run time.
#if LOCCER_CFG_SSE2
#define LOCCER_WITH_SSSE3 [[gnu::target("ssse3")]]
#define LOCCER_RUNS_SSSE3() (__builtin_cpu_supports("ssse3") != 0)
#else
#define LOCCER_WITH_SSSE3
#define LOCCER_RUNS_SSSE3() false
#endif

// The ABI namespace: the schema of our layouts plus every switch that changes one.
#if LOCCER_CFG_EXCEPTIONS && LOCCER_CFG_RTTI
#define LOCCER_DETAIL_ABI_MODE v1
#define LOCCER_DETAIL_ABI_MODE_NUMBER 1
#elif LOCCER_CFG_EXCEPTIONS
#define LOCCER_DETAIL_ABI_MODE v1_no_rtti
#define LOCCER_DETAIL_ABI_MODE_NUMBER 2
#elif LOCCER_CFG_RTTI
#define LOCCER_DETAIL_ABI_MODE v1_no_exceptions
#define LOCCER_DETAIL_ABI_MODE_NUMBER 3
#else
#define LOCCER_DETAIL_ABI_MODE v1_no_exceptions_no_rtti
#define LOCCER_DETAIL_ABI_MODE_NUMBER 4
#endif
#if LOCCER_CFG_LIBDW
#define LOCCER_DETAIL_ABI_TRACE _libdw
#define LOCCER_DETAIL_ABI_TRACE_NUMBER 1
#else
#define LOCCER_DETAIL_ABI_TRACE
#define LOCCER_DETAIL_ABI_TRACE_NUMBER
#endif
#define LOCCER_DETAIL_ABI_PASTE(left, right) left##right
#define LOCCER_DETAIL_ABI_PASTED(left, right) LOCCER_DETAIL_ABI_PASTE(left, right)
#define LOCCER_DETAIL_ABI_NUMBER LOCCER_DETAIL_ABI_PASTED(LOCCER_DETAIL_ABI_TRACE_NUMBER, LOCCER_DETAIL_ABI_MODE_NUMBER)
#define LOCCER_DETAIL_ABI_SWITCHES LOCCER_DETAIL_ABI_PASTED(LOCCER_DETAIL_ABI_MODE, LOCCER_DETAIL_ABI_TRACE)
#define LOCCER_DETAIL_ABI_JOIN(mode, snapshots, locals, frames) mode##_##snapshots##_##locals##_##frames
#define LOCCER_DETAIL_ABI_EXPAND(mode, snapshots, locals, frames) \
    LOCCER_DETAIL_ABI_JOIN(mode, snapshots, locals, frames)
#if LOCCER_CFG_SNAPSHOTS == 64 && LOCCER_CFG_LOCALS_BYTES == 8192 && LOCCER_CFG_MAX_FRAMES == 128
#define LOCCER_ABI_NAMESPACE LOCCER_DETAIL_ABI_SWITCHES
#else
#define LOCCER_ABI_NAMESPACE                                                                            \
    LOCCER_DETAIL_ABI_EXPAND(LOCCER_DETAIL_ABI_SWITCHES, LOCCER_CFG_SNAPSHOTS, LOCCER_CFG_LOCALS_BYTES, \
                             LOCCER_CFG_MAX_FRAMES)
#endif

/// For the few process-wide objects that all modules must share whatever their default visibility.
#define LOCCER_SHARED [[gnu::visibility("default")]]

/// For functions on the failing path: out of line, away from the hot code of the program.
#define LOCCER_COLD [[gnu::cold, gnu::noinline]]

/// For functions that read what no sanitizer knows of: stacks, registers, code.
#if defined(__clang__)
#define LOCCER_UNSANITIZED [[clang::no_sanitize("address", "thread", "undefined")]]
#else
#define LOCCER_UNSANITIZED [[gnu::no_sanitize("address", "thread", "undefined")]]
#endif

#endif
