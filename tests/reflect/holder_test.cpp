// SPDX-License-Identifier: MIT
#include <loccer/reflect/holder.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace {

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

struct Incomplete;
struct DeleteNothing {
    void operator()(const Incomplete*) const {}
};

struct Expected {
    bool good;
    [[nodiscard]] bool has_value() const { return good; }
    int operator*() const { return 5; }
    [[nodiscard]] std::string error() const { return "bad"; }
};

TEST(Holder, OptionalIsItsValueOrNull) {
    EXPECT_EQ(described(std::optional<int>(5)), "5");
    EXPECT_EQ(described(std::optional<int>()), "null");
    EXPECT_EQ(described(std::optional<std::optional<int>>(std::optional<int>())), "null");
}

TEST(Holder, ExpectedIsItsValueOrItsError) {
    EXPECT_EQ(described(Expected{true}), "5");
    EXPECT_EQ(described(Expected{false}), R"({"error":"bad"})");
}

TEST(Holder, VariantIsItsActiveAlternative) {
    using Variant = std::variant<std::monostate, int, std::string>;

    EXPECT_EQ(described(Variant(5)), "5");
    EXPECT_EQ(described(Variant("x")), "\"x\"");
    EXPECT_EQ(described(Variant()), "null");
}

#if LOCCER_CFG_EXCEPTIONS
struct ThrowsWhenMade {
    explicit ThrowsWhenMade(int) { throw std::runtime_error("no"); }
    std::string text;
};

TEST(Holder, VariantWithoutValueIsNull) {
    std::variant<int, ThrowsWhenMade> variant;
    EXPECT_THROW(variant.emplace<1>(1), std::runtime_error);

    EXPECT_EQ(described(variant), "null");
}
#endif

TEST(Holder, SmartPointersAreWhatTheyOwn) {
    EXPECT_EQ(described(std::make_unique<int>(5)), "5");
    EXPECT_EQ(described(std::make_shared<std::string>("x")), "\"x\"");
    EXPECT_EQ(described(std::unique_ptr<int>()), "null");
    EXPECT_EQ(described(std::shared_ptr<void>()), "null");
}

TEST(Holder, SmartPointersToSomethingUnknownAreAddresses) {
    int anchor = 0;
    const std::unique_ptr<Incomplete, DeleteNothing> hidden(reinterpret_cast<Incomplete*>(&anchor));
    const std::unique_ptr<int[]> array(new int[2]{1, 2});
    const std::shared_ptr<void> untyped = std::make_shared<int>(1);

    EXPECT_EQ(described(hidden), described(&anchor));
    EXPECT_EQ(described(array), described(array.get()));
    EXPECT_EQ(described(untyped), described(untyped.get()));
}

TEST(Holder, ReferencesAndAtomicsAreTheirValue) {
    const std::vector<int> numbers{1, 2};
    std::atomic<int> counter = 5;

    EXPECT_EQ(described(std::cref(numbers)), "[1,2]");
    EXPECT_EQ(described(counter), "5");
}

}  // namespace
