// SPDX-License-Identifier: MIT
#include <loccer/reflect/record.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <boost/hana/adapt_adt.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

struct Peer {
    BOOST_HANA_DEFINE_STRUCT(Peer, (std::string, name), (std::optional<int>, port));
};

struct Order {
    BOOST_HANA_DEFINE_STRUCT(Order, (int, id), (std::vector<Peer>, peers), (std::string, password));
};

struct Header {
    BOOST_HANA_DEFINE_STRUCT(Header, (std::string, name), (std::string, value));
};

struct Complaint {
    BOOST_HANA_DEFINE_STRUCT(Complaint, (std::string, field), (std::string, text));
};

struct Derived : Peer {
    int extra = 0;
};

struct Nothing {
    BOOST_HANA_DEFINE_STRUCT(Nothing);
};

struct Adapted {
    int width;
    double height;
    friend std::ostream& operator<<(std::ostream& out, const Adapted&) { return out << "printed"; }
};

class Hidden {
  public:
    [[nodiscard]] int size() const { return 3; }
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(Adapted, width, height);
BOOST_HANA_ADAPT_ADT(Hidden, (size, [](const auto& hidden) { return hidden.size(); }));

namespace {

TEST(Record, DefinedByHanaIsAnObject) {
    EXPECT_EQ(described(Peer{"a", 80}), R"({"name":"a","port":80})");
    EXPECT_EQ(described(Nothing{}), "{}");
}

TEST(Record, NestsInContainersAndRecords) {
    const Order order{7, {{"a", 80}, {"b", std::nullopt}}, ""};

    EXPECT_EQ(described(order), R"({"id":7,"peers":[{"name":"a","port":80},{"name":"b","port":null}],"password":""})");
}

TEST(Record, OfADerivedClassShowsTheMembersOfItsBase) {
    EXPECT_EQ(described(Derived{{"a", 80}, 1}), R"({"name":"a","port":80})");
}

TEST(Record, AdaptedFromOutsideIsAnObjectEvenIfItPrintsItself) {
    std::ostringstream printed;
    printed << Adapted{1, 2.5};

    EXPECT_EQ(printed.str(), "printed");
    EXPECT_EQ(described(Adapted{1, 2.5}), R"({"width":1,"height":2.5})");
}

TEST(Record, AdaptedByFunctionsIsAnObject) { EXPECT_EQ(described(Hidden{}), R"({"size":3})"); }

TEST(Record, HidesSensitiveMembers) {
    test_support::RecordingSink sink;
    sink.sensitive = {"password"};

    loccer::reflect::describe(sink, Order{7, {}, "hunter2"});

    EXPECT_EQ(sink.str(), R"({"id":7,"peers":[],"password":#})");
}

TEST(Record, OfANameAndItsValueHidesTheValueOfASensitiveName) {
    test_support::RecordingSink sink;
    sink.sensitive = {"password"};

    loccer::reflect::describe(sink, std::vector<Header>{{"password", "hunter2"}, {"user", "ann"}});

    EXPECT_EQ(sink.str(), R"([{"name":"password","value":#},{"name":"user","value":"ann"}])");
}

TEST(Record, OfAnyOtherTwoMembersShowsBoth) {
    test_support::RecordingSink sink;
    sink.sensitive = {"password"};

    loccer::reflect::describe(sink, Complaint{"password", "is too short"});

    EXPECT_EQ(sink.str(), R"({"field":"password","text":"is too short"})");
}

}  // namespace
