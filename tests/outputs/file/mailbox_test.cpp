// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/mailbox.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <utility>

namespace {

using loccer::file::Mailbox;
using outputs_test::in_child;
using Letter = std::unique_ptr<int>;

TEST(Mailbox, GivesWhatWasPut) {
    Mailbox<Letter, 1> mailbox;
    ASSERT_TRUE(mailbox.put(std::make_unique<int>(7)));

    Letter letter;
    const bool found = mailbox.take(letter);

    ASSERT_TRUE(found);
    EXPECT_EQ(*letter, 7);
    EXPECT_FALSE(mailbox.has_mail());
}

TEST(Mailbox, GivesNothingWhereNothingIs) {
    Mailbox<Letter, 2> mailbox;

    Letter letter = std::make_unique<int>(7);

    EXPECT_FALSE(mailbox.take(letter));
    EXPECT_NE(letter, nullptr);
}

TEST(Mailbox, LeavesWhatHasNoRoomWithItsOwner) {
    Mailbox<Letter, 2> mailbox;
    ASSERT_TRUE(mailbox.put(std::make_unique<int>(1)));
    ASSERT_TRUE(mailbox.put(std::make_unique<int>(2)));

    Letter third = std::make_unique<int>(3);

    EXPECT_FALSE(mailbox.put(std::move(third)));
    EXPECT_NE(third, nullptr);
}

TEST(Mailbox, KeepsNothingOfWhatWasTaken) {
    Mailbox<std::shared_ptr<int>, 1> mailbox;
    auto letter = std::make_shared<int>(7);
    ASSERT_TRUE(mailbox.put(std::shared_ptr<int>(letter)));

    std::shared_ptr<int> taken;
    ASSERT_TRUE(mailbox.take(taken));
    taken.reset();

    EXPECT_EQ(letter.use_count(), 1);
}

TEST(Mailbox, LetsEachLetterBeTakenOnce) {
    constexpr int letters = 5000;
    Mailbox<Letter, 4> mailbox;
    std::atomic<int> taken = 0;
    std::atomic<long> sum = 0;
    const auto reader = [&] {
        while (taken < letters) {
            Letter letter;
            if (!mailbox.take(letter)) {
                std::this_thread::yield();
                continue;
            }
            sum += *letter;
            ++taken;
        }
    };

    std::thread first(reader);
    std::thread second(reader);
    for (int number = 1; number <= letters; ++number) {
        Letter letter = std::make_unique<int>(number);
        while (!mailbox.put(std::move(letter))) std::this_thread::yield();
    }
    first.join();
    second.join();

    EXPECT_EQ(sum, long{letters} * (letters + 1) / 2);
}

TEST(Mailbox, HidesTheParentsLettersFromAChild) {
    Mailbox<Letter, 1> mailbox;
    ASSERT_TRUE(mailbox.put(std::make_unique<int>(7)));

    const int in_the_child = in_child([&] {
        Letter letter;
        if (mailbox.has_mail() || mailbox.take(letter)) return 1;
        if (!mailbox.put(std::make_unique<int>(8))) return 2;
        return mailbox.take(letter) && *letter == 8 ? 0 : 3;
    });

    EXPECT_EQ(in_the_child, 0);
    EXPECT_TRUE(mailbox.has_mail());
}

}  // namespace
