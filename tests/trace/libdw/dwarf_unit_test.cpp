// SPDX-License-Identifier: MIT
#include <loccer/trace/libdw/dwarf_unit.hpp>

#include <gtest/gtest.h>
#include <loccer/trace/libdw/elf_file.hpp>

#include "fixture.hpp"

#include <cstdint>

namespace {

using loccer::trace::DwarfUnit;
using loccer::trace::ElfFile;
using loccer::trace::for_ranges_of;

/// *Returns* what the unit says of an address that holds it.
libdw_fixture::Told told_of(std::uintptr_t address) {
    libdw_fixture::Told told;
    ElfFile file = ElfFile::open("/proc/self/exe");
    ::Dwarf* const dwarf = ::dwarf_begin_elf(file.handle(), DWARF_C_READ, nullptr);
    EXPECT_NE(dwarf, nullptr);
    const std::uint64_t place = address - libdw_fixture::module_of(address).base;
    ::Dwarf_CU* unit = nullptr;
    ::Dwarf_Die entry;
    while (dwarf != nullptr && ::dwarf_get_units(dwarf, unit, &unit, nullptr, nullptr, &entry, nullptr) == 0) {
        const auto lies_outside = [&](std::uint64_t begin, std::uint64_t end) { return place < begin || place >= end; };
        if (for_ranges_of(entry, lies_outside)) continue;
        DwarfUnit holder{entry};
        holder.look_up(place, told);
        holder.clear();
        break;
    }
    (void)::dwarf_end(dwarf);
    file.close();
    return told;
}

TEST(DwarfUnit, TellsInlinedFunctionsFromTheInnermostOutward) {
    const auto told = told_of(libdw_fixture::outer());

    ASSERT_EQ(told.frames.size(), 3U);
    EXPECT_TRUE(libdw_fixture::contains(told.frames[0].function, "inner"));
    EXPECT_TRUE(libdw_fixture::contains(told.frames[1].function, "middle"));
    EXPECT_TRUE(libdw_fixture::contains(told.frames[2].function, "outer"));
    EXPECT_LT(told.frames[0].line, told.frames[1].line);
    EXPECT_LT(told.frames[1].line, told.frames[2].line);
}

TEST(DwarfUnit, TellsAbsolutePaths) {
    const auto told = told_of(libdw_fixture::outer());

    for (const auto& frame : told.frames) {
        EXPECT_TRUE(frame.file.starts_with('/')) << frame.file;
        EXPECT_TRUE(frame.file.ends_with("/trace/libdw/fixture.hpp")) << frame.file;
    }
}

TEST(DwarfUnit, KnowsTheFunctionsOfLocalClasses) {
    const auto told = told_of(libdw_fixture::of_local_class());

    ASSERT_EQ(told.frames.size(), 1U);
    EXPECT_TRUE(libdw_fixture::contains(told.frames[0].function, "address_inside"));
}

TEST(DwarfUnit, KnowsTheFunctionThatALambdaBecomes) {
    using Address = std::uintptr_t (*)();
    const Address lambda = [] {
        const std::uintptr_t address = libdw_fixture::here() - 1;
        __asm__ volatile("" : : "r"(address) : "memory");
        return address;
    };

    const auto told = told_of(lambda());

    ASSERT_FALSE(told.frames.empty());
    EXPECT_FALSE(told.frames.back().function.empty());
    EXPECT_TRUE(told.frames[0].file.ends_with("/dwarf_unit_test.cpp"));
}

}  // namespace
