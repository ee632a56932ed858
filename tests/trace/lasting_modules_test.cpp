// SPDX-License-Identifier: MIT
#include <loccer/trace/lasting_modules.hpp>

#include <loccer/trace/start_modules.hpp>

#include "support/plugin.hpp"

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

TEST(LastingModules, AreThoseThatTheProgramStartedWith) {
    const ::link_map* const library = module_of(reinterpret_cast<void*>(&::crc32));
    ASSERT_NE(library, nullptr);
    loccer::trace::start_modules.find();
    LastingModules lasting;

    EXPECT_TRUE(lasting.contain(*library));
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

TEST(LastingModules, AreNoPlugins) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    const plugin::Plugin plugin{LOCCER_TEST_PLUGIN};
    loccer::trace::start_modules.find();
    const ::link_map* const module = module_of(const_cast<void*>(plugin.address()));
    ASSERT_NE(module, nullptr);
    LastingModules lasting;

    EXPECT_FALSE(lasting.contain(*module));
}

#endif

}  // namespace
