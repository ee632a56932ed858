// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_DEMANGLE_HPP
#define LOCCER_TRACE_DEMANGLE_HPP

// Readable names of functions, and where a coroutine's body is meant, of the coroutine. The names of
// types, which every capture needs, are kept: see type_names.hpp.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdlib>
#include <cxxabi.h>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Units* bytes. A longer mangled name stays as it is: what it stands for may grow exponentially.
inline constexpr std::size_t max_mangled_bytes = 4096;

/// *Effects* calls `use(std::string_view)` once, with the readable form of a mangled function or type,
/// or with `mangled` itself when it is malformed, too long or there is no memory.
/// *Allocates* heap. *Throws* what `use` throws, nothing else. *Signal-safe* no.
/// *Source* Itanium C++ ABI §3.4, `__cxa_demangle`.
template <class Use>
void demangle(const char* mangled, Use&& use) {
    const std::string_view given{mangled};
    int status = -1;
    char* const readable =
        given.size() > max_mangled_bytes ? nullptr : abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
    if (readable == nullptr || status != 0) {
        use(given);
        return;
    }
    struct Release {
        char* text;
        ~Release() { std::free(text); }
    } const release{readable};
    use(std::string_view{readable});
}

/// *Returns* the mangled name of the coroutine whose body `symbol` is, as GCC spells it
/// (`_Z3topPZ3topiE13_Z3topi.Frame.actor` for `_Z3topi`), else an empty text. *Signal-safe* yes.
[[nodiscard]] constexpr std::string_view coroutine_of_body(std::string_view symbol) noexcept {
    constexpr std::string_view frame = ".Frame";
    const std::size_t end = symbol.find(frame);
    if (end == std::string_view::npos) return {};
    for (std::size_t start = symbol.rfind("_Z", end); start != std::string_view::npos && start > 0;
         start = symbol.rfind("_Z", start - 1)) {
        std::size_t length = 0;  // of "_Z….Frame", spelled in decimal right before it
        std::size_t unit = 1;
        for (std::size_t i = start; i > 0 && symbol[i - 1] >= '0' && symbol[i - 1] <= '9' && unit <= 10'000; --i) {
            length += static_cast<std::size_t>(symbol[i - 1] - '0') * unit;
            unit *= 10;
        }
        if (length == end + frame.size() - start) return symbol.substr(start, end - start);
    }
    return {};
}

/// *Returns* the mangled name of the coroutine whose body a function is, by the readable name that GCC gives that
/// function (`void top(top(int)::_Z3topi.Frame*)`), else an empty text. *Signal-safe* yes.
[[nodiscard]] constexpr std::string_view coroutine_of_name(std::string_view name) noexcept {
    constexpr std::string_view frame = ".Frame*)";
    constexpr std::string_view scope = "::_Z";
    const std::size_t end = name.rfind(frame);
    const std::size_t start = end == std::string_view::npos ? end : name.rfind(scope, end);
    if (start == std::string_view::npos) return {};
    const std::size_t begin = start + scope.size() - 2;
    return name.substr(begin, end - begin);
}

/// As demangle(), for the symbol of a function: one that is not mangled, such as a function of C named
/// `f` (which would also be the type float), and one with a suffix of the compiler
/// (`.cold`, `.constprop.0`) come out as the source names them. \param room for the part of the symbol that is
/// looked at; `use` may write there.
template <class Use>
void demangle_symbol(const char* symbol, std::span<char> room, Use&& use) {
    const std::string_view given{symbol};
    if (given.size() > max_mangled_bytes || !given.starts_with("_Z")) {
        use(given);
        return;
    }
    std::string_view core = coroutine_of_body(given);
    if (core.empty()) core = given.substr(0, given.find('.'));
    if (core.size() == given.size() || core.size() >= room.size()) {
        demangle(symbol, use);
        return;
    }
    room[core.copy(room.data(), core.size())] = '\0';
    core = {room.data(), core.size()};
    bool readable = false;
    demangle(room.data(), [&](std::string_view demangled) {
        readable = demangled != core;
        if (readable) use(demangled);
    });
    if (!readable) demangle(symbol, use);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
