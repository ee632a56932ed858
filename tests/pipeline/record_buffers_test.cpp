// SPDX-License-Identifier: MIT
#include <loccer/pipeline/record_buffers.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

struct Work {
    static inline int made = 0;
    int uses_ended = 0;

    Work() noexcept { ++made; }
    void clear() noexcept { ++uses_ended; }
};

using Buffers = loccer::pipeline::RecordBuffers<256, Work>;
using Lease = Buffers::Lease;
using Leases = std::vector<std::unique_ptr<Lease>>;

Leases take_all(Buffers& buffers) {
    Leases leases;
    for (std::size_t i = 0; i < buffers.count(); ++i) leases.push_back(std::make_unique<Lease>(buffers));
    return leases;
}

TEST(RecordBuffers, AreAsManyAsTheProcessorsSuggestAndFewerWhereTheyAreLarge) {
    using loccer::pipeline::buffers_for;
    constexpr std::size_t kib = 1024;

    EXPECT_EQ(buffers_for(1, 160 * kib), 8U);
    EXPECT_EQ(buffers_for(4, 160 * kib), 8U);
    EXPECT_EQ(buffers_for(12, 160 * kib), 24U);
    EXPECT_EQ(buffers_for(1000, 160 * kib), 64U);
    EXPECT_EQ(buffers_for(12, 1024 * kib), 16U);
    EXPECT_EQ(buffers_for(12, 16 * 1024 * kib), 4U);
    EXPECT_EQ(Buffers().count(), buffers_for(loccer::pipeline::processors(), Buffers::bytes_of_one));
}

TEST(RecordBuffers, AreAsManyAsIsSaid) {
    for (const std::size_t count : {1U, 3U, 256U}) {
        Buffers buffers(count);

        EXPECT_EQ(buffers.count(), count);
        for (const auto& lease : take_all(buffers)) EXPECT_TRUE(lease->held());
    }
}

TEST(RecordBuffers, GiveEachLeaseABufferOfItsOwn) {
    Buffers buffers;
    std::set<char*> starts;

    const Leases leases = take_all(buffers);

    for (const auto& lease : leases) {
        ASSERT_TRUE(lease->held());
        EXPECT_EQ(lease->storage().size(), 256U);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&lease->work()) % alignof(Work), 0U);
        starts.insert(lease->storage().data());
    }
    EXPECT_EQ(starts.size(), buffers.count());
    EXPECT_GE(*std::next(starts.begin()) - *starts.begin(), 256);
}

TEST(RecordBuffers, GiveABufferAgainAfterItsLease) {
    Buffers buffers;
    char* first = nullptr;
    {
        const Lease lease(buffers);
        first = lease.storage().data();
    }

    const Lease again(buffers);

    EXPECT_EQ(again.storage().data(), first);
}

TEST(RecordBuffers, ClearWhatWasWorkedWithAfterEachLease) {
    Buffers buffers;
    for (int lease = 0; lease < 2; ++lease) EXPECT_EQ(Lease(buffers).work().uses_ended, lease);
}

TEST(RecordBuffers, MakeWhatIsWorkedWithWhereItIsUsed) {
    Work::made = 0;
    Buffers buffers;
    EXPECT_EQ(Work::made, 0);

    for (int lease = 0; lease < 3; ++lease) (void)Lease(buffers);
    EXPECT_EQ(Work::made, 1);

    (void)take_all(buffers);
    EXPECT_EQ(Work::made, static_cast<int>(buffers.count()));
}

TEST(RecordBuffers, GiveUpWhenNoneBecomesFree) {
    Buffers buffers(2);
    const Leases leases = take_all(buffers);

    const Lease one_more(buffers);

    EXPECT_FALSE(one_more.held());
}

TEST(RecordBuffers, AreWaitedForUntilAnyBecomesFree) {
    Buffers buffers(4);
    for (std::size_t free = 0; free < buffers.count(); ++free) {
        Leases leases = take_all(buffers);
        const char* const storage = leases[free]->storage().data();
        const char* got = nullptr;

        std::thread waiting([&] {
            const Lease lease(buffers);
            if (lease.held()) got = lease.storage().data();
        });
        for (int turn = 0; turn < 100; ++turn) std::this_thread::yield();
        leases[free].reset();
        waiting.join();

        EXPECT_EQ(got, storage) << free;
    }
}

TEST(RecordBuffers, PassNobodyOverWhoWaits) {
    Buffers buffers(3);
    constexpr int most_leases_of_others = 100;
    std::atomic<int> leases = 0;
    std::atomic<int> dropped = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 100; ++round) {
                const int before = leases;
                const Lease lease(buffers);
                EXPECT_LE(leases++ - before, most_leases_of_others);
                if (!lease.held()) ++dropped;
                const ::timespec pause{0, 500'000};
                ::nanosleep(&pause, nullptr);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(dropped, 0);
}

TEST(RecordBuffers, AreFreeInAChildWhoseParentHeldThem) {
    Buffers buffers;
    const Leases leases = take_all(buffers);

    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(Lease(buffers).held() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);

    EXPECT_EQ(status, 0);
}

}  // namespace
