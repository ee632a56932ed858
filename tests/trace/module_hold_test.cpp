// SPDX-License-Identifier: MIT
#include <loccer/trace/module_hold.hpp>

#include "../support/plugin.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

namespace {

using loccer::trace::ModuleHold;

TEST(ModuleHold, HoldsNothingThatIsNotLoaded) {
    EXPECT_FALSE(ModuleHold{"/no/such/library.so"}.held());
    EXPECT_FALSE(ModuleHold{}.held());
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

using plugin::is_open;
using plugin::Plugin;

TEST(ModuleHold, LoadsNothing) {
    EXPECT_FALSE(ModuleHold{LOCCER_TEST_PLUGIN}.held());
    EXPECT_FALSE(is_open(LOCCER_TEST_PLUGIN));
}

TEST(ModuleHold, KeepsALibraryUntilItsEnd) {
    auto opened = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    {
        ModuleHold hold;
        hold = ModuleHold{LOCCER_TEST_PLUGIN};
        const ModuleHold moved{std::move(hold)};
        EXPECT_TRUE(moved.held());

        opened.reset();

        EXPECT_TRUE(is_open(LOCCER_TEST_PLUGIN));
    }
    EXPECT_FALSE(is_open(LOCCER_TEST_PLUGIN));
}

#endif

}  // namespace
