// SPDX-License-Identifier: MIT
#include <loccer/outputs/errno_guard.hpp>

#include <gtest/gtest.h>

#include <cerrno>

namespace {

TEST(ErrnoGuard, RestoresErrnoAtTheEndOfItsScope) {
    errno = ENOENT;

    {
        const loccer::outputs::ErrnoGuard guard;
        errno = EIO;
    }

    EXPECT_EQ(errno, ENOENT);
}

}  // namespace
