// SPDX-License-Identifier: MIT
#include <loccer/trace/libbacktrace.hpp>

#include <gtest/gtest.h>

#if __has_include(<backtrace.h>)
#include <backtrace.h>  // a declaration that differs from ours would not compile
#endif

#include <type_traits>

namespace {

TEST(Libbacktrace, IsDeclaredAsItsOwnHeaderDoes) {
    const bool returns_a_state =
        std::is_same_v<decltype(backtrace_create_state(nullptr, 1, nullptr, nullptr)), struct backtrace_state*>;

    EXPECT_TRUE(returns_a_state);
}

}  // namespace
