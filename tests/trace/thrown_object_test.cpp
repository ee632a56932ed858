// SPDX-License-Identifier: MIT
#include <loccer/trace/thrown_object.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <system_error>
#include <typeinfo>

namespace {

using loccer::trace::base_subobject;
using loccer::trace::is_pointer;
using loccer::trace::nested_exception_symbol;
using loccer::trace::pointee_of;
using loccer::trace::std_exception_symbol;
using loccer::trace::system_error_symbol;
using loccer::trace::Thrown;
using loccer::trace::thrown_of;

struct Padding {
    long value = 1;

    virtual ~Padding() = default;
};
struct Late : Padding, std::runtime_error {
    Late() : std::runtime_error("late") {}
};
struct Left : std::runtime_error {
    Left() : std::runtime_error("left") {}
};
struct Right : std::runtime_error {
    Right() : std::runtime_error("right") {}
};
struct Ambiguous : Left, Right {};

TEST(ThrownOf, IsEmptyForANullPointer) {
    const Thrown thrown = thrown_of(nullptr);

    EXPECT_EQ(thrown.type, nullptr);
    EXPECT_EQ(thrown.subject, nullptr);
}

TEST(ThrownOf, KnowsTypeAndObject) {
    const std::exception_ptr pointer = std::make_exception_ptr(42);

    const Thrown thrown = thrown_of(pointer);

    EXPECT_EQ(*thrown.type, typeid(int));
    EXPECT_EQ(*static_cast<int*>(thrown.subject), 42);
}

TEST(ThrownOf, IsTheObjectThatAHandlerRefersTo) {
    const void* caught = nullptr;
    Thrown thrown;

    try {
        throw std::runtime_error("caught");
    } catch (const std::runtime_error& error) {
        caught = &error;
        thrown = thrown_of(std::current_exception());
    }

    EXPECT_EQ(thrown.subject, caught);
}

TEST(ThrownOf, GivesThePointeeOfAPointer) {
    int variable = 1;

    const Thrown thrown = thrown_of(std::make_exception_ptr(&variable));

    EXPECT_EQ(thrown.subject, &variable);
    EXPECT_TRUE(is_pointer(*thrown.type));
}

TEST(BaseSubobject, IsFoundWhereverItLies) {
    const std::exception_ptr pointer = std::make_exception_ptr(Late());
    const Thrown thrown = thrown_of(pointer);

    void* base = base_subobject(thrown, std_exception_symbol);

    EXPECT_EQ(base, static_cast<std::exception*>(static_cast<Late*>(thrown.subject)));
    EXPECT_NE(base, thrown.subject);
}

TEST(BaseSubobject, IsNullWhereThereIsNoneOrTwo) {
    const std::exception_ptr number = std::make_exception_ptr(1);
    const std::exception_ptr ambiguous = std::make_exception_ptr(Ambiguous());
    const std::exception_ptr runtime_error = std::make_exception_ptr(std::runtime_error(""));

    EXPECT_EQ(base_subobject(thrown_of(number), std_exception_symbol), nullptr);
    EXPECT_EQ(base_subobject(thrown_of(ambiguous), std_exception_symbol), nullptr);
    EXPECT_EQ(base_subobject(thrown_of(runtime_error), system_error_symbol), nullptr);
    EXPECT_EQ(base_subobject(thrown_of(runtime_error), nested_exception_symbol), nullptr);
    EXPECT_EQ(base_subobject({}, std_exception_symbol), nullptr);
}

TEST(BaseSubobject, OfAPointerIsThatOfItsPointee) {
    Late late;
    const std::exception_ptr pointer = std::make_exception_ptr(&late);
    const Thrown thrown = thrown_of(pointer);

    EXPECT_EQ(base_subobject(thrown, std_exception_symbol), nullptr);
    EXPECT_EQ(base_subobject(pointee_of(thrown), std_exception_symbol), static_cast<std::exception*>(&late));
}

TEST(PointeeOf, LeavesWhatIsNoPointerAlone) {
    const std::exception_ptr pointer = std::make_exception_ptr(1);
    const Thrown thrown = thrown_of(pointer);

    EXPECT_EQ(pointee_of(thrown), thrown);
    EXPECT_EQ(pointee_of({}), Thrown{});
}

TEST(HeaderOf, KnowsTheObjectsType) {
    const std::exception_ptr pointer = std::make_exception_ptr(std::runtime_error("header"));
    const Thrown thrown = thrown_of(pointer);

    const auto* header = loccer::trace::header_of(thrown.subject, thrown.type);

    ASSERT_NE(header, nullptr);
    EXPECT_EQ(*header->type, typeid(std::runtime_error));
    EXPECT_NE(header->destructor, nullptr);
}

TEST(HeaderOf, IsNullWhereTheTypeIsAnother) {
    const std::exception_ptr pointer = std::make_exception_ptr(std::runtime_error("header"));

    EXPECT_EQ(loccer::trace::header_of(thrown_of(pointer).subject, &typeid(int)), nullptr);
}

TEST(Thrown, IsEqualForTheSameObjectAndType) {
    int object = 1;
    int other = 1;

    EXPECT_EQ((Thrown{&typeid(int), &object}), (Thrown{&typeid(int), &object}));
    EXPECT_FALSE((Thrown{&typeid(int), &object} == Thrown{&typeid(int), &other}));
    EXPECT_FALSE((Thrown{&typeid(int), &object} == Thrown{&typeid(long), &object}));
    EXPECT_FALSE((Thrown{&typeid(int), &object} == Thrown{nullptr, &object}));
}

}  // namespace
