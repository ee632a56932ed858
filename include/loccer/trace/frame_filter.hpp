// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_FRAME_FILTER_HPP
#define LOCCER_TRACE_FRAME_FILTER_HPP

// Which frames belong to the program and which to what observes it: loccer itself, and the run-time
// library's machinery that throws, unwinds and terminates. A record shows the program's only, so its
// last frame is the thrower. Mangled names are judged, since they say exactly whose a function is.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Whose a frame is.
enum class FrameKind : std::uint8_t {
    program,   ///< the program's and its libraries'
    own,       ///< loccer's
    machinery  ///< of throwing, unwinding and terminating
};

namespace filter {

/// *Effects* takes a source name (`6loccer`) from the front. *Returns* it, empty if there is none.
[[nodiscard]] constexpr std::string_view take_source_name(std::string_view& symbol) noexcept {
    std::size_t digits = 0;
    std::size_t length = 0;
    while (digits < symbol.size() && digits < 5 && symbol[digits] >= '0' && symbol[digits] <= '9') {
        length = length * 10 + static_cast<std::size_t>(symbol[digits] - '0');
        ++digits;
    }
    if (length == 0 || length > symbol.size() - digits) return {};
    const std::string_view name = symbol.substr(digits, length);
    symbol.remove_prefix(digits + length);
    return name;
}

/// *Effects* takes the marks of local entities, nested names and their qualifiers from the front.
constexpr void skip_nesting(std::string_view& symbol) noexcept {
    while (symbol.starts_with('Z')) symbol.remove_prefix(1);
    if (!symbol.starts_with('N')) return;
    symbol.remove_prefix(1);
    while (!symbol.empty() && std::string_view{"rVKRO"}.find(symbol.front()) != std::string_view::npos) {
        symbol.remove_prefix(1);
    }
}

/// *Returns* whether the entity itself, not merely one of its arguments, lies in namespace loccer::v1….
[[nodiscard]] constexpr bool is_own(std::string_view symbol) noexcept {
    if (!symbol.starts_with("_Z")) return false;
    symbol.remove_prefix(2);
    skip_nesting(symbol);
    if (take_source_name(symbol) != "loccer") return false;
    const std::string_view abi = take_source_name(symbol);
    return abi == "v1" || abi.starts_with("v1_");
}

/// *Effects* takes the name under which a sanitizer puts its own function before the real one.
constexpr void skip_interceptor(std::string_view& symbol) noexcept {
    constexpr std::string_view mark = "interceptor_";
    const std::size_t at = symbol.find_first_not_of('_');
    if (at == 0 || at == std::string_view::npos || !symbol.substr(at).starts_with(mark)) return;
    symbol.remove_prefix(at + mark.size());
    if (symbol.starts_with("trampoline_")) symbol.remove_prefix(std::string_view{"trampoline_"}.size());
}

[[nodiscard]] constexpr bool starts_with_any(std::string_view symbol, const auto& prefixes) noexcept {
    for (const std::string_view prefix : prefixes) {
        if (symbol.starts_with(prefix)) return true;
    }
    return false;
}

/// *Returns* whether it is one of the standard library's functions that throw for it, such as
/// `std::__throw_out_of_range_fmt` (also within libc++'s inline namespace).
[[nodiscard]] constexpr bool is_throw_helper(std::string_view symbol) noexcept {
    if (symbol.starts_with("_ZSt")) {
        symbol.remove_prefix(4);
    } else if (symbol.starts_with("_ZNSt")) {
        symbol.remove_prefix(5);
        (void)take_source_name(symbol);
    } else {
        return false;
    }
    const std::string_view name = take_source_name(symbol);
    return name.starts_with("__throw_") || name == "rethrow_exception" || name == "throw_with_nested" ||
           name == "rethrow_if_nested" || name == "terminate" || name == "__terminate" || name == "unexpected" ||
           name == "__unexpected";
}

[[nodiscard]] constexpr bool is_machinery(std::string_view symbol) noexcept {
    // clang-format off: a list of names
    constexpr std::string_view prefixes[] = {
        "_Unwind_",  "__gxx_personality", "__gcc_personality", "__clang_call_terminate", "__cxa_throw",
        "__cxa_rethrow", "__cxa_bad_",    "__cxa_call_unexpected", "__cxa_call_terminate",
        "_ZN10__cxxabiv1", "_ZNK10__cxxabiv1", "_ZN9__gnu_cxx27__verbose_terminate_handler",
        "_ZNKSt16nested_exception14rethrow_nested", "__restore_rt", "_ZN5boost10stacktrace6detail",
    };
    // clang-format on
    skip_interceptor(symbol);
    return starts_with_any(symbol, prefixes) || is_throw_helper(symbol);
}

}  // namespace filter

/// *Returns* whose the function with this symbol (mangled, or a plain name of C) is.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr FrameKind kind_of_symbol(std::string_view symbol) noexcept {
    if (filter::is_own(symbol)) return FrameKind::own;
    return filter::is_machinery(symbol) ? FrameKind::machinery : FrameKind::program;
}

/// *Returns* whose a function without a known name is, judged by its module: the unwinder's library has
/// nothing else in it. *Signal-safe* yes.
[[nodiscard]] constexpr FrameKind kind_of_module(std::string_view path) noexcept {
    const std::string_view file = path.substr(path.rfind('/') + 1);
    const bool unwinder = file.starts_with("libgcc_s.so") || file.starts_with("libunwind.so");
    return unwinder ? FrameKind::machinery : FrameKind::program;
}

/// *Returns* whether a module is the standard library: a function without a name in there is of no program, but
/// it may be anything, the start of a thread as well as a step on the way to std::terminate. *Signal-safe* yes.
[[nodiscard]] constexpr bool is_standard_library(std::string_view path) noexcept {
    constexpr std::string_view files[] = {"libstdc++.so", "libc++.so", "libc++abi.so"};
    return filter::starts_with_any(path.substr(path.rfind('/') + 1), files);
}

/// The folders of loccer's headers.
inline constexpr std::string_view own_folders[] = {
    "base/",     "event/",        "policy/",     "reflect/", "trace/",    "json/",    "capture/",
    "defaults/", "integrations/", "redactions/", "outputs/", "pipeline/", "install/",
};

/// *Returns* whether a source file is one of loccer's headers. Inlined lambdas have no mangled name in
/// GCC's debug information; for them this decides. *Signal-safe* yes.
[[nodiscard]] constexpr bool is_own_file(std::string_view path) noexcept {
    constexpr std::string_view root = "/loccer/";
    const std::size_t at = path.rfind(root);
    return at != std::string_view::npos && path.ends_with(".hpp") &&
           filter::starts_with_any(path.substr(at + root.size()), own_folders);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
