// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_TRACE_LIBDW_FIXTURE_HPP
#define LOCCER_TESTS_TRACE_LIBDW_FIXTURE_HPP

// Functions of the kinds that debug information describes in different ways, and what is told of an address in one.

#include <loccer/trace/modules.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace libdw_fixture {

/// What a visitor of debug information is told, innermost first.
struct Told {
    struct Frame {
        std::string function;
        std::string file;
        int line = 0;
    };
    std::vector<Frame> frames;
    std::string last_symbol;

    void location(const char* file, int line, const char* function) {
        if (file == nullptr && function == nullptr) return;
        frames.push_back({function == nullptr ? "" : function, file == nullptr ? "" : file, line});
    }
    void symbol(const char* name) { last_symbol = name; }
    [[nodiscard]] static bool wants_symbol() { return true; }
};

inline loccer::trace::Module module_of(std::uintptr_t address) {
    loccer::trace::Module module;
    EXPECT_TRUE(find_module(address, module));
    return module;
}

[[gnu::noinline]] inline std::uintptr_t here() { return reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)); }

[[gnu::always_inline]] inline std::uintptr_t inner() {
    const std::uintptr_t address = here() - 1;
    __asm__ volatile("" : : "r"(address) : "memory");
    return address;
}
[[gnu::always_inline]] inline std::uintptr_t middle() {
    const std::uintptr_t address = inner();
    __asm__ volatile("" : : "r"(address) : "memory");
    return address;
}
[[gnu::noinline]] inline std::uintptr_t outer() {
    const std::uintptr_t address = middle();
    __asm__ volatile("" : : "r"(address) : "memory");
    return address;
}
[[gnu::noinline]] inline std::uintptr_t of_local_class() {
    struct Local {
        [[gnu::noinline]] std::uintptr_t address_inside() const {
            const std::uintptr_t address = here() - 1;
            __asm__ volatile("" : : "r"(address), "r"(this) : "memory");
            return address;
        }
    };
    const std::uintptr_t address = Local{}.address_inside();
    __asm__ volatile("" : : "r"(address) : "memory");
    return address;
}

inline bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace libdw_fixture

#endif
