// SPDX-License-Identifier: MIT
#include <loccer/trace/debug_info.hpp>

#include "looked_up.hpp"

#include <gtest/gtest.h>

#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using loccer::trace::DebugInfo;
using loccer::trace::Module;
using looked_up::address_of_function;
using looked_up::this_program;
using looked_up::Visitor;

TEST(DebugInfo, TellsFunctionAndSymbol) {
    if (!LOCCER_CFG_SYMBOLS) GTEST_SKIP() << "built without a library for symbols";
    DebugInfo info;
    Visitor visitor;

    ASSERT_TRUE(info.look_up(this_program(), address_of_function(), visitor));

    ASSERT_FALSE(visitor.functions.empty());
    EXPECT_NE(visitor.functions.back().find("some_function"), std::string::npos);
    EXPECT_NE(visitor.last_symbol.find("some_function"), std::string::npos);
}

TEST(DebugInfo, TellsNothingOfAModuleThatItCannotKnow) {
    DebugInfo info;
    Module unknown = this_program();
    unknown.image.identity ^= 1;
    Visitor visitor;

    for (int i = 0; i < 100; ++i) ASSERT_TRUE(info.look_up(unknown, address_of_function(), visitor));

    EXPECT_TRUE(visitor.functions.empty());
}

TEST(DebugInfo, SaysThatItMayKnowMoreLaterWhenDescriptorsRanOut) {
    if (!LOCCER_CFG_SYMBOLS) GTEST_SKIP() << "built without a library for symbols";
    const ::pid_t child = ::fork();
    if (child == 0) {
        const ::rlimit none{0, 0};
        DebugInfo info;
        Visitor visitor;
        if (::setrlimit(RLIMIT_NOFILE, &none) != 0) ::_exit(2);
        ::_exit(info.look_up(this_program(), address_of_function(), visitor) ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);

    EXPECT_EQ(status, 0);
}

}  // namespace
