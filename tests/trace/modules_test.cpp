// SPDX-License-Identifier: MIT
#include <loccer/trace/modules.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {

using loccer::trace::BuildIdText;
using loccer::trace::find_module;
using loccer::trace::Module;
using loccer::trace::path_of;

std::uintptr_t address_of(const auto& object) { return reinterpret_cast<std::uintptr_t>(&object); }

int some_function() { return 1; }

TEST(FindModule, FindsTheExecutable) {
    Module module;

    ASSERT_TRUE(find_module(address_of(some_function), module));

    EXPECT_TRUE(module.is_executable());
    std::array<char, 4096> path{};
    ASSERT_GT(::readlink("/proc/self/exe", path.data(), path.size() - 1), 0);
    EXPECT_EQ(path_of(module), path.data());
    EXPECT_LE(module.image.begin, address_of(some_function));
    EXPECT_GT(module.image.end, address_of(some_function));
}

TEST(FindModule, FindsTheKernelsVdso) {
    const auto vdso = static_cast<std::uintptr_t>(::getauxval(AT_SYSINFO_EHDR));
    if (vdso == 0) GTEST_SKIP() << "this kernel maps none";
    Module module;

    ASSERT_TRUE(find_module(vdso + 0x100, module));

    EXPECT_NE(path_of(module).find("vdso"), std::string_view::npos);
}

TEST(FindModule, KnowsNothingOfMemoryInNoModule) {
    void* const page = ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(page, MAP_FAILED);
    Module module;

    EXPECT_FALSE(find_module(reinterpret_cast<std::uintptr_t>(page), module));
    EXPECT_FALSE(find_module(0, module));
    EXPECT_FALSE(find_module(UINTPTR_MAX, module));
    ::munmap(page, 4096);
}

TEST(FindModule, SaysTheSameWithAndWithoutTheLoadersLock) {
    std::vector<Module> all;
    loccer::trace::modules::find_if([&](const Module& module) {
        all.push_back(module);
        return false;
    });

    for (const Module& expected : all) {
        Module waiting;
        const std::uintptr_t text = expected.is_executable() ? address_of(some_function) : expected.image.begin;
        Module module;

        ASSERT_TRUE(find_module(text, module)) << expected.name;
        ASSERT_TRUE(loccer::trace::modules::find_waiting(text, waiting)) << expected.name;
        EXPECT_EQ(module.base, waiting.base);
        EXPECT_EQ(module.image.begin, waiting.image.begin);
        EXPECT_EQ(module.image.end, waiting.image.end);
        EXPECT_EQ(module.image.identity, waiting.image.identity);
        EXPECT_EQ(path_of(module), path_of(waiting));
    }
}

TEST(BuildIdText, IsLowerCaseHexadecimal) {
    const std::array<unsigned char, 3> id{0x0A, 0xBC, 0xF0};

    EXPECT_EQ(BuildIdText{id}.view(), "0abcf0");
}

TEST(BuildIdText, IsCutAtSixtyFourBytes) {
    const std::vector<unsigned char> id(100, 0x11);

    EXPECT_EQ(BuildIdText{id}.view(), std::string(128, '1'));
}

}  // namespace
