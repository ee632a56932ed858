// SPDX-License-Identifier: MIT
#include <loccer/trace/frame_collector.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>

namespace {

loccer::FrameKeeper keeper;  // that gives no memory: nothing is kept here

using loccer::trace::Arena;
using loccer::trace::CachedModule;
using loccer::trace::CachedSymbol;
using loccer::trace::FrameCollector;
using loccer::trace::FrameKind;

class FrameCollectorTest : public testing::Test {
  protected:
    alignas(16) std::array<std::byte, 64 * 1024> memory_{};
    Arena arena_{memory_.data(), memory_.size()};
    FrameCollector::Room room_{};
    FrameCollector frames_{arena_, "/no/such/shop", room_};
};

TEST_F(FrameCollectorTest, PutsTheOutermostFirst) {
    frames_.location("/a.cpp", 1, "_Z5innerv");
    frames_.location("/b.cpp", 2, "_Z5outerv");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    ASSERT_EQ(symbol->frames.size(), 2U);
    EXPECT_EQ(symbol->frames[0].name, "outer()");
    EXPECT_EQ(symbol->frames[0].lineno, 2U);
    EXPECT_EQ(symbol->frames[1].name, "inner()");
    EXPECT_EQ(symbol->frames[1].filename, "/a.cpp");
}

TEST_F(FrameCollectorTest, HasOneFrameWhenNothingIsKnown) {
    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    ASSERT_EQ(symbol->frames.size(), 1U);
    EXPECT_EQ(symbol->frames[0].offset, 0x1000U);
    EXPECT_TRUE(symbol->frames[0].name.empty());
}

TEST_F(FrameCollectorTest, CountsTheOffsetFromTheModulesBase) {
    CachedModule module;
    module.base = 0x400;
    module.path = "/bin/shop";
    module.build_id = "ab";

    const CachedSymbol* const symbol = frames_.finish(0x1000, &module, keeper);

    EXPECT_EQ(symbol->frames[0].offset, 0xC00U);
    EXPECT_EQ(symbol->frames[0].module, "/bin/shop");
    EXPECT_EQ(symbol->frames[0].build_id, "ab");
}

TEST_F(FrameCollectorTest, PrefersTheSymbolToANameThatIsNotMangled) {
    frames_.location("/a.cpp", 1, "helper");

    frames_.symbol("_ZN12_GLOBAL__N_16helperEi");

    EXPECT_EQ(frames_.finish(0x1000, nullptr, keeper)->frames[0].name, "(anonymous namespace)::helper(int)");
}

TEST_F(FrameCollectorTest, KeepsAKnownNameWhenTheSymbolTellsNoMore) {
    frames_.location("/a.cpp", 1, "helper");
    frames_.symbol("__helper_alias");

    EXPECT_EQ(frames_.finish(0x1000, nullptr, keeper)->frames[0].name, "helper");
}

TEST_F(FrameCollectorTest, JudgesAnInlinedLambdaByItsFile) {
    frames_.location("/usr/include/loccer/base/guarded.hpp", 1, "operator()");
    frames_.location("/home/me/shop.cpp", 1, "operator()");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames[0].kind, FrameKind::program);
    EXPECT_EQ(symbol->frames[1].kind, FrameKind::own);
}

TEST_F(FrameCollectorTest, KeepsTheRealFunctionWhenTooManyAreInlined) {
    for (int i = 0; i < 100; ++i) frames_.location("/a.cpp", i + 1, "_Z5innerv");
    frames_.location("/a.cpp", 500, "_Z5outerv");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames.size(), 32U);
    EXPECT_EQ(symbol->frames.front().name, "outer()");
    EXPECT_EQ(symbol->frames.back().lineno, 1U);
}

TEST_F(FrameCollectorTest, ReadsNoSourceOfARelativePath) {
    frames_.location("frame_collector_test.cpp", 1, "_Z5innerv");

    EXPECT_EQ(frames_.finish(0x1000, nullptr, keeper)->frames[0].line, "");
}

