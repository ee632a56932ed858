// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_TRACE_LOOKED_UP_HPP
#define LOCCER_TESTS_TRACE_LOOKED_UP_HPP

// A function of the test program, what a library for symbols tells of it, and what each of them is expected to tell.

#include <loccer/trace/modules.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
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

template <class Library>
void expect_function_and_symbol() {
    Library library;
    Visitor visitor;

    ASSERT_TRUE(library.look_up(this_program(), address_of_function(), visitor));

    ASSERT_FALSE(visitor.functions.empty());
    EXPECT_NE(visitor.functions.back().find("some_function"), std::string::npos);
    EXPECT_NE(visitor.last_symbol.find("some_function"), std::string::npos);
}

/// *Effects* asks `library` often of a module that it cannot know; nothing is told of it.
template <class Library>
void expect_nothing_of_an_unknown_module(Library& library) {
    loccer::trace::Module unknown = this_program();
    unknown.image.identity ^= 1;
    Visitor visitor;

    for (int i = 0; i < 100; ++i) ASSERT_TRUE(library.look_up(unknown, address_of_function(), visitor));

    EXPECT_TRUE(visitor.functions.empty());
}

template <class Library>
void expect_more_later_without_descriptors() {
    const ::pid_t child = ::fork();
    if (child == 0) {
        const ::rlimit none{0, 0};
        Library library;
        Visitor visitor;
        if (::setrlimit(RLIMIT_NOFILE, &none) != 0) ::_exit(2);
        ::_exit(library.look_up(this_program(), address_of_function(), visitor) ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);

    EXPECT_EQ(status, 0);
}

}  // namespace looked_up

#endif
