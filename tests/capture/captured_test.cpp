// SPDX-License-Identifier: MIT
#include <loccer/capture/captured.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <typeinfo>

namespace {

using loccer::capture::captured_from;
using loccer::capture::snapshot_of;
using test_log::Log;

struct SecondBase {
    long value = 1;
    virtual ~SecondBase() = default;
};
struct Late : SecondBase, std::runtime_error {
    Late() : std::runtime_error("late") {}
};

TEST(CapturedFrom, AStoredExceptionKnowsItsTypeAndIsHeld) {
    const std::exception_ptr pointer = std::make_exception_ptr(std::out_of_range("limit"));

    const auto captured = captured_from(pointer, nullptr);

    EXPECT_EQ(*captured.thrown.type, typeid(std::out_of_range));
    EXPECT_TRUE(captured.owns_object);
    EXPECT_TRUE(captured.handled);
    EXPECT_EQ(captured.snapshot, nullptr);
}

TEST(CapturedFrom, AnObjectKnowsItsMostDerivedType) {
    const Late late;

    const auto captured = captured_from(static_cast<const std::exception&>(late), nullptr);

    EXPECT_EQ(*captured.thrown.type, typeid(Late));
    EXPECT_EQ(captured.thrown.subject, &late);
    EXPECT_FALSE(captured.owns_object);
}

TEST(CapturedFrom, FindsTheSnapshotOfTheThrow) {
    Log log;

    try {
        LOCCER_CAPTURE(log) { throw Late(); };
    } catch (const std::exception& error) {
        EXPECT_NE(captured_from(error, nullptr).snapshot, nullptr);
        EXPECT_EQ(captured_from(error, nullptr).snapshot, captured_from(std::current_exception(), nullptr).snapshot);
    }
}

TEST(SnapshotOf, IsNoneForWhatNoScopeSaw) {
    EXPECT_EQ(snapshot_of({}), nullptr);
    EXPECT_EQ(snapshot_of(loccer::trace::thrown_of(std::make_exception_ptr(1))), nullptr);
}

TEST(SnapshotOf, IsFoundForAThrownPointer) {
    Log log;
    static int object = 1;

    try {
        LOCCER_CAPTURE(log) { throw &object; };
    } catch (const int*) {
        EXPECT_NE(snapshot_of(loccer::trace::thrown_of(std::current_exception())), nullptr);
    }
}

}  // namespace
