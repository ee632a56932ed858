// SPDX-License-Identifier: MIT
#include <loccer/trace/unwind/code_table.hpp>

#include "../../support/plugin.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

namespace {

using loccer::trace::CodeTable;
using loccer::trace::CodeWitness;
using loccer::trace::find_code_table;

[[gnu::noinline]] std::uintptr_t own_place() {
    return reinterpret_cast<std::uintptr_t>(__builtin_extract_return_addr(__builtin_return_address(0)));
}

TEST(CodeTable, OfTheExecutableHasNoStamp) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();

    const CodeTable own = find_code_table(own_place());

    EXPECT_NE(own.header, 0U);
    EXPECT_EQ(own.stamp, 0U);
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

TEST(CodeTable, OfAPluginIsStampedByItsCode) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const plugin::Plugin plugin{LOCCER_TEST_PLUGIN};
    const auto place = reinterpret_cast<std::uintptr_t>(plugin.address());
    const CodeTable table = find_code_table(place);

    EXPECT_NE(table.stamp, 0U);
    EXPECT_EQ(find_code_table(place).stamp, table.stamp);
    EXPECT_NE(find_code_table(place - 8).stamp, table.stamp);
}

TEST(CodeWitness, ConfirmsWhatIsAsItWas) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const plugin::Plugin plugin{LOCCER_TEST_PLUGIN};
    const auto place = reinterpret_cast<std::uintptr_t>(plugin.address());
    const std::uint64_t stamp = find_code_table(place).stamp;
    CodeWitness witness;

    for (int round = 0; round < 3; ++round) {
        EXPECT_TRUE(witness.confirms(place, stamp));
        EXPECT_FALSE(witness.confirms(place, stamp + 2));
        EXPECT_FALSE(witness.confirms(place - 8, stamp));
        EXPECT_FALSE(witness.confirms(own_place(), stamp));
    }
}

#endif

TEST(CodeTable, OfTheLibraryThatEverythingIsBoundToHasNoStamp) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();

    EXPECT_EQ(find_code_table(reinterpret_cast<std::uintptr_t>(&std::qsort) + 16).stamp, 0U);
}

TEST(CodeTable, TellsWhereTheModuleLies) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();

    const CodeTable own = find_code_table(own_place());

    EXPECT_LE(own.begin, own_place());
    EXPECT_GT(own.end, own_place());
}

TEST(CodeWitness, ConfirmsNothingOfWhatIsNoCode) {
    const int local = 0;
    CodeWitness witness;

    EXPECT_FALSE(witness.confirms(reinterpret_cast<std::uintptr_t>(&local), 1));
    EXPECT_FALSE(witness.confirms(1, 1));
    EXPECT_FALSE(witness.confirms(0, 1));
}

TEST(CodeTable, IsUnknownForWhatIsNoCode) {
    const int local = 0;

    EXPECT_EQ(find_code_table(reinterpret_cast<std::uintptr_t>(&local)).header, 0U);
    EXPECT_EQ(find_code_table(1).header, 0U);
}

}  // namespace
