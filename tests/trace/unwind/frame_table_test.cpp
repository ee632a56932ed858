// SPDX-License-Identifier: MIT
#include <loccer/trace/unwind/frame_table.hpp>

#include <loccer/trace/unwind/code_table.hpp>

#include <gtest/gtest.h>

#include <cstdint>

namespace {

using loccer::trace::find_code_table;
using loccer::trace::find_frame_entry;
using loccer::trace::FrameEntry;

[[gnu::noinline]] std::uintptr_t place_in_function() {
    return reinterpret_cast<std::uintptr_t>(__builtin_extract_return_addr(__builtin_return_address(0)));
}

TEST(FrameEntry, IsThatOfTheFunctionRoundAPlace) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const std::uintptr_t place = place_in_function();

    const FrameEntry entry = find_frame_entry(find_code_table(place).header, place);

    ASSERT_TRUE(entry.is_known);
    EXPECT_TRUE(entry.is_plain);
    EXPECT_LE(entry.function, place);
    EXPECT_FALSE(entry.common.at_end());
}

TEST(FrameEntry, IsUnknownOutsideOfFunctions) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const std::uintptr_t header = find_code_table(place_in_function()).header;

    EXPECT_FALSE(find_frame_entry(header, 1).is_known);
    EXPECT_FALSE(find_frame_entry(header, header).is_known);
}

TEST(FrameEntry, IsUnknownWhereATableIsOfAnotherForm) {
    alignas(8) const unsigned char other_version[24] = {2, 0x1B, 0x03, 0x3B};
    alignas(8) const unsigned char unsorted[24] = {1, 0x1B, 0xFF, 0xFF};
    alignas(8) const unsigned char other_rows[24] = {1, 0x1B, 0x03, 0x1B, 0, 0, 0, 0, 1};
    alignas(8) const unsigned char empty[24] = {1, 0x1B, 0x03, 0x3B, 0, 0, 0, 0, 0, 0, 0, 0};

    for (const unsigned char* const table : {other_version, unsorted, other_rows, empty}) {
        const auto header = reinterpret_cast<std::uintptr_t>(table);

        EXPECT_FALSE(find_frame_entry(header, header + 100).is_known);
    }
}

}  // namespace
