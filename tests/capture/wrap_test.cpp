// SPDX-License-Identifier: MIT
#include <loccer/capture/wrap.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;

int sum(int left, int right) { return left + right; }

[[noreturn]] void fail() { throw std::runtime_error("failed"); }

struct Account {
    int balance = 10;

    int add(int amount) { return balance += amount; }
    [[nodiscard]] int get() const { return balance; }
    [[nodiscard]] Account&& taken() && { return std::move(*this); }
    [[noreturn]] void refuse() const { throw std::logic_error("refused"); }
};

TEST(Wrapped, CallsAFunctionWithItsArguments) {
    Log log;
    const auto wrapped = log.wrap(&sum);

    EXPECT_EQ(wrapped(1, 2), 3);
    EXPECT_TRUE(records(log).empty());
}

TEST(Wrapped, TakesAFunctionByName) {
    Log log;
    const auto wrapped = log.wrap(sum);

    EXPECT_EQ(wrapped(1, 2), 3);
}

TEST(Wrapped, RecordsWhatIsThrownAndLetsItGoOn) {
    Log log;
    const auto wrapped = log.wrap(&fail);

    EXPECT_THROW(wrapped(), std::runtime_error);

    EXPECT_EQ(only_record(log)["msg"], "failed");
    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(test_log::thrower(only_record(log)).find("fail"), std::string::npos);
}

TEST(Wrapped, RecordsEachCall) {
    Log log;
    const auto wrapped = log.wrap(&fail);

    EXPECT_THROW(wrapped(), std::runtime_error);
    EXPECT_THROW(wrapped(), std::runtime_error);

    EXPECT_EQ(records(log).size(), 2U);
}

TEST(Wrapped, TakesAnyNumberOfArguments) {
    Log log;
    const auto count = log.wrap([](const auto&... arguments) { return sizeof...(arguments); });

    EXPECT_EQ(count(), 0U);
    EXPECT_EQ(count(1), 1U);
    EXPECT_EQ(count(1, "two", 3.0, '4', 5L, nullptr, std::string("7"), true), 8U);
}

TEST(Wrapped, KeepsReferences) {
    Log log;
    const auto wrapped = log.wrap([](int& variable) -> int& { return ++variable; });
    int variable = 1;

    decltype(auto) result = wrapped(variable);

    static_assert(std::is_same_v<decltype(result), int&>);
    EXPECT_EQ(&result, &variable);
    EXPECT_EQ(variable, 2);
}

TEST(Wrapped, MovesArgumentsThatCanOnlyBeMoved) {
    Log log;
    const auto wrapped = log.wrap([](std::unique_ptr<int> pointer) { return pointer; });

    const std::unique_ptr<int> result = wrapped(std::make_unique<int>(7));

    EXPECT_EQ(*result, 7);
}

TEST(Wrapped, PassesConstArguments) {
    Log log;
    const auto size = log.wrap([](const std::string& text) { return text.size(); });
    const std::string text = "four";

    EXPECT_EQ(size(text), 4U);
}

TEST(Wrapped, OwnsACallableThatCanOnlyBeMoved) {
    Log log;
    auto wrapped = log.wrap([value = std::make_unique<int>(7)] { return *value; });

    EXPECT_EQ(wrapped(), 7);
}

TEST(Wrapped, KeepsTheStateOfACallable) {
    Log log;
    auto wrapped = log.wrap([count = 0]() mutable { return ++count; });

    EXPECT_EQ(wrapped(), 1);
    EXPECT_EQ(wrapped(), 2);
}

TEST(Wrapped, CopiesACallableThatIsGivenAsAnLvalue) {
    Log log;
    auto counter = [count = 0]() mutable { return ++count; };
    auto wrapped = log.wrap(counter);

    (void)wrapped();

    EXPECT_EQ(counter(), 1);
}

TEST(Wrapped, CallsTheConstOverloadOfAConstCallable) {
    Log log;
    struct Overloaded {
        int operator()() { return 1; }
        int operator()() const { return 2; }
    };
    auto changing = log.wrap(Overloaded{});
    const auto constant = log.wrap(Overloaded{});

    EXPECT_EQ(changing(), 1);
    EXPECT_EQ(constant(), 2);
}

TEST(Wrapped, CallsAMemberFunctionOfAnObjectAPointerAndASmartPointer) {
    Log log;
    const auto add = log.wrap(&Account::add);
    Account account;
    const auto owned = std::make_unique<Account>();

    EXPECT_EQ(add(account, 1), 11);
    EXPECT_EQ(add(&account, 1), 12);
    EXPECT_EQ(add(owned, 5), 15);
}

