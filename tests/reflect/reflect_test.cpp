// SPDX-License-Identifier: MIT
#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <boost/hana/define_struct.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using loccer::reflect::describe;
using test_support::RecordingSink;

template <class Type>
std::string described(const Type& value) {
    RecordingSink sink;
    describe(sink, value);
    return sink.str();
}

struct Opaque {};

union Either {
    int number;
    char letter;
};

enum class Color { red, green };
enum Plain : unsigned char { plain_three = 3 };
enum class Named { first };
std::ostream& operator<<(std::ostream& out, Named) { return out << "Named::first"; }
enum PlainNamed { plain_named };
std::ostream& operator<<(std::ostream& out, PlainNamed) { return out << "plain_named"; }

void some_function() {}

struct Node {
    BOOST_HANA_DEFINE_STRUCT(Node, (int, id), (std::shared_ptr<Node>, next));
};

struct Knot {
    std::shared_ptr<Knot> to;
    explicit operator bool() const { return true; }
    using element_type = Knot;
    const Knot* get() const { return this; }
    const Knot& operator*() const { return *this; }
};

struct ThrowsWhenPrinted {
    int at = 0;
    friend std::ostream& operator<<(std::ostream& out, const ThrowsWhenPrinted& value) {
        if (value.at == 0) return out << "fine";
        out << "half";
        throw std::runtime_error("no text");
    }
};

struct ThrowsANumber {
    friend std::ostream& operator<<(std::ostream&, const ThrowsANumber&) { throw 42; }
};

struct NullWhat : std::exception {
    const char* what() const noexcept override { return nullptr; }
};

struct ThrowsNullWhat {
    friend std::ostream& operator<<(std::ostream&, const ThrowsNullWhat&) { throw NullWhat(); }
};

TEST(Describe, GivesBooleansNumbersAndNull) {
    EXPECT_EQ(described(true), "true");
    EXPECT_EQ(described(-7), "-7");
    EXPECT_EQ(described(7U), "7u");
    EXPECT_EQ(described(1.5), "1.5");
    EXPECT_EQ(described(nullptr), "null");
}

TEST(Describe, GivesVolatileNumbersTheirValue) {
    volatile int flag = 3;

    EXPECT_EQ(described(flag), "3");
}

TEST(Describe, ShowsEnumeratorsAsNumbersUnlessTheyPrintThemselves) {
    EXPECT_EQ(described(Color::green), "1");
    EXPECT_EQ(described(plain_three), "3u");
    EXPECT_EQ(described(Named::first), "\"Named::first\"");
    EXPECT_EQ(described(plain_named), "\"plain_named\"");
}

TEST(Describe, ShowsAnEnumWhoseTypeIsCharOrBoolByNumberOrValue) {
    enum class Flag : bool { on = true };

    EXPECT_EQ(described(Flag::on), "true");
}

TEST(Describe, ShowsFunctionsAndTheirPointersAsAddresses) {
    void (*none)() = nullptr;

    EXPECT_EQ(described(some_function), described(&some_function));
    EXPECT_EQ(described(&some_function).substr(0, 3), "\"0x");
    EXPECT_EQ(described(none), "null");
}

TEST(Describe, ShowsPointersToMembersByTypeOrNull) {
    int ThrowsWhenPrinted::* none = nullptr;

    EXPECT_EQ(described(none), "null");
    EXPECT_NE(described(&ThrowsWhenPrinted::at).find("ThrowsWhenPrinted"), std::string::npos);
}

TEST(Describe, ShowsTheTypeNameOfWhatItDoesNotKnow) {
    EXPECT_NE(described(Opaque{}).find("Opaque>\""), std::string::npos);
    EXPECT_NE(described(Either{1}).find("Either>\""), std::string::npos);
}

TEST(Describe, DoesNotPrintALambdaAsABool) {
    const auto lambda = [] {};

    EXPECT_EQ(described(lambda).substr(0, 2), "\"<");
}

TEST(Describe, EndsACycleOfOwnersAtTheDepthLimitOfTheSink) {
    const auto node = std::make_shared<Node>(Node{1, nullptr});
    node->next = node;

    const std::string text = described(*node);

    EXPECT_NE(text.find("\"next\":<deep>"), std::string::npos);
    node->next = nullptr;
}

