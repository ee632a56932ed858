// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/context.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using loccer::asio::Context;
using loccer::asio::ContextRef;
using loccer::asio::Held;
using loccer::asio::ValueRef;

const int first = 0;
const int second = 0;
const int third = 0;

ContextRef with(const ContextRef& list, const int& key, const char* name, std::string value) {
    return Context::with(list, &key, name, ValueRef(new Held<std::string>(std::move(value))));
}
std::string value_of(const ContextRef& list, const int& key) {
    const void* const found = Context::find(list.get(), &key);
    return found == nullptr ? "none" : *static_cast<const std::string*>(found);
}
std::vector<std::string> names(const ContextRef& list) {
    std::vector<std::string> all;
    for (const Context* one = list.get(); one != nullptr; one = one->rest()) all.emplace_back(one->name());
    return all;
}

TEST(Context, FindsEachValueByItsKey) {
    const ContextRef list = with(with({}, first, "first", "one"), second, "second", "two");

    EXPECT_EQ(value_of(list, first), "one");
    EXPECT_EQ(value_of(list, second), "two");
    EXPECT_EQ(value_of(list, third), "none");
    EXPECT_EQ(names(list), (std::vector<std::string>{"second", "first"}));
}

TEST(Context, LeavesTheListAsItWasThatIsAddedTo) {
    const ContextRef before = with({}, first, "first", "one");

    const ContextRef after = with(before, first, "first", "other");

    EXPECT_EQ(value_of(before, first), "one");
    EXPECT_EQ(value_of(after, first), "other");
}

TEST(Context, HasEachKeyOnceHoweverOftenItIsSet) {
    ContextRef list = with(with(with({}, first, "first", "1"), second, "second", "2"), third, "third", "3");

    for (int i = 0; i < 1'000; ++i) list = with(list, first, "first", std::to_string(i));

    EXPECT_EQ(names(list), (std::vector<std::string>{"first", "third", "second"}));
    EXPECT_EQ(value_of(list, first), "999");
    EXPECT_EQ(value_of(list, second), "2");
    EXPECT_EQ(value_of(list, third), "3");
}

struct Watched {
    explicit Watched(int& count) : alive(&count) { ++*alive; }
    Watched(const Watched& other) : alive(other.alive) { ++*alive; }
    Watched& operator=(const Watched&) = delete;
    ~Watched() { --*alive; }
    int* alive;
};

TEST(Context, DestroysAValueWithTheLastListThatHasIt) {
    int alive = 0;
    ContextRef list = Context::with({}, &first, "first", ValueRef(new Held<Watched>(Watched(alive))));
    ContextRef longer = with(list, second, "second", "two");
    EXPECT_EQ(alive, 1);

    list = ContextRef();
    EXPECT_EQ(alive, 1);
    longer = with(longer, first, "first", "another type, and gone");

    EXPECT_EQ(alive, 0);
}

}  // namespace
