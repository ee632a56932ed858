// SPDX-License-Identifier: MIT
#include <loccer/trace/function_name.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::trace::is_named;

TEST(IsNamed, KnowsAFunctionByItsPlainName) {
    EXPECT_TRUE(is_named("settle", "settle"));
    EXPECT_TRUE(is_named("main.cold", "main"));
    EXPECT_TRUE(is_named("operator()", "operator()"));
}

TEST(IsNamed, LooksBehindTheScope) {
    EXPECT_TRUE(is_named("shop::settle(Order const&, unsigned int)", "settle"));
    EXPECT_TRUE(is_named("(anonymous namespace)::settle(int)", "settle"));
    EXPECT_TRUE(is_named("shop::Ledger::Ledger(int)", "Ledger"));
    EXPECT_TRUE(is_named("shop::Ledger<int>::~Ledger()", "~Ledger"));
}

TEST(IsNamed, LooksBehindParametersAndTemplateArguments) {
    EXPECT_TRUE(is_named("void shop::settle<std::vector<int> >(std::vector<int> const&)", "settle"));
    EXPECT_TRUE(is_named("void settle<(3>2)>(void (*)(int))", "settle"));
    EXPECT_TRUE(is_named("settle<&Order::operator()>", "settle"));
    EXPECT_TRUE(is_named("shop::name[abi:cxx11](int)", "name"));
    EXPECT_TRUE(is_named("f(std::function<void ()>)", "f"));
}

TEST(IsNamed, LooksBehindQualifiersAndClones) {
    EXPECT_TRUE(is_named("shop::Order::total() const", "total"));
    EXPECT_TRUE(is_named("shop::Order::total() const &", "total"));
    EXPECT_TRUE(is_named("shop::Order::total() volatile &&", "total"));
    EXPECT_TRUE(is_named("settle(int) [clone .part.0] [clone .cold]", "settle"));
    EXPECT_TRUE(is_named("shop::Order::total() const [clone .isra.0]", "total"));
}

TEST(IsNamed, KnowsLambdas) {
    EXPECT_TRUE(is_named("settle(int, int)::$_0::operator()() const", "operator()"));
    EXPECT_TRUE(is_named("settle(int)::{lambda(auto:1)#1}::operator()<int>(int) const", "operator()"));
    EXPECT_TRUE(is_named("settle::<lambda>", "operator()"));
    EXPECT_FALSE(is_named("settle(int, int)::$_0::operator()() const", "settle"));
    EXPECT_FALSE(is_named("settle::<lambda>", "settle"));
    EXPECT_FALSE(is_named("settle(int)::{lambda()#1}::_FUN()", "settle"));
}

TEST(IsNamed, KnowsOperators) {
    EXPECT_TRUE(is_named("shop::operator<<(std::ostream&, shop::Order const&)", "operator<<"));
    EXPECT_TRUE(is_named("std::ostream& shop::operator<< <int>(std::ostream&, int)", "operator<<"));
    EXPECT_TRUE(is_named("shop::Order::operator->() const", "operator->"));
    EXPECT_TRUE(is_named("shop::Order::operator int() const", "operator int"));
    EXPECT_TRUE(is_named("bool shop::operator><int>(int)", "operator>"));
}

TEST(IsNamed, IsNotFooledByNamesThatHoldTheOther) {
    EXPECT_FALSE(is_named("settle(int)", "e"));
    EXPECT_FALSE(is_named("settle(int)", "settle_all"));
    EXPECT_FALSE(is_named("unsettle(int)", "settle"));
    EXPECT_FALSE(is_named("shop::settle::check()", "settle"));
    EXPECT_FALSE(is_named("check(settle)", "settle"));
    EXPECT_FALSE(is_named("check<settle>()", "settle"));
    EXPECT_FALSE(is_named("Ledger::~Ledger()", "Ledger"));
    EXPECT_FALSE(is_named("Order::operator Ledger() const", "Ledger"));
    EXPECT_FALSE(is_named("Order::operator<(Order const&)", "operator<<"));
}

TEST(IsNamed, EndsOnWhateverText) {
    for (const char* text :
         {"", ")", "()", "(", ">", "]", " [clone ]", "f)", "<>", "f<(>", "::", " const", "&", "f<a)>"}) {
        EXPECT_FALSE(is_named(text, "settle")) << text;
        EXPECT_FALSE(is_named(text, "")) << text;
    }
}

}  // namespace
