// SPDX-License-Identifier: MIT
#include <loccer/trace/stack_modules.hpp>

#include "../support/plugin.hpp"

#include <loccer/trace/stack.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

using loccer::trace::StackModules;

TEST(StackModules, NoteEachModuleOnce) {
    loccer::trace::Stack stack;
    stack.capture();
    StackModules modules;

    ASSERT_TRUE(modules.note(stack.addresses()));

    ASSERT_FALSE(modules.all().empty());
    EXPECT_TRUE(modules.all().front().is_executable());
    for (std::size_t i = 0; i < modules.all().size(); ++i) {
        for (std::size_t other = 0; other < i; ++other) {
            EXPECT_NE(modules.all()[i].image.begin, modules.all()[other].image.begin);
        }
    }
}

TEST(StackModules, HaveNothingOfAddressesInNoModule) {
    int local = 0;
    const std::array<const void*, 2> stack{&local, nullptr};
    StackModules modules;

    EXPECT_TRUE(modules.note(stack));

    EXPECT_TRUE(modules.all().empty());
}

TEST(StackModules, ForgetTheStackBefore) {
    loccer::trace::Stack stack;
    stack.capture();
    StackModules modules;
    (void)modules.note(stack.addresses());

    EXPECT_TRUE(modules.note({}));

    EXPECT_TRUE(modules.all().empty());
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

TEST(StackModules, NoteWhereALibraryLies) {
    const plugin::Plugin opened{LOCCER_TEST_PLUGIN};
    const std::array<const void*, 1> stack{opened.address()};
    StackModules modules;

    ASSERT_TRUE(modules.note(stack));

    ASSERT_EQ(modules.all().size(), 1U);
    const loccer::trace::Module& module = modules.all()[0];
    EXPECT_EQ(loccer::trace::path_of(module), LOCCER_TEST_PLUGIN);
    EXPECT_LE(module.image.begin, reinterpret_cast<std::uintptr_t>(opened.address()));
    EXPECT_GT(module.image.end, reinterpret_cast<std::uintptr_t>(opened.address()));
    EXPECT_FALSE(module.image.build_id.empty());
}

#endif

}  // namespace
