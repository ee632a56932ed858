// SPDX-License-Identifier: MIT
#include <loccer/policy/settings.hpp>

#include <loccer/policy/setting.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

TEST(Settings, AreSettings) {
    EXPECT_TRUE(loccer::SettingPolicy<loccer::MaxRecord<2 * loccer::KiB>>);
    EXPECT_TRUE(loccer::SettingPolicy<loccer::RecordsAtOnce<8>>);
    EXPECT_TRUE(loccer::SettingPolicy<loccer::SymbolizedFrames>);
    EXPECT_TRUE(loccer::SettingPolicy<loccer::SymbolizedFramesOn<loccer::ResolverThread>>);
    EXPECT_TRUE(loccer::SettingPolicy<loccer::RawFrames>);
    EXPECT_TRUE(loccer::SettingPolicy<loccer::Environment<>>);
}

TEST(MaxRecord, TakesItsWholeRange) {
    EXPECT_EQ(loccer::MaxRecord<2 * loccer::KiB>::bytes, 2048U);
    EXPECT_EQ(loccer::MaxRecord<16 * loccer::MiB>::bytes, 16U * 1024 * 1024);
}

TEST(RecordsAtOnce, TakesItsWholeRange) {
    EXPECT_EQ(loccer::RecordsAtOnce<1>::count, 1U);
    EXPECT_EQ(loccer::RecordsAtOnce<256>::count, 256U);
}

TEST(SymbolizedFramesOn, SaysHowMuchMayWait) {
    EXPECT_EQ(loccer::SymbolizedFramesOn<loccer::ResolverThread>::waiting_bytes, 1024U * 1024U);
    EXPECT_EQ((loccer::SymbolizedFramesOn<loccer::ResolverThread, 16 * loccer::KiB>::waiting_bytes), 16U * 1024U);
}

TEST(Environment, VisitsItsNamesInOrder) {
    std::vector<std::string> names;

    loccer::Environment<"PATH", "LANG">::for_each([&](const char* name) { names.emplace_back(name); });

    EXPECT_EQ(names, (std::vector<std::string>{"PATH", "LANG"}));
}

TEST(Environment, HasNoNamesByDefault) {
    int visits = 0;

    loccer::Environment<>::for_each([&](const char*) { ++visits; });

    EXPECT_EQ(visits, 0);
}

}  // namespace
