// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/function_name.hpp>

#include "support/task.hpp"

#include <gtest/gtest.h>

#include <array>
#include <source_location>
#include <string>
#include <string_view>

namespace {

using loccer::asio::without_return_type;
using Coroutine = coroutine::Task<>;

std::string readable(const char* given) {
    std::array<char, 512> spare;
    return std::string(loccer::asio::readable_function(given, spare));
}

std::string last;
void note(std::source_location where = std::source_location::current()) { last = readable(where.function_name()); }

}  // namespace

namespace shop {

Coroutine settle(int /*order*/) {
    note();
    co_return;
}
template <class Type>
Coroutine settle_all(Type /*orders*/) {
    note();
    co_return;
}
struct Session {
    Coroutine serve(const char* /*text*/) const {
        note();
        co_return;
    }
    Session() { note(); }
    ~Session() = default;
};

}  // namespace shop

namespace {

Coroutine hidden() {
    note();
    co_return;
}
int plain(long /*number*/) {
    note();
    return 0;
}

TEST(ReadableFunction, IsTheNameOfTheCoroutine) {
    shop::settle(1).resume();
    EXPECT_EQ(last, "shop::settle(int)");

    hidden().resume();
    EXPECT_EQ(last, "(anonymous namespace)::hidden()");
}

TEST(ReadableFunction, IsTheNameOfAMember) {
    const shop::Session session;
    EXPECT_EQ(last, "shop::Session::Session()");

    session.serve("text").resume();
    EXPECT_TRUE(last == "shop::Session::serve(char const*) const" || last == "shop::Session::serve(const char *) const")
        << last;
}

TEST(ReadableFunction, IsTheNameOfATemplate) {
    shop::settle_all(1.5).resume();

    EXPECT_TRUE(last == "shop::settle_all<double>(double)" || last == "shop::settle_all(Type) [Type = double]") << last;
}

TEST(ReadableFunction, IsTheNameOfALambda) {
    const auto lambda = [](int) -> Coroutine {
        note();
        co_return;
    };

    lambda(1).resume();

    EXPECT_EQ(last.find("Frame"), std::string::npos) << last;
    EXPECT_NE(last.find("TestBody"), std::string::npos) << last;
}

TEST(ReadableFunction, HasNoReturnType) {
    (void)plain(1);

    EXPECT_TRUE(last == "(anonymous namespace)::plain(long int)" || last == "(anonymous namespace)::plain(long)")
        << last;
}

TEST(ReadableFunction, ReadsWhatGccCallsABody) {
    EXPECT_EQ(readable("void outer(outer(bool)::_Z5outerb.Frame*)"), "outer(bool)");
    EXPECT_EQ(readable("void nap(nap(int)::_Z3napi.Frame*) [clone .actor]"), "nap(int)");
}

TEST(ReadableFunction, LeavesWhatItCannotReadAsFarAsItIsAName) {
    EXPECT_EQ(readable("void outer(outer(bool)::_Z5oute.Frame*)"), "_Z5oute");
    EXPECT_EQ(readable(""), "");
    const std::string huge = "void f(f()::_Z" + std::string(10'000, 'x') + ".Frame*)";
    EXPECT_TRUE(readable(huge.c_str()).starts_with("f(f()"));
}

TEST(ReadableFunction, SpellsTheUnnamedNamespaceAsFramesDo) {
    EXPECT_EQ(readable("int {anonymous}::shop::{anonymous}::f()"),
              "(anonymous namespace)::shop::(anonymous namespace)::f()");
    std::array<char, 8> small;
    EXPECT_EQ(loccer::asio::readable_function("int {anonymous}::f()", small), "{anonymous}::f()");
}

TEST(WithoutReturnType, FindsWhereTheNameBegins) {
    EXPECT_EQ(without_return_type("main"), "main");
    EXPECT_EQ(without_return_type("int main()"), "main()");
    EXPECT_EQ(without_return_type("unsigned long shop::f(int, char)"), "shop::f(int, char)");
    EXPECT_EQ(without_return_type("net::awaitable<std::pair<int, int> > f()"), "f()");
    EXPECT_EQ(without_return_type("auto (anonymous namespace)::f() const"), "(anonymous namespace)::f() const");
    EXPECT_EQ(without_return_type("shop::Session::Session(int) [T = int]"), "shop::Session::Session(int) [T = int]");
    EXPECT_EQ(without_return_type("void shop::Session::operator delete(void *)"),
              "shop::Session::operator delete(void *)");
    EXPECT_EQ(without_return_type("shop::Session::operator bool() const"), "shop::Session::operator bool() const");
    EXPECT_EQ(without_return_type("Task f(bool) [clone .resume]"), "f(bool)");
    EXPECT_EQ(without_return_type("main()::<lambda(int)>"), "main()::<lambda(int)>");
    EXPECT_EQ(without_return_type("> ] ) ("), "(");
}

}  // namespace
