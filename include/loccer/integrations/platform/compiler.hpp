// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_PLATFORM_COMPILER_HPP
#define LOCCER_INTEGRATIONS_PLATFORM_COMPILER_HPP

// What built the program: compiler, language standard, standard library, kind of build. A macro that is
// not defined is its own name when it is turned into text, so all of it is read without a preprocessor
// condition.
// Layer: integrations.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::platform {

#define LOCCER_DETAIL_TEXT_OF(macro) LOCCER_DETAIL_TEXT(macro)
#define LOCCER_DETAIL_TEXT(text) #text

/// Facts of a translation unit.
struct CompilerFacts {
    std::string_view compiler;          ///< "GCC" or "Clang"
    std::string_view compiler_version;  ///< as the compiler states it, "12.2.0"
    std::string_view standard;          ///< "C++20"
    std::string_view standard_library;  ///< "libstdc++ 12" or "libc++ 190107"
    std::string_view build_type;        ///< "debug", "debug optimized", "release" or "release unoptimized"
};

/// *Returns* whether the text of a macro shows that it is defined as a number.
[[nodiscard]] constexpr bool is_number(std::string_view text) noexcept {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// *Returns* the compiler and its version from the text of `__VERSION__`: GCC states a bare version, Clang puts
/// its vendor and its name in front.
[[nodiscard]] constexpr CompilerFacts compiler_from(std::string_view version) noexcept {
    constexpr std::string_view clang = "Clang ";
    CompilerFacts facts;
    const std::size_t at = version.find(clang);
    if (at != std::string_view::npos) {
        facts.compiler = "Clang";
        version.remove_prefix(at + clang.size());
    } else {
        facts.compiler = "GCC";
    }
    facts.compiler_version = version.substr(0, version.find(' '));
    return facts;
}

/// *Returns* the name of the standard that a value of `__cplusplus` stands for; drafts count as what they became.
[[nodiscard]] constexpr std::string_view standard_from(long value) noexcept {
    if (value > 202302L) return "C++26";
    return value > 202002L ? "C++23" : "C++20";
}

/// *Returns* the kind of build from the texts of NDEBUG and `__OPTIMIZE__`.
[[nodiscard]] constexpr std::string_view build_type_from(std::string_view ndebug, std::string_view optimize) noexcept {
    const bool release = ndebug != "NDEBUG";
    if (optimize != "__OPTIMIZE__") return release ? "release" : "debug optimized";
    return release ? "release unoptimized" : "debug";
}

/// *Returns* the name and version of the standard library from the texts of `_GLIBCXX_RELEASE` and
/// `_LIBCPP_VERSION`, both with the library's name in front of them; empty where it is neither.
[[nodiscard]] constexpr std::string_view library_from(std::string_view libstdcxx, std::string_view libcxx) noexcept {
    if (is_number(libcxx.substr(libcxx.find(' ') + 1))) return libcxx;
    return is_number(libstdcxx.substr(libstdcxx.find(' ') + 1)) ? libstdcxx : std::string_view{};
}

/// *Returns* the facts of the translation unit that includes this header. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr CompilerFacts compiler_facts() noexcept {
    CompilerFacts facts = compiler_from(__VERSION__);
    facts.standard = standard_from(__cplusplus);
    facts.standard_library = library_from("libstdc++ " LOCCER_DETAIL_TEXT_OF(_GLIBCXX_RELEASE),
                                          "libc++ " LOCCER_DETAIL_TEXT_OF(_LIBCPP_VERSION));
    facts.build_type = build_type_from(LOCCER_DETAIL_TEXT_OF(NDEBUG), LOCCER_DETAIL_TEXT_OF(__OPTIMIZE__));
    return facts;
}

#undef LOCCER_DETAIL_TEXT
#undef LOCCER_DETAIL_TEXT_OF

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::platform

#endif
