// SPDX-License-Identifier: MIT
#include <loccer/trace/unwind/dwarf_reader.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace {

using loccer::trace::DwarfReader;

struct Bytes {
    std::vector<unsigned char> bytes;
    Bytes(std::initializer_list<int> values) {
        for (const int value : values) bytes.push_back(static_cast<unsigned char>(value));
    }
    [[nodiscard]] DwarfReader reader() const { return {bytes.data(), bytes.data() + bytes.size()}; }
    [[nodiscard]] std::uintptr_t address() const { return reinterpret_cast<std::uintptr_t>(bytes.data()); }
};

TEST(DwarfReader, ReadsNumbersOfAnyLength) {
    // The examples of DWARF 5, tables 7.7 and 7.8.
    const Bytes bytes{2, 127, 0x80, 1, 0x81, 1, 0xB9, 0x64, 2, 0x7E, 0xFF, 0, 0x81, 0x7F, 0xFF, 0x7E};
    DwarfReader reader = bytes.reader();

    EXPECT_EQ(reader.read_uleb(), 2U);
    EXPECT_EQ(reader.read_uleb(), 127U);
    EXPECT_EQ(reader.read_uleb(), 128U);
    EXPECT_EQ(reader.read_uleb(), 129U);
    EXPECT_EQ(reader.read_uleb(), 12857U);
    EXPECT_EQ(reader.read_sleb(), 2);
    EXPECT_EQ(reader.read_sleb(), -2);
    EXPECT_EQ(reader.read_sleb(), 127);
    EXPECT_EQ(reader.read_sleb(), -127);
    EXPECT_EQ(reader.read_sleb(), -129);
    EXPECT_TRUE(reader.ok() && reader.at_end());
}

TEST(DwarfReader, ReadsPointersAsLinkersWriteThem) {
    const Bytes bytes{0x10, 0, 0, 0, 0xF0, 0xFF, 0xFF, 0xFF, 8, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0};
    DwarfReader reader = bytes.reader();

    EXPECT_EQ(reader.read_pointer(loccer::trace::pointer_unsigned_4, 0), 16U);
    EXPECT_EQ(reader.read_pointer(loccer::trace::pointer_to_itself | loccer::trace::pointer_signed_4, 0),
              bytes.address() + 4 - 16);
    EXPECT_EQ(reader.read_pointer(loccer::trace::pointer_absolute, 0), 8U);
    EXPECT_EQ(reader.read_pointer(loccer::trace::pointer_to_header | loccer::trace::pointer_signed_4, 100), 104U);
    EXPECT_TRUE(reader.ok());
}

TEST(DwarfReader, GivesZerosBehindTheEndAndSaysSo) {
    const Bytes short_number{1, 2, 3};
    const Bytes endless{0x80, 0x80, 0x80};
    const Bytes overlong{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0};
    DwarfReader reader = short_number.reader();
    DwarfReader other = endless.reader();
    DwarfReader third = overlong.reader();
    DwarfReader fourth = short_number.reader();

    EXPECT_EQ(reader.read<std::uint32_t>(), 0U);
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.read<std::uint8_t>(), 0U);
    EXPECT_EQ(other.read_uleb(), 0U);
    EXPECT_FALSE(other.ok());
    EXPECT_EQ(third.read_sleb(), 0);
    EXPECT_FALSE(third.ok());
    fourth.skip(4);
    EXPECT_FALSE(fourth.ok());
}

TEST(DwarfReader, KnowsNoOtherPointers) {
    for (const int encoding : {0x01, 0x02, 0x09, 0x20, 0x40, 0x50, 0x80, 0x9B}) {
        const Bytes bytes{1, 0, 0, 0, 0, 0, 0, 0, 0};
        DwarfReader reader = bytes.reader();

        EXPECT_EQ(reader.read_pointer(static_cast<std::uint8_t>(encoding), 0), 0U) << encoding;

        EXPECT_FALSE(reader.ok()) << encoding;
    }
}

TEST(DwarfReader, TakesAPartAndGoesOnBehindIt) {
    const Bytes bytes{1, 2, 3};
    DwarfReader reader = bytes.reader();
    DwarfReader part = reader.take(2);

    EXPECT_EQ(part.read<std::uint16_t>(), 0x0201U);
    EXPECT_TRUE(part.at_end());
    EXPECT_EQ(reader.read<std::uint8_t>(), 3U);
    EXPECT_TRUE(reader.take(1).at_end());
    EXPECT_FALSE(reader.ok());
}

}  // namespace
