// SPDX-License-Identifier: MIT
#include <loccer/base/owned.hpp>

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace {

using loccer::Owned;

struct Counted {
    static inline int alive = 0;
    Counted() { ++alive; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --alive; }
    int value = 7;
};

static_assert(!std::is_copy_constructible_v<Owned<int>>);
static_assert(std::is_nothrow_move_constructible_v<Owned<int[]>>);
static_assert(sizeof(Owned<int>) == sizeof(int*));

TEST(Owned, DestroysItsObjectOnce) {
    {
        const Owned<Counted> owned(new Counted);
        EXPECT_EQ(owned->value, 7);
        EXPECT_EQ(Counted::alive, 1);
    }

    EXPECT_EQ(Counted::alive, 0);
}

TEST(Owned, DestroysAllElementsOfAnArray) {
    Owned<Counted[]> owned(new Counted[3]);
    EXPECT_EQ(owned[2].value, 7);

    owned.reset();

    EXPECT_EQ(Counted::alive, 0);
    EXPECT_FALSE(owned);
}

TEST(Owned, HandsItsObjectOverWhenItIsMoved) {
    Owned<Counted> first(new Counted);
    Counted* const object = first.get();

    Owned<Counted> second(std::move(first));
    Owned<Counted> third(new Counted);
    third = std::move(second);

    EXPECT_EQ(third.get(), object);
    EXPECT_EQ(Counted::alive, 1);
    EXPECT_FALSE(first);
    EXPECT_FALSE(second);
}

TEST(Owned, LivesThroughAMoveOntoItself) {
    Owned<Counted> owned(new Counted);
    Owned<Counted>& same = owned;

    owned = std::move(same);

    EXPECT_TRUE(owned);
    EXPECT_EQ((*owned).value, 7);
}

TEST(Owned, GivesItsObjectAway) {
    Owned<Counted> owned(new Counted);

    Counted* const object = owned.release();
    owned.reset();

    EXPECT_EQ(Counted::alive, 1);
    delete object;
}

}  // namespace
