// SPDX-License-Identifier: MIT
#include <loccer/trace/symbol_cache.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using loccer::trace::CachedSymbol;
using loccer::trace::SymbolBlock;
using loccer::trace::SymbolCache;

constexpr std::size_t block_bytes = 16 * 1024;

const CachedSymbol* add(SymbolBlock& block, std::uintptr_t address) {
    void* const place = block.arena().allocate(sizeof(CachedSymbol), alignof(CachedSymbol));
    if (place == nullptr) return nullptr;
    const CachedSymbol* const symbol = ::new (place) CachedSymbol{address, nullptr, {}};
    return block.publish(symbol) ? symbol : nullptr;
}

TEST(SymbolCache, HasNoBlockBeforeTheFirstSymbol) {
    SymbolCache cache{block_bytes};

    EXPECT_EQ(SymbolCache::Pin{cache}.block(), nullptr);
}

TEST(SymbolCache, FindsWhatWasPublished) {
    SymbolCache cache{block_bytes};
    ASSERT_TRUE(cache.restart());
    const SymbolCache::Pin pin{cache};

    const CachedSymbol* const symbol = add(*pin.block(), 0x1000);

    EXPECT_EQ(pin.block()->find(0x1000), symbol);
    EXPECT_EQ(pin.block()->find(0x1001), nullptr);
}

TEST(SymbolCache, ReplacesASymbolOfTheSameAddress) {
    SymbolCache cache{block_bytes};
    ASSERT_TRUE(cache.restart());
    const SymbolCache::Pin pin{cache};
    ASSERT_NE(add(*pin.block(), 0x1000), nullptr);

    const CachedSymbol* const newer = add(*pin.block(), 0x1000);

    EXPECT_EQ(pin.block()->find(0x1000), newer);
}

TEST(SymbolCache, SaysWhenItIsFullAndKeepsWhatItHas) {
    SymbolCache cache{block_bytes};
    ASSERT_TRUE(cache.restart());
    const SymbolCache::Pin pin{cache};
    std::uintptr_t count = 0;

    while (add(*pin.block(), 0x1000 + count) != nullptr) ++count;

    EXPECT_GT(count, 30U);
    for (std::uintptr_t i = 0; i < count; ++i) EXPECT_NE(pin.block()->find(0x1000 + i), nullptr);
}

TEST(SymbolCache, TakesAnEmptyBlockIntoUse) {
    SymbolCache cache{block_bytes};
    ASSERT_TRUE(cache.restart());
    SymbolCache::Pin pin{cache};
    ASSERT_NE(add(*pin.block(), 0x1000), nullptr);

    ASSERT_TRUE(cache.restart());
    EXPECT_NE(pin.block()->find(0x1000), nullptr) << "what is pinned stays";
    pin.renew();

    EXPECT_EQ(pin.block()->find(0x1000), nullptr);
}

TEST(SymbolCache, DoesNotEmptyABlockThatIsRead) {
    SymbolCache cache{block_bytes};
    ASSERT_TRUE(cache.restart());
    const SymbolCache::Pin reader{cache};
    ASSERT_NE(add(*reader.block(), 0x1000), nullptr);
    ASSERT_TRUE(cache.restart());

    EXPECT_FALSE(cache.restart());

    EXPECT_NE(reader.block()->find(0x1000), nullptr);
}

TEST(SymbolCache, GivesUpBlocksWhoseReadersTheParentProcessKept) {
    SymbolCache cache{block_bytes};
    ASSERT_TRUE(cache.restart());
    const SymbolCache::Pin reader{cache};
    ASSERT_TRUE(cache.restart());

    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(cache.restart() && cache.restart() ? 0 : 1);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);

    EXPECT_EQ(status, 0);
}

}  // namespace
