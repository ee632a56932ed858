// SPDX-License-Identifier: MIT
#include <loccer/trace/libdw/known_module.hpp>

#include <gtest/gtest.h>

#include "fixture.hpp"

#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>

namespace {

using loccer::trace::KnownModule;
using loccer::trace::Module;

__attribute__((noreturn)) void out_of_memory() { std::abort(); }

libdw_fixture::Told told_of(KnownModule& known, std::uintptr_t address) {
    libdw_fixture::Told told;
    known.look_up(address, told);
    return told;
}

TEST(KnownModule, IsFreeUntilItIsOpened) {
    KnownModule known;
    const Module module = libdw_fixture::module_of(libdw_fixture::outer());
    EXPECT_TRUE(known.is_free());

    known.open(module, &out_of_memory);

    EXPECT_FALSE(known.is_free());
    EXPECT_TRUE(known.is_that_of(module));
    known.close();
    EXPECT_TRUE(known.is_free());
}

TEST(KnownModule, TellsFunctionsAndSymbol) {
    const std::uintptr_t address = libdw_fixture::outer();
    KnownModule known;
    known.open(libdw_fixture::module_of(address), &out_of_memory);

    const auto told = told_of(known, address);

    EXPECT_EQ(told.frames.size(), 3U);
    EXPECT_TRUE(libdw_fixture::contains(told.last_symbol, "outer"));
    known.close();
}

TEST(KnownModule, TellsTheExportedNamesOfAStrippedLibrary) {
    const auto address = reinterpret_cast<std::uintptr_t>(::dlsym(RTLD_DEFAULT, "strtol"));
    ASSERT_NE(address, 0U);
    KnownModule known;
    known.open(libdw_fixture::module_of(address), &out_of_memory);

    const auto told = told_of(known, address + 1);

    EXPECT_TRUE(libdw_fixture::contains(told.last_symbol, "strtol")) << told.last_symbol;
    known.close();
}

TEST(KnownModule, TellsNothingOfAModuleWhoseFileIsAnother) {
    const std::uintptr_t address = libdw_fixture::outer();
    Module module = libdw_fixture::module_of(address);
    module.image.identity ^= 1;
    KnownModule known;
    known.open(module, &out_of_memory);

    const auto told = told_of(known, address);

    EXPECT_TRUE(told.frames.empty());
    EXPECT_TRUE(told.last_symbol.empty());
    known.close();
}

}  // namespace
