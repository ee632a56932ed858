// SPDX-License-Identifier: MIT
#include <loccer/trace/raw_frame.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <sys/mman.h>

namespace {

using loccer::trace::lookup_address;
using loccer::trace::Module;
using loccer::trace::resolve_raw;
using loccer::trace::ResolvedFrame;

int some_function() { return 1; }

const void* address_of_function() { return reinterpret_cast<const void*>(&some_function); }

TEST(LookupAddress, LiesBeforeAReturnAddress) {
    EXPECT_EQ(lookup_address(reinterpret_cast<const void*>(std::uintptr_t{0x1000}), true), 0xFFFU);
    EXPECT_EQ(lookup_address(reinterpret_cast<const void*>(std::uintptr_t{0x1000}), false), 0x1000U);
    EXPECT_EQ(lookup_address(nullptr, true), 0U);
}

TEST(ResolveRaw, TellsModuleOffsetAndBuildId) {
    Module module;
    ASSERT_TRUE(find_module(lookup_address(address_of_function(), false), module));
    ResolvedFrame seen;
    std::string build_id;

    resolve_raw(address_of_function(), false, [&](const ResolvedFrame& frame) {
        seen = frame;
        build_id = frame.build_id;
    });

    EXPECT_EQ(seen.module, path_of(module));
    EXPECT_EQ(seen.offset + module.base, reinterpret_cast<std::uintptr_t>(address_of_function()));
    EXPECT_EQ(build_id, loccer::trace::BuildIdText{module.image.build_id}.view());
}

TEST(ResolveRaw, GivesAnAddressInNoModuleAsItIs) {
    void* const page = ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(page, MAP_FAILED);
    int visits = 0;

    resolve_raw(page, false, [&](const ResolvedFrame& frame) {
        ++visits;
        EXPECT_EQ(frame.offset, reinterpret_cast<std::uintptr_t>(page));
        EXPECT_TRUE(frame.module.empty());
        EXPECT_TRUE(frame.build_id.empty());
    });

    EXPECT_EQ(visits, 1);
    ::munmap(page, 4096);
}

}  // namespace
