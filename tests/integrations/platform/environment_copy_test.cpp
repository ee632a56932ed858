// SPDX-License-Identifier: MIT
#include <loccer/integrations/platform/environment_copy.hpp>

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

using loccer::platform::EnvironmentCopy;

constexpr auto keep_all = [](std::string_view) { return true; };

TEST(EnvironmentCopy, FindsAVariable) {
    const char* const entries[] = {"A=1", "LANG=sk_SK.UTF-8", "B=2", nullptr};
    const EnvironmentCopy copy(entries, keep_all);

    EXPECT_EQ(copy.find("LANG"), "sk_SK.UTF-8");
    EXPECT_EQ(copy.find("B"), "2");
}

TEST(EnvironmentCopy, TellsAnEmptyVariableFromAMissingOne) {
    const char* const entries[] = {"EMPTY=", nullptr};
    const EnvironmentCopy copy(entries, keep_all);

    EXPECT_EQ(copy.find("EMPTY"), "");
    EXPECT_NE(copy.find("EMPTY").data(), nullptr);
    EXPECT_EQ(copy.find("MISSING").data(), nullptr);
}

TEST(EnvironmentCopy, TakesNoPartOfANameForTheName) {
    const char* const entries[] = {"LANGUAGE=sk", "XLANG=x", "LANG", nullptr};
    const EnvironmentCopy copy(entries, keep_all);

    EXPECT_EQ(copy.find("LANG").data(), nullptr);
}

TEST(EnvironmentCopy, KeepsEqualSignsOfAValue) {
    const char* const entries[] = {"OPTIONS=a=b", nullptr};

    EXPECT_EQ(EnvironmentCopy(entries, keep_all).find("OPTIONS").size(), 3U);
}

TEST(EnvironmentCopy, IsEmptyWithoutAnEnvironment) {
    EXPECT_EQ(EnvironmentCopy(nullptr, keep_all).find("PATH").data(), nullptr);
}

TEST(EnvironmentCopy, LeavesOutWhatMayNotBeRecorded) {
    const char* const entries[] = {"SHOWN=yes", "HIDDEN=canary", nullptr};

    const EnvironmentCopy copy(entries, [](std::string_view name) { return name == "SHOWN"; });

    EXPECT_EQ(copy.find("SHOWN"), "yes");
    EXPECT_EQ(copy.find("HIDDEN").data(), nullptr);
}

TEST(EnvironmentCopy, DoesNotSeeLaterChanges) {
    ::setenv("LOCCER_TEST_VARIABLE", "before", 1);
    const EnvironmentCopy copy = EnvironmentCopy::of_process(keep_all);

    ::setenv("LOCCER_TEST_VARIABLE", "after", 1);

    EXPECT_EQ(copy.find("LOCCER_TEST_VARIABLE"), "before");
}

}  // namespace
