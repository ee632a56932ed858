// SPDX-License-Identifier: MIT
#include <loccer/pipeline/owned_policies.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <type_traits>
#include <utility>

namespace {

using loccer::meta::List;
using loccer::pipeline::Arguments;
using loccer::pipeline::CheckArguments;
using loccer::pipeline::OwnedPolicies;

struct Number {
    int value = 1;
};
struct Owner {
    std::unique_ptr<int> value = std::make_unique<int>(2);
};
struct Empty {};
struct OtherEmpty {};
struct Immovable {
    int value = 3;

    Immovable() = default;
    Immovable(const Immovable&) = delete;
    Immovable& operator=(const Immovable&) = delete;
    ~Immovable() = default;
};

/// *Returns* the policies made of the arguments, as a log makes them.
template <class... Policies, class... Types>
OwnedPolicies<Policies...> make(Types&&... arguments) {
    static_assert(CheckArguments<List<Policies...>, Types...>::passed());
    return OwnedPolicies<Policies...>(Arguments<Types...>(std::forward<Types>(arguments)...));
}

TEST(OwnedPolicies, AreMadeByDefault) {
    auto policies = make<Number, Owner>();

    EXPECT_EQ(policies.get<Number>().value, 1);
    EXPECT_EQ(*policies.get<Owner>().value, 2);
}

TEST(OwnedPolicies, AreMadeOfArgumentsInAnyOrder) {
    auto policies = make<Number, Empty, Owner>(Owner{std::make_unique<int>(7)}, Empty{}, Number{5});

    EXPECT_EQ(policies.get<Number>().value, 5);
    EXPECT_EQ(*policies.get<Owner>().value, 7);
}

TEST(OwnedPolicies, AreCopiedFromLvaluesAndConst) {
    Number number{5};
    const Empty empty;

    auto policies = make<Number, Empty>(empty, number);
    number.value = 6;

    EXPECT_EQ(policies.get<Number>().value, 5);
}

TEST(OwnedPolicies, NeedNotBeMovableWhenTheyAreNotGiven) {
    auto policies = make<Immovable, Number>(Number{5});

    EXPECT_EQ(policies.get<Immovable>().value, 3);
    EXPECT_EQ(policies.get<Number>().value, 5);
}

TEST(OwnedPolicies, TakeNoRoomWhenTheyAreEmpty) {
    EXPECT_EQ(sizeof(OwnedPolicies<Empty, Number, OtherEmpty>), sizeof(Number));
}

TEST(OwnedPolicies, AreReachedByType) {
    auto policies = make<Number, Owner>();
    const auto& constant = policies;

    static_assert(std::is_same_v<decltype(policies.get<Number>()), Number&>);
    static_assert(std::is_same_v<decltype(constant.get<Number>()), const Number&>);
    policies.get<Number>().value = 9;

    EXPECT_EQ(constant.get<Number>().value, 9);
}

}  // namespace
