// SPDX-License-Identifier: MIT
//
// Makes of a callable one that records what it throws.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

struct Account {
    int balance = 100;
    int withdraw(int amount) {
        if (amount > balance) throw std::domain_error("not enough");
        return balance -= amount;
    }
};

}  // namespace

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;

    //! [wrap]
    auto divide = log.wrap([](int left, int right) {
        if (right == 0) throw std::domain_error("division by zero");
        return left / right;
    });
    const int half = divide(10, 2);
    //! [wrap]
    expect(half == 5, "a wrapped function returns what the function returns");

    bool went_on = false;
    try {
        divide(1, 0);
    } catch (const std::domain_error&) {
        went_on = true;
    }
    expect(went_on, "and throws what it throws");
    expect_newest(log, R"("msg":"division by zero")");

    auto length = log.wrap([](std::unique_ptr<std::string> text) { return text->size(); });
    expect(length(std::make_unique<std::string>("four")) == 4, "arguments that can only be moved are moved");

    Account account;
    auto withdraw = log.wrap(&Account::withdraw);
    expect(withdraw(account, 30) == 70, "a member function takes its object first");

    auto identity = log.wrap([](int& number) -> int& { return number; });
    int number = 1;
    identity(number) = 2;
    expect(number == 2, "references stay references");
}
