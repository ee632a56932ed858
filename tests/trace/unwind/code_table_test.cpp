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

std::uintptr_t place_in(const plugin::Plugin& plugin) { return reinterpret_cast<std::uintptr_t>(plugin.address()); }

TEST(CodeTable, OfAPluginIsStampedByItsBuild) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const plugin::Plugin plugin{LOCCER_TEST_PLUGIN};
    const plugin::Plugin rebuilt{LOCCER_TEST_REBUILT_PLUGIN};
    const CodeTable table = find_code_table(place_in(plugin));

    EXPECT_GT(table.stamp, CodeTable::unstamped);
    EXPECT_EQ(find_code_table(place_in(plugin) - 8).stamp, table.stamp);
    EXPECT_GT(find_code_table(place_in(rebuilt)).stamp, CodeTable::unstamped);
    EXPECT_NE(find_code_table(place_in(rebuilt)).stamp, table.stamp);
}

TEST(CodeTable, StampsAnotherBuildInTheSamePlaceOtherwise) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const auto open_once = [](const char* path) {
        const plugin::Plugin plugin{path};
        return find_code_table(place_in(plugin));
    };
    const CodeTable first = open_once(LOCCER_TEST_PLUGIN);
    const CodeTable again = open_once(LOCCER_TEST_PLUGIN);
    const CodeTable rebuilt = open_once(LOCCER_TEST_REBUILT_PLUGIN);
    if (again.begin != first.begin || rebuilt.begin != first.begin) GTEST_SKIP() << "the loader has put it elsewhere";

    EXPECT_EQ(again.stamp, first.stamp);
    EXPECT_NE(rebuilt.stamp, first.stamp);
}

TEST(CodeTable, OfAPluginWithoutABuildIdSaysSo) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const plugin::Plugin plugin{LOCCER_TEST_NAMELESS_PLUGIN};
    const CodeTable table = find_code_table(place_in(plugin));

    EXPECT_NE(table.header, 0U);
    EXPECT_EQ(table.stamp, CodeTable::unstamped);
    EXPECT_FALSE(CodeWitness{}.confirms(place_in(plugin), CodeTable::unstamped));
}

TEST(CodeWitness, ConfirmsTheModuleThatIsThere) {
    if (!loccer::trace::has_code_tables) GTEST_SKIP();
    const plugin::Plugin plugin{LOCCER_TEST_PLUGIN};
    const plugin::Plugin other{LOCCER_TEST_OTHER_PLUGIN};
    const std::uint64_t stamp = find_code_table(place_in(plugin)).stamp;
    CodeWitness witness;

    for (int round = 0; round < 3; ++round) {
        EXPECT_TRUE(witness.confirms(place_in(plugin), stamp));
        EXPECT_FALSE(witness.confirms(place_in(plugin), stamp + 2));
        EXPECT_FALSE(witness.confirms(place_in(other), stamp));
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
