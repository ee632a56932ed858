// SPDX-License-Identifier: MIT
#include <loccer/trace/take_snapshot.hpp>

#include <loccer/capture/macros.hpp>
#include <loccer/reflect/replay.hpp>

#include "support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using loccer::Origin;
using loccer::trace::bind_to_object;
using loccer::trace::Snapshot;
using loccer::trace::snapshot_pool;
using loccer::trace::take_snapshot;
using loccer::trace::Thrown;
using loccer::trace::thrown_of;
using loccer::trace::Vantage;

/// Releases a snapshot at the end of a test.
struct Released {
    Snapshot* snapshot;
    explicit Released(Snapshot* taken) : snapshot(taken) {}
    Released(const Released&) = delete;
    Released& operator=(const Released&) = delete;
    ~Released() {
        if (snapshot != nullptr) snapshot_pool.release(*snapshot);
    }
    Snapshot* operator->() const { return snapshot; }
};

std::string text_of_tape(const Snapshot& snapshot, std::size_t index) {
    const auto& kept = snapshot.locals.at(index);
    test_support::RecordingSink sink;
    loccer::reflect::replay(std::string_view(snapshot.tape.data() + kept.tape_begin, kept.tape_end - kept.tape_begin),
                            sink);
    return sink.str();
}

TEST(TakeSnapshot, KeepsMessageTypeAndOrigin) {
    const std::exception_ptr pointer = std::make_exception_ptr(std::runtime_error("kept"));

    const Released snapshot{take_snapshot(thrown_of(pointer), Origin::terminate, {})};

    EXPECT_EQ(snapshot->kept_message(), "kept");
    EXPECT_TRUE(snapshot->has_message);
    EXPECT_EQ(snapshot->thrown, thrown_of(pointer));
    EXPECT_EQ(snapshot->origin, Origin::terminate);
}

TEST(TakeSnapshot, KnowsThatThereIsNoMessage) {
    const Released snapshot{take_snapshot({}, Origin::caught, {})};

    EXPECT_FALSE(snapshot->has_message);
}

TEST(TakeSnapshot, KeepsTheBeginningOfALongMessage) {
    const std::exception_ptr pointer = std::make_exception_ptr(std::string(20'000, 'x'));

    const Released snapshot{take_snapshot(thrown_of(pointer), Origin::caught, {})};

    EXPECT_EQ(snapshot->message_size, 20'000U);
    EXPECT_EQ(snapshot->kept_message(), std::string(Snapshot::message_bytes, 'x'));
}

[[gnu::noinline]] Snapshot* snapshot_from_here(std::size_t skip) {
    Snapshot* snapshot = take_snapshot({}, Origin::caught, {__builtin_return_address(0), skip});
    __asm__ volatile("" : : : "memory");
    return snapshot;
}

TEST(TakeSnapshot, StartsItsStackAtTheVantage) {
    const Released first{snapshot_from_here(0)};
    const Released second{snapshot_from_here(1)};

    ASSERT_GT(first->depth, 2U);
    EXPECT_EQ(first->depth, second->depth + 1);
    EXPECT_EQ(first->addresses[1], second->addresses[0]);
}

TEST(TakeSnapshot, KeepsTheWholeStackWhereTheVantageIsNotOnIt) {
    const int elsewhere = 1;
    const Released snapshot{take_snapshot({}, Origin::caught, {&elsewhere, 3})};
    const Released from_here{snapshot_from_here(0)};

    EXPECT_GT(snapshot->depth, from_here->depth);
}

TEST(TakeSnapshot, DescribesRegisteredLocals) {
    const int order = 7;
    LOCCER_LOCALS(order);

    const Released snapshot{snapshot_from_here(0)};

    ASSERT_EQ(snapshot->locals_count, 1U);
    EXPECT_EQ(text_of_tape(*snapshot.snapshot, 0), R"({"order":7})");
    EXPECT_TRUE(snapshot->locals[0].frame_known);
    EXPECT_EQ(snapshot->locals[0].frame_index, 0U);
}

/// Counts how often it is described.
struct Counted {
    int& described;
    friend std::ostream& operator<<(std::ostream& stream, const Counted& counted) {
        ++counted.described;
        return stream << "described";
    }
};

/// Makes rules known for a test.
struct Rules {
    explicit Rules(loccer::trace::KnownRules::Judge judge) : judge_(judge) { loccer::trace::known_rules.add(judge_); }
    Rules(const Rules&) = delete;
    Rules& operator=(const Rules&) = delete;
    ~Rules() { loccer::trace::known_rules.remove(judge_); }

  private:
    loccer::trace::KnownRules::Judge judge_;
};

TEST(TakeSnapshot, DoesNotFormatWhatEveryLogRemoves) {
    int described = 0;
    const Counted token{described};
    const Counted other{described};
    LOCCER_LOCALS(token, other);
    const Rules rules([](std::string_view key) noexcept { return key == "token"; });

    const Released snapshot{snapshot_from_here(0)};

    EXPECT_EQ(described, 1);
}

TEST(TakeSnapshot, GivesUpWhenAllSnapshotsAreInUse) {
    std::vector<Snapshot*> all;
    while (Snapshot* snapshot = snapshot_pool.acquire()) all.push_back(snapshot);

    Snapshot* const one_more = take_snapshot({}, Origin::caught, {});

    EXPECT_EQ(one_more, nullptr);
    for (Snapshot* snapshot : all) snapshot_pool.release(*snapshot);
}

TEST(BindToObject, LetsASnapshotLiveAsLongAsTheException) {
    std::exception_ptr pointer = std::make_exception_ptr(std::runtime_error("bound"));
    const Thrown thrown = thrown_of(pointer);
    Snapshot* snapshot = take_snapshot(thrown, Origin::caught, {});

    EXPECT_TRUE(bind_to_object(*snapshot));
    EXPECT_EQ(snapshot_pool.find(thrown.subject), snapshot);
    pointer = nullptr;

    EXPECT_EQ(snapshot_pool.find(thrown.subject), nullptr);
}

TEST(BindToObject, CallsTheObjectsOwnDestructor) {
    static int destroyed = 0;
    struct Noisy {
        ~Noisy() { ++destroyed; }
    };
    std::exception_ptr pointer = std::make_exception_ptr(Noisy{});
    destroyed = 0;
    EXPECT_TRUE(bind_to_object(*take_snapshot(thrown_of(pointer), Origin::caught, {})));

    pointer = nullptr;

    EXPECT_EQ(destroyed, 1);
}

TEST(BindToObject, SaysThatAPointerHasNoObject) {
    const std::exception_ptr pointer = std::make_exception_ptr(static_cast<const char*>("literal"));
    const Released snapshot{take_snapshot(thrown_of(pointer), Origin::caught, {})};

    EXPECT_FALSE(bind_to_object(*snapshot.snapshot));
}

}  // namespace
