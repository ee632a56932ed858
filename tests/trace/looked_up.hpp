// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_TRACE_LOOKED_UP_HPP
#define LOCCER_TESTS_TRACE_LOOKED_UP_HPP

// A function of the test program, and a visitor that notes what a library for symbols tells of it.

#include <loccer/trace/modules.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace looked_up {

struct Visitor {
    std::vector<std::string> functions;
    std::string last_symbol;

    void location(const char*, int, const char* function) {
        if (function != nullptr) functions.emplace_back(function);
    }
    void symbol(const char* name) { last_symbol = name; }
    [[nodiscard]] static bool wants_symbol() { return true; }
};

[[gnu::noinline]] inline int some_function() {
    volatile int result = 1;
    return result;
}

inline std::uintptr_t address_of_function() { return reinterpret_cast<std::uintptr_t>(&some_function) + 4; }

inline loccer::trace::Module this_program() {
    loccer::trace::Module module;
    EXPECT_TRUE(find_module(address_of_function(), module));
    return module;
}

}  // namespace looked_up

#endif
