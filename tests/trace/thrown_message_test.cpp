// SPDX-License-Identifier: MIT
#include <loccer/trace/thrown_message.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace {

using loccer::trace::thrown_of;
using loccer::trace::ThrownMessage;

/// *Returns* the message of `value` when it is thrown; "(none)" where it has none.
template <class Type>
std::string message_of(const Type& value) {
    const std::exception_ptr pointer = std::make_exception_ptr(value);
    const ThrownMessage message(thrown_of(pointer));
    return message.view().data() == nullptr ? "(none)" : std::string(message.view());
}

class Private {
  public:
    explicit Private(int value) : value_(value) {}

  private:
    [[maybe_unused]] int value_;
};

enum class Colour { red = 7 };

struct NullWhat : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return nullptr; }
};

struct SecondBase {
    int value = 5;
};
struct Late : SecondBase, std::runtime_error {
    Late() : std::runtime_error("behind another base") {}
};

struct Virtual : virtual std::runtime_error {
    Virtual() : std::runtime_error("virtual base") {}
};

struct Hidden : private std::runtime_error {
    Hidden() : std::runtime_error("hidden") {}
};

TEST(ThrownMessage, IsWhatAnExceptionSays) {
    EXPECT_EQ(message_of(std::runtime_error("limit")), "limit");
    EXPECT_EQ(message_of(std::bad_alloc()), "std::bad_alloc");
}

TEST(ThrownMessage, IsFoundInAnyBase) {
    EXPECT_EQ(message_of(Late()), "behind another base");
    EXPECT_EQ(message_of(Virtual()), "virtual base");
}

TEST(ThrownMessage, IsNoneBehindAPrivateBase) { EXPECT_EQ(message_of(Hidden()), "(none)"); }

TEST(ThrownMessage, MayBeEmpty) {
    EXPECT_EQ(message_of(std::runtime_error("")), "");
    EXPECT_EQ(message_of(std::string()), "");
}

TEST(ThrownMessage, IsNoneWhenWhatIsNull) { EXPECT_EQ(message_of(NullWhat()), "(none)"); }

TEST(ThrownMessage, IsTheTextOfAThrownString) {
    EXPECT_EQ(message_of(std::string("text")), "text");
    EXPECT_EQ(message_of(std::string_view("view")), "view");
    EXPECT_EQ(message_of(static_cast<const char*>("literal")), "literal");
}

TEST(ThrownMessage, KeepsZerosOfAString) { EXPECT_EQ(message_of(std::string("a\0b", 3)), std::string("a\0b", 3)); }

TEST(ThrownMessage, IsTheValueOfAThrownNumber) {
    EXPECT_EQ(message_of(42), "42");
    EXPECT_EQ(message_of(-7L), "-7");
    EXPECT_EQ(message_of(std::numeric_limits<unsigned long long>::max()), "18446744073709551615");
    EXPECT_EQ(message_of(static_cast<short>(-3)), "-3");
    EXPECT_EQ(message_of(static_cast<signed char>(-4)), "-4");
    EXPECT_EQ(message_of(static_cast<unsigned char>(200)), "200");
    EXPECT_EQ(message_of(2.5), "2.5");
    EXPECT_EQ(message_of(0.1F), "0.1");
    EXPECT_EQ(message_of(1.5L), "1.5");
    EXPECT_EQ(message_of(true), "true");
    EXPECT_EQ(message_of(false), "false");
    EXPECT_EQ(message_of('x'), "x");
}

TEST(ThrownMessage, IsNoneForOtherClassesAndEnums) {
    EXPECT_EQ(message_of(Private(1)), "(none)");
    EXPECT_EQ(message_of(Colour::red), "(none)");
    EXPECT_EQ(message_of(nullptr), "(none)");
}

TEST(ThrownMessage, IsNoneForANullPointer) {
    EXPECT_EQ(message_of(static_cast<const char*>(nullptr)), "(none)");
    EXPECT_EQ(message_of(static_cast<std::exception*>(nullptr)), "(none)");
}

TEST(ThrownMessage, IsReadBehindAPointerToAnException) {
    const auto derived = std::make_unique<std::runtime_error>("pointed to");
    const auto late = std::make_unique<Late>();

    EXPECT_EQ(message_of(static_cast<std::exception*>(derived.get())), "pointed to");
    EXPECT_EQ(message_of(derived.get()), "pointed to");
    EXPECT_EQ(message_of(static_cast<const std::runtime_error*>(derived.get())), "pointed to");
    EXPECT_EQ(message_of(late.get()), "behind another base");
}

TEST(ThrownMessage, IsNoneWithoutAnException) {
    EXPECT_EQ(ThrownMessage(loccer::trace::Thrown()).view().data(), nullptr);
}

TEST(ThrownMessage, CanBeReadAnew) {
    const std::exception_ptr first = std::make_exception_ptr(1);
    const std::exception_ptr second = std::make_exception_ptr(Private(2));
    ThrownMessage message(thrown_of(first));

    message.assign(thrown_of(second));

    EXPECT_EQ(message.view().data(), nullptr);
}

}  // namespace