TEST(Wrapped, CallsAMemberFunctionOfAnObjectGivenByReferenceWrapper) {
    Log log;
    const auto add = log.wrap(&Account::add);
    const auto balance = log.wrap(&Account::balance);
    const auto get = log.wrap(&Account::get);
    Account account;

    EXPECT_EQ(add(std::ref(account), 1), 11);
    EXPECT_EQ(balance(std::ref(account)), 11);
    EXPECT_EQ(get(std::cref(account)), 11);
    EXPECT_EQ(account.balance, 11);
}

TEST(Wrapped, CallsAMemberFunctionOfABaseClass) {
    Log log;
    struct Savings : Account {};
    const auto add = log.wrap(&Account::add);
    Savings savings;
    const auto owned = std::make_unique<Savings>();

    EXPECT_EQ(add(savings, 1), 11);
    EXPECT_EQ(add(&savings, 1), 12);
    EXPECT_EQ(add(std::ref(savings), 1), 13);
    EXPECT_EQ(add(owned, 1), 11);
}

TEST(Wrapped, SaysWhichArgumentsItTakes) {
    using Sum = decltype(std::declval<Log&>().wrap(&sum));
    using Add = decltype(std::declval<Log&>().wrap(&Account::add));
    const auto counter = [count = 0]() mutable { return ++count; };
    using Counter = decltype(std::declval<Log&>().wrap(counter));

    EXPECT_TRUE((std::is_invocable_r_v<int, Sum, int, int>));
    EXPECT_FALSE((std::is_invocable_v<Sum, int, std::string>));
    EXPECT_FALSE((std::is_invocable_v<Sum>));
    EXPECT_TRUE((std::is_invocable_v<Add, std::reference_wrapper<Account>, int>));
    EXPECT_FALSE((std::is_invocable_v<Add, const Account&, int>));
    EXPECT_TRUE((std::is_invocable_v<Counter&>));
    EXPECT_FALSE((std::is_invocable_v<const Counter&>));
}

TEST(Wrapped, TakesWhateverCanBeCalled) {
    Log log;
    struct Final final {
        int operator()() const { return 1; }
    };
    struct BecomesAFunction {
        using Function = int (*)(int, int);
        operator Function() const { return &sum; }
    };
    struct Overloaded {
        int operator()(int value) const { return value; }
        std::size_t operator()(const std::string& text) const { return text.size(); }
    };

    EXPECT_EQ(log.wrap(Final{})(), 1);
    EXPECT_EQ(log.wrap(BecomesAFunction{})(1, 2), 3);
    EXPECT_EQ(log.wrap(Overloaded{})("four"), 4U);
    EXPECT_EQ(log.wrap(std::function<int(int, int)>(&sum))(1, 2), 3);
    EXPECT_EQ(log.wrap(std::ref(sum))(1, 2), 3);
}

TEST(Wrapped, CallsAConstMemberFunction) {
    Log log;
    const auto get = log.wrap(&Account::get);
    const Account account;

    EXPECT_EQ(get(account), 10);
    EXPECT_EQ(get(&account), 10);
}

TEST(Wrapped, CallsAMemberFunctionOfATemporary) {
    Log log;
    const auto taken = log.wrap(&Account::taken);

    EXPECT_EQ(taken(Account{3}).balance, 3);
}

TEST(Wrapped, RefersToADataMember) {
    Log log;
    const auto balance = log.wrap(&Account::balance);
    Account account;

    balance(account) = 20;
    balance(&account) += 1;

    static_assert(std::is_same_v<decltype(balance(account)), int&>);
    EXPECT_EQ(account.balance, 21);
}

TEST(Wrapped, RecordsWhatAMemberFunctionThrows) {
    Log log;
    const auto refuse = log.wrap(&Account::refuse);

    EXPECT_THROW(refuse(Account{}), std::logic_error);

    EXPECT_EQ(only_record(log)["msg"], "refused");
}

TEST(Wrapped, CanBeCopiedAndStored) {
    Log log;
    const std::vector<decltype(log.wrap(&fail))> wrapped(2, log.wrap(&fail));

    EXPECT_THROW(wrapped[1](), std::runtime_error);

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(Wrapped, RecordsIntoTheDefaultWithoutALog) {
    Log log;
    loccer::install(log);
    const auto wrapped = loccer::wrap(&fail);

    EXPECT_THROW(wrapped(), std::runtime_error);
    loccer::restore();

    EXPECT_EQ(only_record(log)["msg"], "failed");
}

}  // namespace
