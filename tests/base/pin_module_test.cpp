// SPDX-License-Identifier: MIT
#include <loccer/base/pin_module.hpp>

#include <gtest/gtest.h>

#include <dlfcn.h>

namespace {

TEST(PinModule, IsDoneOnce) {
    loccer::pin_module();
    loccer::pin_module();

    EXPECT_TRUE(loccer::module_is_pinned.load());
}

TEST(PinModule, LeavesNoErrorForTheProgramToFind) {
    (void)::dlerror();
    loccer::module_is_pinned = false;

    loccer::pin_module();

    EXPECT_EQ(::dlerror(), nullptr);
}

}  // namespace
