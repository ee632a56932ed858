// SPDX-License-Identifier: MIT
#include <loccer/reflect/pointer.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace {

using loccer::reflect::AddressText;

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(AddressText, IsHexadecimalWithoutLeadingZeros) {
    EXPECT_EQ(AddressText(0).view(), "0x0");
    EXPECT_EQ(AddressText(0x1f3).view(), "0x1f3");
    EXPECT_EQ(AddressText(std::numeric_limits<std::uintptr_t>::max()).view(), "0xffffffffffffffff");
}

TEST(Pointer, IsItsAddressAndNeverFollowed) {
    const auto* const dangling = reinterpret_cast<const std::string*>(std::uintptr_t{0x1f8});
    void* const untyped = reinterpret_cast<void*>(std::uintptr_t{0x20});
    volatile int* const device = reinterpret_cast<volatile int*>(std::uintptr_t{0x24});

    EXPECT_EQ(described(dangling), "\"0x1f8\"");
    EXPECT_EQ(described(untyped), "\"0x20\"");
    EXPECT_EQ(described(device), "\"0x24\"");
}

TEST(Pointer, ToBytesIsNotTakenForAText) {
    const auto* const bytes = reinterpret_cast<const unsigned char*>(std::uintptr_t{0x30});

    EXPECT_EQ(described(bytes), "\"0x30\"");
}

TEST(Pointer, ThatIsNullIsNull) { EXPECT_EQ(described(static_cast<int*>(nullptr)), "null"); }

}  // namespace
