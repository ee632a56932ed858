// SPDX-License-Identifier: MIT
#include <loccer/reflect/custom.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace shop {

struct Order {
    int id = 0;
    std::string card;
    int* asked = nullptr;
    friend std::ostream& operator<<(std::ostream& out, const Order&) { return out << "printed"; }
};

template <class Place>
void loccer_describe(Place& place, const Order& order) {
    using namespace loccer::literals;
    place.object([&](auto& out) {
        out.field("id"_key, order.id);
        out.field("card", [&] {
            if (order.asked != nullptr) ++*order.asked;
            return order.card;
        });
        out.object("nested"_key, [](auto& nested) { nested.field("deep", true); });
        out.array("list", [](auto& list) {
            list.value(1);
            list.object([](auto& object) { object.field("x", 'x'); });
            list.array([](auto&) {});
        });
    });
}

enum class Color { red };
void loccer_describe(auto& place, Color) { place.value("red"); }

struct Silent {};
void loccer_describe(auto&, const Silent&) {}

struct Talkative {};
void loccer_describe(auto& place, const Talkative&) {
    place.value(1);
    place.value(2);
    place.object([](auto&) {});
    place.null();
}

struct Failing {
    int step;
};
void loccer_describe(auto& place, const Failing& failing) {
    if (failing.step == 0) throw std::runtime_error("step");
    place.object([&](auto& out) {
        if (failing.step == 1) throw std::runtime_error("step");
        out.field("a", 1);
        out.field("b", [&] {
            if (failing.step == 2) throw std::runtime_error("step");
            return 2;
        });
        out.array("c", [&](auto& list) {
            list.value(3);
            if (failing.step == 3) throw std::runtime_error("step");
        });
        if (failing.step == 4) throw std::runtime_error("step");
    });
    if (failing.step == 5) throw std::runtime_error("step");
}

}  // namespace shop

namespace {

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(Custom, ComesBeforeEveryOtherWay) {
    EXPECT_EQ(described(shop::Order{7, "4111", nullptr}),
              R"({"id":7,"card":"4111","nested":{"deep":true},"list":[1,{"x":"x"},[]]})");
    EXPECT_EQ(described(std::vector<shop::Color>{shop::Color::red}), R"(["red"])");
}

TEST(Custom, DoesNotCallForARedactedField) {
    test_support::RecordingSink sink;
    sink.sensitive = {"card"};
    int asked = 0;

    loccer::reflect::describe(sink, shop::Order{7, "4111", &asked});

    EXPECT_NE(sink.str().find("\"card\":#"), std::string::npos);
    EXPECT_EQ(asked, 0);
}

TEST(Custom, GivesNullWhereNothingIsGiven) { EXPECT_EQ(described(shop::Silent{}), "null"); }

TEST(Custom, GivesOnlyTheFirstOfSeveralValues) { EXPECT_EQ(described(shop::Talkative{}), "1"); }

TEST(Custom, IsReplacedByAFailureTextWhereverItThrows) {
    const std::string failure = "\"Error getting repr of the object: step\"";
    const std::string whole = R"({"a":1,"b":)" + failure + R"(,"c":[3]})";

    for (const int step : {0, 1, 3, 4, 5}) EXPECT_EQ(described(shop::Failing{step}), failure) << step;
    EXPECT_EQ(described(shop::Failing{2}), whole);
}

}  // namespace
