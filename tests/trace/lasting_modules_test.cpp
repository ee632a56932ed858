// SPDX-License-Identifier: MIT
#include <loccer/trace/lasting_modules.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <cxxabi.h>
#include <dlfcn.h>
#include <link.h>
#include <unwind.h>
#include <zlib.h>

namespace {

using loccer::trace::LastingModules;

/// *Returns* the module of a function.
const ::link_map* module_of(void* function) {
    ::Dl_info info{};
    ::link_map* map = nullptr;
    return ::dladdr1(function, &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) != 0 ? map : nullptr;
}

int some_function() { return 1; }

TEST(LastingModules, AreTheExecutableAndTheRuntimes) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    LastingModules lasting;

    for (void* const function :
         {reinterpret_cast<void*>(&some_function), reinterpret_cast<void*>(&std::qsort),
          reinterpret_cast<void*>(&abi::__cxa_demangle), reinterpret_cast<void*>(&::_Unwind_Backtrace)}) {
        const ::link_map* const module = module_of(function);
        ASSERT_NE(module, nullptr);
        EXPECT_TRUE(lasting.contain(*module)) << module->l_name;
    }
}

TEST(LastingModules, AreNoOtherLibraries) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    const ::link_map* const library = module_of(reinterpret_cast<void*>(&::crc32));
    const ::link_map* const own = module_of(reinterpret_cast<void*>(&some_function));
    ASSERT_NE(library, nullptr);
    if (library == own) GTEST_SKIP() << "zlib is in the executable";
    LastingModules lasting;

    EXPECT_FALSE(lasting.contain(*library));
}

}  // namespace
