// SPDX-License-Identifier: MIT
#include <loccer/trace/unwind/rule_cache.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace {

using loccer::trace::FrameBase;
using loccer::trace::FrameRule;
using loccer::trace::FrameRuleCache;
using loccer::trace::FrameRuleKind;
using loccer::trace::KnownRule;

KnownRule rule_for(std::uintptr_t pc) {
    return {{FrameRuleKind::step, FrameBase::frame_pointer, -1, -2, static_cast<std::int16_t>(pc % 1000)}, pc * 3};
}

TEST(FrameRuleCache, FindsWhatWasAdded) {
    const auto cache = std::make_unique<FrameRuleCache>();
    cache->add(17, rule_for(17));

    EXPECT_EQ(cache->find(17).rule, rule_for(17).rule);
    EXPECT_EQ(cache->find(17).stamp, 51U);
    EXPECT_EQ(cache->find(18).rule.kind, FrameRuleKind::unknown);
}

TEST(FrameRuleCache, TellsARuleAtOnceForCodeThatNeverChanges) {
    const auto cache = std::make_unique<FrameRuleCache>();
    const FrameRule rule = rule_for(17).rule;
    cache->add(17, {rule, 0});
    cache->add(18, {rule, 1});

    EXPECT_TRUE(cache->tells_first(17, rule));
    EXPECT_FALSE(cache->tells_first(17, rule_for(18).rule));
    EXPECT_FALSE(cache->tells_first(18, rule));
    EXPECT_FALSE(cache->tells_first(19, rule));
}

TEST(FrameRuleCache, KeepsTheLastRuleOfAnAddress) {
    const auto cache = std::make_unique<FrameRuleCache>();
    cache->add(17, rule_for(17));
    cache->add(17, rule_for(18));

    EXPECT_EQ(cache->find(17).rule, rule_for(18).rule);
    EXPECT_EQ(cache->find(17).stamp, rule_for(18).stamp);
}

TEST(FrameRuleCache, NeverGivesUpARuleOfAModuleThatStays) {
    const auto cache = std::make_unique<FrameRuleCache>();
    std::vector<std::uintptr_t> kept;
    for (std::uintptr_t pc = 1; pc < 20'000; ++pc) {
        cache->add(pc, {rule_for(pc).rule, 0});
        if (cache->find(pc).rule.kind == FrameRuleKind::step) kept.push_back(pc);
    }

    EXPECT_GT(kept.size(), 3000U);
    EXPECT_LT(kept.size(), 20'000U);
    for (const std::uintptr_t pc : kept) ASSERT_EQ(cache->find(pc).rule, rule_for(pc).rule);
}

TEST(FrameRuleCache, AlwaysHasRoomInThePlaceOfAModuleThatMayBeGone) {
    const auto cache = std::make_unique<FrameRuleCache>();
    for (std::uintptr_t pc = 1; pc < 20'000; ++pc) {
        cache->add(pc, rule_for(pc));
        ASSERT_EQ(cache->find(pc).rule, rule_for(pc).rule);
        ASSERT_EQ(cache->find(pc).stamp, rule_for(pc).stamp);
    }
}

TEST(FrameRuleCache, GivesNoRuleOfAnotherModuleWhileItIsReplaced) {
    const auto cache = std::make_unique<FrameRuleCache>();
    std::atomic<bool> ends{false};
    std::atomic<std::size_t> wrong{0};
    std::vector<std::thread> writers;
    for (std::uintptr_t first = 0; first < 2; ++first) {
        writers.emplace_back([&, first] {
            for (std::uintptr_t i = first; !ends; i += 2) cache->add(17, rule_for(i % 1000 + 1));
        });
    }
    for (int i = 0; i < 200'000; ++i) {
        const KnownRule known = cache->find(17);
        if (known.rule.kind == FrameRuleKind::unknown || known.stamp % 3 != 0) continue;
        const std::uintptr_t of = known.stamp / 3;
        if (of == 0 || (of <= 1000 && known.rule != rule_for(of).rule)) ++wrong;
    }
    ends = true;
    for (std::thread& writer : writers) writer.join();

    EXPECT_EQ(wrong, 0U);
}

TEST(FrameRuleCache, GivesNoRuleOfAnotherAddressToAnyThread) {
    const auto cache = std::make_unique<FrameRuleCache>();
    std::atomic<std::size_t> wrong{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (std::uintptr_t pc = 1; pc < 6000; ++pc) {
                cache->add(pc, rule_for(pc));
                const KnownRule known = cache->find(pc);
                if (known.rule.kind == FrameRuleKind::unknown) continue;
                if (known.rule != rule_for(pc).rule || known.stamp != pc * 3) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(wrong, 0U);
}

}  // namespace
