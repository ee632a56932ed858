// SPDX-License-Identifier: MIT
#include <loccer/base/pack.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace {

using loccer::Packer;
using loccer::Unpacker;

struct Facts {
    std::uint64_t number = 0;
    bool flag = false;
};

TEST(Packer, PutsWhatUnpackerTakesOut) {
    std::array<char, 128> storage{};
    Packer packer{storage};
    packer.put(Facts{17, true});
    packer.put_text("a path");
    packer.put_text("");
    packer.put(std::uint8_t{7});
    ASSERT_TRUE(packer.is_whole());

    Unpacker unpacker{{storage.data(), packer.size()}};
    Facts facts;
    unpacker.take(facts);
    const std::string_view path = unpacker.take_text();
    const std::string_view empty = unpacker.take_text();
    std::uint8_t last = 0;
    unpacker.take(last);

    EXPECT_EQ(facts.number, 17U);
    EXPECT_TRUE(facts.flag);
    EXPECT_EQ(path, "a path");
    EXPECT_EQ(empty, "");
    EXPECT_EQ(last, 7U);
}

TEST(Packer, PutsAZeroBehindEachText) {
    std::array<char, 64> storage;
    storage.fill('x');
    Packer packer{storage};
    packer.put_text("a path");

    Unpacker unpacker{{storage.data(), packer.size()}};
    EXPECT_STREQ(unpacker.take_text().data(), "a path");
}

TEST(Packer, WritesNothingOnceSomethingFoundNoRoom) {
    std::array<char, 24> storage;
    storage.fill('x');
    Packer packer{storage};
    packer.put(std::uint64_t{1});
    packer.put_text("of twenty bytes or so");
    packer.put('a');

    EXPECT_FALSE(packer.is_whole());
    EXPECT_LE(packer.size(), storage.size());
    EXPECT_EQ(storage.back(), 'x');
}

TEST(Packer, TakesStorageOfExactlyTheSize) {
    constexpr std::size_t size = sizeof(std::size_t) + 6 + 1;
    std::array<char, size> storage{};
    Packer exact{storage};
    Packer smaller{std::span{storage}.first(size - 1)};

    exact.put_text("a path");
    smaller.put_text("a path");

    EXPECT_TRUE(exact.is_whole());
    EXPECT_FALSE(smaller.is_whole());
}

}  // namespace
