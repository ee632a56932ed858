// SPDX-License-Identifier: MIT
#include <loccer/pipeline/waiting_records.hpp>

#include "../outputs/support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <pthread.h>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using loccer::pipeline::LateWork;
using loccer::pipeline::WaitingNote;
using loccer::pipeline::WaitingRecords;

constexpr std::size_t record_bytes = 2048;

struct NoThreads {
    static int create(::pthread_t&, void* (*)(void*), void*) noexcept { return EAGAIN; }
};

/// Completes records by noting them.
template <class Threads>
struct NotingLog {
    std::vector<std::string> completed;
    std::thread::id thread;
    bool is_nested = false;
    WaitingRecords<NotingLog, record_bytes, 16 * 1024, Threads> waiting{*this};

    static void complete(NotingLog& log, std::string_view bytes, const WaitingNote& note,
                         LateWork<record_bytes>& /*work*/) noexcept {
        log.thread = std::this_thread::get_id();
        log.is_nested = loccer::pipeline::Session().is_nested();
        log.completed.push_back(std::string(bytes) + std::to_string(note.event.seq));
    }
};

WaitingNote numbered(std::uint64_t seq) {
    WaitingNote note;
    note.event.seq = seq;
    return note;
}

TEST(WaitingRecords, AreCompletedInTheirOrder) {
    NotingLog<loccer::PosixThreads> log;
    for (std::uint64_t i = 0; i < 5; ++i) EXPECT_TRUE(log.waiting.add("record ", numbered(i)));

    EXPECT_TRUE(log.waiting.flush(60'000));

    EXPECT_EQ(log.waiting.size(), 0U);
    EXPECT_EQ(log.completed, (std::vector<std::string>{"record 0", "record 1", "record 2", "record 3", "record 4"}));
}

TEST(WaitingRecords, AreCompletedBeforeTheProgramEnds) {
    NotingLog<loccer::PosixThreads> log;
    for (std::uint64_t i = 0; i < 3; ++i) EXPECT_TRUE(log.waiting.add("record ", numbered(i)));

    log.waiting.complete_all();

    EXPECT_EQ(log.waiting.size(), 0U);
    EXPECT_EQ(log.completed, (std::vector<std::string>{"record 0", "record 1", "record 2"}));
}

TEST(WaitingRecords, AreCompletedAtOnceWhereNoThreadCanBeMade) {
    NotingLog<NoThreads> log;

    EXPECT_TRUE(log.waiting.add("record ", numbered(1)));

    EXPECT_EQ(log.completed, std::vector<std::string>{"record 1"});
    EXPECT_EQ(log.thread, std::this_thread::get_id());
}

TEST(WaitingRecords, AreCompletedWithinACapture) {
    NotingLog<NoThreads> log;

    EXPECT_TRUE(log.waiting.add("record ", {}));

    EXPECT_TRUE(log.is_nested);
}

TEST(WaitingRecords, MustNotBeLongerThanHalfOfTheirRoom) {
    NotingLog<loccer::PosixThreads> log;

    EXPECT_FALSE(log.waiting.add(std::string(8 * 1024, 'x'), {}));
}

TEST(WaitingRecords, DoNotWaitInAChildOfFork) {
    NotingLog<loccer::PosixThreads> log;
    EXPECT_TRUE(log.waiting.may_wait());

    EXPECT_EQ(outputs_test::in_child([&] { return log.waiting.may_wait() ? 1 : 0; }), 0);
}

TEST(WaitingRecords, DoNotWaitInAProgramThatEnds) {
    const int in_the_child = outputs_test::in_child([] {
        NotingLog<NoThreads> log;
        loccer::at_exit::store_all_at_exit();
        return log.waiting.may_wait() ? 1 : 0;
    });

    // The child is no child of fork() to a log that it has made itself.
    EXPECT_EQ(in_the_child, 0);
}

}  // namespace
