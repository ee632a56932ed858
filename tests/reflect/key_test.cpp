// SPDX-License-Identifier: MIT
#include <loccer/reflect/key.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace {

using loccer::reflect::KeyLike;
using loccer::reflect::KeyText;
using loccer::reflect::TextKey;

static_assert(KeyLike<std::string> && KeyLike<int> && KeyLike<bool> && KeyLike<char> && KeyLike<const char*>);
static_assert(KeyLike<std::filesystem::path> && KeyLike<char[4]> && KeyLike<std::wstring>);
static_assert(!KeyLike<std::vector<int>> && !KeyLike<std::pair<int, int>> && !KeyLike<int*>);
static_assert(TextKey<std::string> && !TextKey<int>);

TEST(KeyText, BorrowsTextsWholeHoweverLong) {
    const std::string key(1'000'000, 'k');

    const KeyText text(key);

    EXPECT_EQ(text.view().data(), key.data());
    EXPECT_EQ(text.view().size(), key.size());
}

TEST(KeyText, KeepsTheEmptyKey) { EXPECT_EQ(KeyText(std::string()).view(), ""); }

TEST(KeyText, KeepsTheBeginningOfALongWideKey) {
    const std::u32string key(1000, U'\u20ac');

    EXPECT_EQ(KeyText(key).view().size(), 510U);
}

TEST(KeyText, SpellsNumbersAndBooleans) {
    EXPECT_EQ(KeyText(-1.5).view(), "-1.5");
    EXPECT_EQ(KeyText(true).view(), "true");
}

}  // namespace
