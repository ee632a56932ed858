// SPDX-License-Identifier: MIT
#include <loccer/trace/demangle.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace {

std::string demangled(const std::string& name) {
    std::string result = "not called";
    loccer::trace::demangle(name.c_str(), [&](std::string_view text) { result = text; });
    return result;
}

std::string demangled_symbol(const std::string& name) {
    std::string result = "not called";
    std::array<char, 4096> room;
    loccer::trace::demangle_symbol(name.c_str(), room, [&](std::string_view text) { result = text; });
    return result;
}

TEST(Demangle, ReadsTypesAndFunctions) {
    EXPECT_EQ(demangled("i"), "int");
    EXPECT_EQ(demangled("St12out_of_range"), "std::out_of_range");
    EXPECT_EQ(demangled("_Z6settleRK5Orderj"), "settle(Order const&, unsigned int)");
}

TEST(Demangle, LeavesMalformedNamesAsTheyAre) {
    for (const char* name : {"", "_Z", "_ZN", "_ZN6loccer", "_Z99999999999x", "_ZSt", "\xFF\xFE", "_ZNSt3fooIXE"}) {
        EXPECT_EQ(demangled(name), name);
        EXPECT_EQ(demangled_symbol(name), name);
    }
}

TEST(Demangle, LeavesEveryCutOfANameAsItIsOrReadsIt) {
    const std::string whole = "_ZNSt6vectorIN4shop5OrderESaIS1_EE9push_backEOS1_";

    for (std::size_t size = 0; size <= whole.size(); ++size)
        EXPECT_FALSE(size > 0 && demangled(whole.substr(0, size)).empty());
}

TEST(Demangle, LeavesHugeNamesAsTheyAre) {
    const std::string name = "_Z100000" + std::string(100'000, 'a') + "v";

    EXPECT_EQ(demangled(name), name);
    EXPECT_EQ(demangled_symbol(name), name);
}

TEST(Demangle, SurvivesDeepNesting) {
    const std::string name = "_Z1f" + std::string(3000, 'P') + "i";

    EXPECT_FALSE(demangled(name).empty());
}

TEST(DemangleSymbol, TakesANameOfCForNoType) {
    EXPECT_EQ(demangled_symbol("f"), "f");
    EXPECT_EQ(demangled_symbol("main"), "main");
}

TEST(DemangleSymbol, DropsTheCompilersSuffixes) {
    EXPECT_EQ(demangled_symbol("_Z3fooi.cold"), "foo(int)");
    EXPECT_EQ(demangled_symbol("_Z3fooi.constprop.0.isra.1"), "foo(int)");
    EXPECT_EQ(demangled_symbol("_Z3fooi.llvm.123456"), "foo(int)");
}

TEST(DemangleSymbol, NamesTheCoroutineForItsBody) {
    EXPECT_EQ(demangled_symbol("_Z3topPZ3topiE13_Z3topi.Frame.actor"), "top(int)");
    EXPECT_EQ(demangled_symbol("_Z3topPZ3topiE13_Z3topi.Frame"), "top(int)");
}

TEST(CoroutineOfBody, WantsTheLengthToFit) {
    EXPECT_EQ(loccer::trace::coroutine_of_body("_Z3topPZ3topiE14_Z3topi.Frame.actor"), "");
    EXPECT_EQ(loccer::trace::coroutine_of_body(".Frame"), "");
    EXPECT_EQ(loccer::trace::coroutine_of_body("_Z.Frame"), "");
    EXPECT_EQ(loccer::trace::coroutine_of_body("_Z3topi"), "");
}

}  // namespace
