// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/counted.hpp>

#include <gtest/gtest.h>

#include <utility>

namespace {

using loccer::asio::Counted;

struct Thing : loccer::asio::CountedBase {
    explicit Thing(int& gone) : gone_(gone) {}
    ~Thing() { ++gone_; }
    int& gone_;
};

using Ref = Counted<Thing>;

TEST(Counted, DeletesTheObjectWithItsLastHolder) {
    int gone = 0;
    Ref first(new Thing(gone));
    Ref second = first;

    first = Ref();
    EXPECT_EQ(gone, 0);
    second = Ref();

    EXPECT_EQ(gone, 1);
}

TEST(Counted, HasNothingOnceItWasMovedFrom) {
    int gone = 0;
    Ref first(new Thing(gone));

    const Ref second = std::move(first);

    EXPECT_FALSE(first);  // NOLINT(bugprone-use-after-move): that is the question
    EXPECT_TRUE(second);
    EXPECT_EQ(gone, 0);
}

TEST(Counted, KeepsTheObjectThatIsAssignedToItself) {
    int gone = 0;
    Ref ref(new Thing(gone));
    const Ref& same = ref;

    ref = same;

    EXPECT_TRUE(ref);
    EXPECT_EQ(gone, 0);
}

TEST(Counted, IsOnePointer) { EXPECT_EQ(sizeof(Ref), sizeof(void*)); }

}  // namespace
