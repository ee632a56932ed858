// SPDX-License-Identifier: MIT
#include <loccer/base/at_exit.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::at_exit::Waiting;
using loccer::at_exit::WaitingList;

struct Counted : Waiting {
    int stored = 0;
    Counted() {
        store = [](Waiting& self) noexcept { ++static_cast<Counted&>(self).stored; };
    }
};

void nothing() {}

TEST(WaitingList, StoresWhatIsInItAndSaysThatItIsOver) {
    WaitingList list;
    Counted first;
    Counted second;
    list.add(first, &nothing);
    list.add(second, &nothing);
    EXPECT_FALSE(list.is_over());

    list.store_all();

    EXPECT_TRUE(list.is_over());
    EXPECT_EQ(first.stored, 1);
    EXPECT_EQ(second.stored, 1);
}

TEST(WaitingList, ForgetsWhatWasRemovedWhereverItStands) {
    for (int removed = 0; removed < 3; ++removed) {
        WaitingList list;
        Counted all[3];
        for (Counted& one : all) list.add(one, &nothing);
        list.remove(all[removed]);

        list.store_all();

        for (int i = 0; i < 3; ++i) EXPECT_EQ(all[i].stored, i == removed ? 0 : 1) << removed;
    }
}

TEST(WaitingList, TakesWhatWasRemovedOnceMore) {
    WaitingList list;
    Counted one;
    list.add(one, &nothing);
    list.remove(one);
    list.remove(one);
    list.add(one, &nothing);

    list.store_all();

    EXPECT_EQ(one.stored, 1);
}

}  // namespace
