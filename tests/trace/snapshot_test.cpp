// SPDX-License-Identifier: MIT
#include <loccer/trace/snapshot.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <set>
#include <string_view>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using loccer::trace::Snapshot;
using loccer::trace::SnapshotPool;

/// A pool of its own: the process's one is in use by whatever was thrown before. Zero-initialised like it.
std::unique_ptr<SnapshotPool> make_pool() { return std::make_unique<SnapshotPool>(); }

std::vector<Snapshot*> take_all(SnapshotPool& pool) {
    std::vector<Snapshot*> all;
    while (Snapshot* snapshot = pool.acquire()) all.push_back(snapshot);
    return all;
}

TEST(Snapshot, IsClaimedOnceByEachLog) {
    const auto snapshot = std::make_unique<Snapshot>();

    EXPECT_TRUE(snapshot->claim(1));
    EXPECT_FALSE(snapshot->claim(1));
    EXPECT_TRUE(snapshot->claim(2));
    EXPECT_FALSE(snapshot->claim(1));
}

TEST(Snapshot, IsClaimedByMoreLogsThanItRemembers) {
    const auto snapshot = std::make_unique<Snapshot>();

    for (std::uint64_t log = 1; log <= Snapshot::max_logs; ++log) EXPECT_TRUE(snapshot->claim(log));

    EXPECT_TRUE(snapshot->claim(Snapshot::max_logs + 1));
    EXPECT_FALSE(snapshot->claim(1));
}

TEST(Snapshot, ForgetsAllItsLogsWhenItIsCleared) {
    const auto snapshot = std::make_unique<Snapshot>();
    for (std::uint64_t log = 1; log <= Snapshot::max_logs; ++log) {
        EXPECT_TRUE(snapshot->claim(log));
        snapshot->note_seq(log, 7);
    }

    snapshot->clear();

    for (std::uint64_t log = 1; log <= Snapshot::max_logs; ++log) {
        EXPECT_EQ(snapshot->seq_in(log), 0U);
        EXPECT_TRUE(snapshot->claim(log));
        EXPECT_EQ(snapshot->seq_in(log), 0U);
    }
}

TEST(Snapshot, IsWipedWhenItIsCleared) {
    const auto snapshot = std::make_unique<Snapshot>();
    std::memcpy(snapshot->message.data(), "secret", 6);
    snapshot->message_size = 6;
    std::memcpy(snapshot->tape.data(), "hidden", 6);
    snapshot->locals_count = 1;
    snapshot->locals[0].tape_end = 6;

    snapshot->clear();

    const auto is_zero = [](char byte) { return byte == 0; };
    EXPECT_TRUE(std::ranges::all_of(snapshot->message, is_zero));
    EXPECT_TRUE(std::ranges::all_of(snapshot->tape, is_zero));
    EXPECT_TRUE(snapshot->claim(1));
}

TEST(Snapshot, KeepsAsMuchOfAMessageAsFits) {
    const auto snapshot = std::make_unique<Snapshot>();

    snapshot->message_size = Snapshot::message_bytes + 100;

    EXPECT_EQ(snapshot->kept_message().size(), Snapshot::message_bytes);
}

TEST(Snapshot, IsAbandonedWhenItsThreadHasEnded) {
    const auto snapshot = std::make_unique<Snapshot>();
    EXPECT_FALSE(snapshot->is_abandoned());

    std::thread([&] {
        snapshot->owner = ::syscall(SYS_gettid);
        EXPECT_FALSE(snapshot->is_abandoned());
    }).join();

    // The kernel may know the thread for a moment longer than join() waits.
    for (int i = 0; i < 10'000 && !snapshot->is_abandoned(); ++i) std::this_thread::yield();
    EXPECT_TRUE(snapshot->is_abandoned());
}

TEST(SnapshotPool, GivesEachSnapshotToOne) {
    const auto pool = make_pool();

    const auto all = take_all(*pool);

    EXPECT_EQ(all.size(), static_cast<std::size_t>(LOCCER_CFG_SNAPSHOTS));
    EXPECT_EQ(std::set<Snapshot*>(all.begin(), all.end()).size(), all.size());
}

TEST(SnapshotPool, GivesAReleasedSnapshotAgain) {
    const auto pool = make_pool();
    const auto all = take_all(*pool);

    pool->release(*all[7]);

    EXPECT_EQ(pool->acquire(), all[7]);
    EXPECT_EQ(pool->acquire(), nullptr);
}

TEST(SnapshotPool, FindsOnlyWhatWasPublished) {
    const auto pool = make_pool();
    int object = 1;
    Snapshot* snapshot = pool->acquire();
    EXPECT_EQ(pool->find(&object), nullptr);
    loccer::trace::ExceptionHeader header{};

    pool->publish(*snapshot, &object, header);

    EXPECT_EQ(pool->find(&object), snapshot);
    pool->release(*snapshot);
    EXPECT_EQ(pool->find(&object), nullptr);
}

TEST(SnapshotPool, KeepsTheFirstOfTwoSnapshotsOfOneObject) {
    const auto pool = make_pool();
    int object = 1;
    Snapshot* first = pool->acquire();
    Snapshot* second = pool->acquire();
    loccer::trace::ExceptionHeader header{};
    pool->publish(*first, &object, header);
    const auto destructor = header.destructor;

    Snapshot* result = pool->publish(*second, &object, header);

    EXPECT_EQ(result, first);
    EXPECT_EQ(first->destructor, nullptr);
    EXPECT_EQ(header.destructor, destructor);
    EXPECT_EQ(pool->acquire(), second);
}

TEST(SnapshotPool, KeepsHalfOfAllFromThreads) {
    const auto pool = make_pool();
    std::size_t given = 0;

    for (Snapshot* snapshot : take_all(*pool))
        given += pool->give_to_thread(*snapshot, ::syscall(SYS_gettid)) ? 1U : 0U;

    EXPECT_LE(given, LOCCER_CFG_SNAPSHOTS / 2 + 1U);
}

TEST(SnapshotPool, TakesBackWhatAnEndedThreadOwned) {
    const auto pool = make_pool();
    const auto all = take_all(*pool);

    std::thread([&] { pool->give_to_thread(*all[3], ::syscall(SYS_gettid)); }).join();
    for (int i = 0; i < 10'000 && !all[3]->is_abandoned(); ++i) std::this_thread::yield();

    EXPECT_EQ(pool->acquire(), all[3]);
}

TEST(SnapshotPool, LeavesWhatALivingThreadOwns) {
    const auto pool = make_pool();
    const auto all = take_all(*pool);

    pool->give_to_thread(*all[3], ::syscall(SYS_gettid));

    EXPECT_EQ(pool->acquire(), nullptr);
}

TEST(SnapshotPool, GivesEachSnapshotToOneOfManyThreads) {
    const auto pool = make_pool();
    std::vector<std::vector<Snapshot*>> taken(4);

    std::vector<std::thread> threads;
    for (auto& mine : taken) threads.emplace_back([&pool, &mine] { mine = take_all(*pool); });
    for (std::thread& thread : threads) thread.join();

    std::multiset<Snapshot*> all;
    for (const auto& mine : taken) all.insert(mine.begin(), mine.end());
    EXPECT_EQ(all.size(), static_cast<std::size_t>(LOCCER_CFG_SNAPSHOTS));
    EXPECT_EQ(std::set<Snapshot*>(all.begin(), all.end()).size(), all.size());
}

}  // namespace