TEST_F(FrameCollectorTest, FindsARelativePathAboveTheProgram) {
    FrameCollector frames{arena_, "/proc/self/task/shop", room_};
    frames.location("../self/status", 1, "_Z5innerv");

    const CachedSymbol* const symbol = frames.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames[0].filename, "/proc/self/status");
    EXPECT_NE(symbol->frames[0].line, "");
}

TEST_F(FrameCollectorTest, LeavesARelativePathThatIsNotFound) {
    frames_.location("../src/shop.cpp", 1, "_Z5innerv");

    EXPECT_EQ(frames_.finish(0x1000, nullptr, keeper)->frames[0].filename, "../src/shop.cpp");
}

TEST_F(FrameCollectorTest, TakesTheCompilationDirectoryFromAnAbsolutePath) {
    frames_.location("/no/such/build//src/shop.cpp", 1, "_Z5innerv");

    EXPECT_EQ(frames_.finish(0x1000, nullptr, keeper)->frames[0].filename, "/src/shop.cpp");
}

TEST_F(FrameCollectorTest, LeavesADoubledSlashInThePathOfAFile) {
    frames_.location("/proc//self/status", 1, "_Z5innerv");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames[0].filename, "/proc//self/status");
    EXPECT_NE(symbol->frames[0].line, "");
}

TEST_F(FrameCollectorTest, ShortensThePathOfAFile) {
    frames_.location("/proc/self/../self/./status", 1, "_Z5innerv");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames[0].filename, "/proc/self/status");
    EXPECT_NE(symbol->frames[0].line, "");
}

TEST_F(FrameCollectorTest, LeavesAPathThatWouldLeadElsewhereWhenShortened) {
    frames_.location("/proc/self/root/../proc/version", 1, "_Z5innerv");
    frames_.location("/no/such/folder/../shop.cpp", 1, "_Z5outerv");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames[0].filename, "/no/such/folder/../shop.cpp");
    EXPECT_EQ(symbol->frames[1].filename, "/proc/self/root/../proc/version");
    EXPECT_NE(symbol->frames[1].line, "");
}

TEST_F(FrameCollectorTest, NamesTheBlockOfAScopeAfterTheFunctionThatItIsWrittenIn) {
    frames_.location("/home/me/shop.cpp", 9, "operator()");
    frames_.location("/usr/include/loccer/capture/scope.hpp", 2, "run_captured<shop>");
    frames_.location("/usr/include/loccer/capture/scope.hpp", 1, "operator<<=<shop>");
    frames_.location("/home/me/shop.cpp", 8, "_Z6settlei");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames.front().name, "settle(int)");
    EXPECT_EQ(symbol->frames.back().name, "settle(int)::<lambda>");
}

TEST_F(FrameCollectorTest, LeavesALambdaThatMayBeWrittenElsewhere) {
    frames_.location("/home/me/shop.cpp", 9, "operator()");
    frames_.location("/usr/include/loccer/capture/wrap.hpp", 1, "operator()");
    frames_.location("/home/me/shop.cpp", 7, "operator()");
    frames_.location("/home/me/shop.cpp", 8, "_Z6settlei");

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames[1].name, "operator()");
    EXPECT_EQ(symbol->frames[3].name, "operator()");
}

TEST_F(FrameCollectorTest, CutsHugeTexts) {
    const std::string name(100'000, 'x');
    frames_.location(name.c_str(), -7, name.c_str());

    const CachedSymbol* const symbol = frames_.finish(0x1000, nullptr, keeper);

    EXPECT_EQ(symbol->frames[0].name.size(), 4096U);
    EXPECT_EQ(symbol->frames[0].filename.size(), 4096U);
    EXPECT_EQ(symbol->frames[0].lineno, 0U);
}

TEST_F(FrameCollectorTest, FinishesNothingWhenTheArenaIsTooSmall) {
    Arena small{memory_.data(), 100};
    FrameCollector frames{small, "", room_};
    frames.location("/a/rather/long/path/to/a/source/file/that/needs/room.cpp", 1, "_Z5innerv");

    EXPECT_EQ(frames.finish(0x1000, nullptr, keeper), nullptr);
}

}  // namespace