TEST(Describe, EndsACycleThatNestsNothing) { EXPECT_EQ(described(Knot{}), "\"<nested too deeply>\""); }

TEST(Describe, EndsAListOfTenThousandNodesAtTheDepthLimit) {
    std::shared_ptr<Node> head;
    for (int i = 0; i < 10'000; ++i) head = std::make_shared<Node>(Node{i, head});

    const std::string text = described(*head);

    EXPECT_NE(text.find("<deep>"), std::string::npos);
    while (head) head = std::exchange(head->next, nullptr);
}

#if LOCCER_CFG_EXCEPTIONS
TEST(Describe, PutsAFailureTextInPlaceOfAValueThatThrows) {
    EXPECT_EQ(described(ThrowsWhenPrinted{1}), "\"Error getting repr of the object: no text\"");
}

TEST(Describe, NamesAFailureThatIsNoException) {
    EXPECT_EQ(described(ThrowsANumber{}), "\"Error getting repr of the object: unknown exception\"");
}

TEST(Describe, SurvivesAFailureWhoseMessageIsNull) {
    EXPECT_EQ(described(ThrowsNullWhat{}), "\"Error getting repr of the object: exception without a message\"");
}

TEST(Describe, KeepsTheOtherElementsWhereverOneThrows) {
    for (std::size_t at = 0; at < 4; ++at) {
        std::array<ThrowsWhenPrinted, 4> values{};
        values[at].at = 1;
        std::string expected = "[";
        for (std::size_t i = 0; i < 4; ++i) {
            if (i > 0) expected += ',';
            expected += i == at ? "\"Error getting repr of the object: no text\"" : "\"fine\"";
        }
        expected += ']';

        EXPECT_EQ(described(values), expected);
    }
}

TEST(Describe, KeepsTheOtherMembersWhereverOneThrows) {
    const std::map<std::string, std::optional<ThrowsWhenPrinted>> values{
        {"a", ThrowsWhenPrinted{0}}, {"b", ThrowsWhenPrinted{1}}, {"c", std::nullopt}};

    EXPECT_EQ(described(values), R"({"a":"fine","b":"Error getting repr of the object: no text","c":null})");
}

struct ThrowsWhileIterated {
    struct Iterator {
        using difference_type = std::ptrdiff_t;
        using value_type = int;
        using reference = int;
        using pointer = const int*;
        using iterator_category = std::forward_iterator_tag;
        using iterator_concept = std::forward_iterator_tag;
        int at = 0;
        int throws_at = 0;
        int operator*() const {
            if (at == throws_at) throw std::logic_error("iterator");
            return at;
        }
        Iterator& operator++() {
            ++at;
            return *this;
        }
        Iterator operator++(int) {
            Iterator old = *this;
            ++at;
            return old;
        }
        friend bool operator==(const Iterator& left, const Iterator& right) { return left.at == right.at; }
    };
    int throws_at;
    Iterator begin() const { return {0, throws_at}; }
    Iterator end() const { return {3, throws_at}; }
};

TEST(Describe, TakesBackAHalfWrittenContainerWhoseIterationThrows) {
    const std::vector<ThrowsWhileIterated> values{{5}, {0}, {2}};

    EXPECT_EQ(described(values), R"([[0,1,2],"Error getting repr of the object: iterator",)"
                                 R"("Error getting repr of the object: iterator"])");
}
#endif

struct Counter {
    int* count;
    friend std::ostream& operator<<(std::ostream& out, const Counter& counter) {
        ++*counter.count;
        return out;
    }
};

TEST(Describe, ReadsNothingUnderAKeyThatTheSinkRefuses) {
    RecordingSink sink;
    sink.sensitive = {"password"};
    int printed = 0;
    const std::map<std::string, Counter> values{{"password", {&printed}}, {"user", {&printed}}};

    describe(sink, values);

    EXPECT_EQ(sink.str(), R"({"password":#,"user":""})");
    EXPECT_EQ(printed, 1);
}

}  // namespace
