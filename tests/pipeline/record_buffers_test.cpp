// SPDX-License-Identifier: MIT
#include <loccer/pipeline/record_buffers.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

struct Work {
    int uses_ended = 0;
    void clear() noexcept { ++uses_ended; }
};

using Buffers = loccer::pipeline::RecordBuffers<256, Work>;
using Lease = Buffers::Lease;

TEST(RecordBuffers, GiveEachLeaseABufferOfItsOwn) {
    Buffers buffers;
    std::vector<std::unique_ptr<Lease>> leases;
    std::set<char*> starts;

    for (std::size_t i = 0; i < Buffers::count; ++i) {
        leases.push_back(std::make_unique<Lease>(buffers));
        ASSERT_TRUE(leases.back()->held());
        EXPECT_EQ(leases.back()->storage().size(), 256U);
        starts.insert(leases.back()->storage().data());
    }

    EXPECT_EQ(starts.size(), Buffers::count);
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

TEST(RecordBuffers, GiveUpWhenNoneBecomesFree) {
    Buffers buffers;
    std::vector<std::unique_ptr<Lease>> leases;
    for (std::size_t i = 0; i < Buffers::count; ++i) leases.push_back(std::make_unique<Lease>(buffers));

    const Lease one_more(buffers);

    EXPECT_FALSE(one_more.held());
}

TEST(RecordBuffers, AreFreeInAChildWhoseParentHeldThem) {
    Buffers buffers;
    std::vector<std::unique_ptr<Lease>> leases;
    for (std::size_t i = 0; i < Buffers::count; ++i) leases.push_back(std::make_unique<Lease>(buffers));

    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(Lease(buffers).held() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);

    EXPECT_EQ(status, 0);
}

}  // namespace
