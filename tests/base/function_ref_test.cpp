// SPDX-License-Identifier: MIT
#include <loccer/base/function_ref.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace {

using loccer::FunctionRef;

int call(FunctionRef<int(int)> function, int argument) { return function(argument); }

TEST(FunctionRef, CallsWhatItRefersTo) {
    int offset = 10;

    EXPECT_EQ(call([&](int value) { return value + offset; }, 5), 15);
}

TEST(FunctionRef, ChangesTheStateOfTheCallableItself) {
    auto counter = [count = 0](int step) mutable { return count += step; };

    (void)call(counter, 2);

    EXPECT_EQ(counter(1), 3);
}

TEST(FunctionRef, CallsAConstCallableAsConst) {
    struct Overloaded {
        int operator()(int) { return 1; }
        int operator()(int) const { return 2; }
    };
    const Overloaded constant;
    Overloaded changing;

    EXPECT_EQ(call(constant, 0), 2);
    EXPECT_EQ(call(changing, 0), 1);
}

TEST(FunctionRef, RefersToTheSameCallableWhenItIsCopied) {
    int calls = 0;
    const auto callable = [&](int) { return ++calls; };
    const FunctionRef<int(int)> first(callable);
    const FunctionRef<int(int)> second(first);

    (void)first(0);
    (void)second(0);

    EXPECT_EQ(calls, 2);
}

TEST(FunctionRef, PassesReferencesAndWhatCanOnlyBeMoved) {
    int variable = 1;
    const auto add = [](int& target, std::unique_ptr<int> step) -> int& { return target += *step; };
    const FunctionRef<int&(int&, std::unique_ptr<int>)> function(add);

    int& result = function(variable, std::make_unique<int>(4));

    EXPECT_EQ(&result, &variable);
    EXPECT_EQ(variable, 5);
}

TEST(FunctionRef, LetsExceptionsThrough) {
    EXPECT_THROW((void)call([](int) -> int { throw std::runtime_error("through"); }, 0), std::runtime_error);
}

TEST(FunctionRef, IsTwoPointers) {
    EXPECT_EQ(sizeof(FunctionRef<void()>), 2 * sizeof(void*));
    EXPECT_TRUE(std::is_trivially_copyable_v<FunctionRef<void()>>);
}

}  // namespace
