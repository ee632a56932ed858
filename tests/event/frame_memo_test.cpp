// SPDX-License-Identifier: MIT
#include <loccer/event/frame_memo.hpp>

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace {

using loccer::FrameKeeper;
using loccer::FrameMemo;
using loccer::FrameWriter;
using loccer::RenderedFrame;

/// Gives a piece of its room to each that asks.
struct Keeper : FrameKeeper {
    alignas(std::max_align_t) std::array<std::byte, 4096> room{};
    std::atomic<std::size_t> used{0};
    std::atomic<std::uint64_t> last{0};

    Keeper() : FrameKeeper{&Keeper::give, &last} {}

    static void* give(FrameKeeper& keeper, std::size_t bytes) noexcept {
        auto& self = static_cast<Keeper&>(keeper);
        const std::size_t begin = self.used.fetch_add((bytes + 15) / 16 * 16);
        return begin + bytes > self.room.size() ? nullptr : self.room.data() + begin;
    }
};

TEST(FrameMemo, GivesEachWriterWhatItHasKept) {
    Keeper keeper;
    FrameMemo memo{keeper};
    memo.keep(1, "\"name\":\"f\"", "\"module\":null", 2);
    memo.keep(2, "\"name\":\"[REDACTED]\"", "\"module\":\"x\"", 3);

    ASSERT_NE(memo.find(1), nullptr);
    EXPECT_EQ(memo.find(1)->object, R"({"name":"f","locals":null,"module":null})");
    EXPECT_EQ(memo.find(1)->before_locals(), "\"name\":\"f\"");
    EXPECT_EQ(memo.find(1)->behind_locals(), "\"module\":null");
    EXPECT_EQ(memo.find(1)->redactions, 2U);
    ASSERT_NE(memo.find(2), nullptr);
    EXPECT_EQ(memo.find(2)->before_locals(), "\"name\":\"[REDACTED]\"");
    EXPECT_EQ(memo.find(3), nullptr);
}

TEST(FrameMemo, KeepsNothingWhereThereIsNoMemory) {
    FrameKeeper keeper{[](FrameKeeper&, std::size_t) noexcept -> void* { return nullptr; }};
    FrameMemo memo{keeper};
    memo.keep(1, "a", "b", 0);

    EXPECT_EQ(memo.find(1), nullptr);
}

TEST(FrameMemo, LosesNothingOfWhatManyThreadsKeep) {
    Keeper keeper;
    FrameMemo memo{keeper};
    std::vector<std::thread> threads;
    for (std::uint64_t writer = 1; writer <= 16; ++writer) {
        threads.emplace_back([&memo, writer] {
            memo.keep(writer, "a", "b", static_cast<std::uint32_t>(writer));
            if (memo.find(writer) == nullptr) ADD_FAILURE() << writer;
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::uint64_t writer = 1; writer <= 16; ++writer) {
        ASSERT_NE(memo.find(writer), nullptr);
        EXPECT_EQ(memo.find(writer)->redactions, writer);
    }
}

TEST(FrameWriter, HasANumberOfItsOwn) {
    Keeper keeper;
    FrameWriter first;
    FrameWriter second;

    EXPECT_EQ(first.number_for(keeper), 1U);
    EXPECT_EQ(second.number_for(keeper), 2U);
    EXPECT_EQ(first.number_for(keeper), 1U);
}

TEST(FrameWriter, HasNoneForFramesThatAreNumberedByOthers) {
    Keeper keeper;
    Keeper other;
    FrameWriter writer;

    EXPECT_EQ(writer.number_for(keeper), 1U);

    EXPECT_EQ(writer.number_for(other), 0U);
}

TEST(FrameWriter, HasOneNumberForAllThreads) {
    Keeper keeper;
    FrameWriter writer;
    std::atomic<bool> differ{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const std::uint64_t number = writer.number_for(keeper);
            if (number != 0 && number != 1) differ = true;  // 0: another thread was about to ask
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_FALSE(differ);
    EXPECT_EQ(writer.number_for(keeper), 1U);
}

}  // namespace
