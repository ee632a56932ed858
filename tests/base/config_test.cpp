// SPDX-License-Identifier: MIT
#include <loccer/base/config.hpp>

#include <gtest/gtest.h>

#include <string_view>

#define LOCCER_TEST_TEXT(name) #name
#define LOCCER_TEST_TEXT_OF(name) LOCCER_TEST_TEXT(name)

namespace {

TEST(Config, FollowsTheCompilersExceptionsAndRtti) {
    EXPECT_EQ(LOCCER_CFG_EXCEPTIONS, 1);
    EXPECT_EQ(LOCCER_CFG_RTTI, 1);
}

TEST(Config, OffersTheThrowProbeWhereThereAreExceptionsAndRtti) { EXPECT_EQ(LOCCER_CFG_THROW_PROBE, 1); }

TEST(Config, NamesTheAbiPlainlyWhereNoLayoutWasChanged) {
    const std::string_view abi_namespace = LOCCER_TEST_TEXT_OF(LOCCER_ABI_NAMESPACE);

    EXPECT_EQ(abi_namespace, "v1");
}

TEST(Config, PutsEveryLayoutSwitchIntoTheAbiNamespace) {
    const std::string_view abi_namespace = LOCCER_TEST_TEXT_OF(LOCCER_DETAIL_ABI_EXPAND(v1, 32, 4096, 256));

    EXPECT_EQ(abi_namespace, "v1_32_4096_256");
}

}  // namespace
