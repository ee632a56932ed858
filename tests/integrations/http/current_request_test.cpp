// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/current_request.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>

namespace {

using loccer::http::AnyRequest;
using loccer::http::CurrentRequests;
using loccer::http::KeptException;
using loccer::http::RequestInHand;
using loccer::http::RequestScope;
using loccer::http::RequestState;

static_assert(std::is_trivially_destructible_v<RequestState>, "a thread must not have to be told of it");

const int shop = 0;
const int depot = 0;

/// An exception that says whether anybody holds it.
struct Traced {
    std::shared_ptr<int> life;
};

std::string message_of(const KeptException& kept) {
    try {
        std::rethrow_exception(kept.get());
    } catch (const std::exception& error) {
        return error.what();
    }
}

TEST(KeptException, KeepsTheFirstExceptionUntilItIsDropped) {
    KeptException kept;

    kept.keep(std::make_exception_ptr(std::runtime_error("first")));
    kept.keep(std::make_exception_ptr(std::runtime_error("second")));

    ASSERT_TRUE(kept.is_held());
    EXPECT_EQ(message_of(kept), "first");
    kept.drop();
    EXPECT_FALSE(kept.is_held());
}

TEST(KeptException, LetsGoOfWhatItDrops) {
    const auto life = std::make_shared<int>();
    KeptException kept;

    kept.keep(std::make_exception_ptr(Traced{life}));
    EXPECT_EQ(life.use_count(), 2);
    kept.drop();
    kept.drop();

    EXPECT_EQ(life.use_count(), 1);
}

TEST(RequestState, ForgetsEverythingWhereItBeginsAnew) {
    const auto life = std::make_shared<int>();
    RequestState state;
    state.begin(&shop, AnyRequest{}, "/orders");
    state.keep(std::make_exception_ptr(Traced{life}));
    state.set_status(500);
    state.note_record();

    state.begin(&shop, AnyRequest{});

    EXPECT_EQ(life.use_count(), 1);
    EXPECT_FALSE(state.failure().is_held());
    EXPECT_EQ(state.status(), 0);
    EXPECT_EQ(state.endpoint(), "");
    EXPECT_FALSE(state.is_recorded());
    state.end();
}

TEST(RequestState, SharesWithOthersOfItsRequestThatItWasRecorded) {
    std::atomic<bool> is_recorded{false};
    RequestState outer;
    RequestState inner;
    outer.begin(&shop, AnyRequest{}, {}, &is_recorded);
    inner.begin(&shop, AnyRequest{}, {}, &is_recorded);

    outer.note_record();

    EXPECT_TRUE(inner.is_recorded());
    inner.begin(&shop, AnyRequest{});
    EXPECT_FALSE(inner.is_recorded());
    EXPECT_TRUE(outer.is_recorded());
}

TEST(RequestState, BelongsToNobodyWhereItHasEnded) {
    RequestState state;

    state.begin(&shop, AnyRequest{});
    EXPECT_TRUE(state.belongs_to(&shop));
    EXPECT_FALSE(state.belongs_to(&depot));
    state.end();

    EXPECT_FALSE(state.belongs_to(&shop));
    EXPECT_FALSE(state.belongs_to(nullptr));
}

TEST(CurrentRequests, AreFoundByWhoOwnsThemTheInnermostFirst) {
    RequestState outer;
    RequestState inner;
    RequestState of_depot;
    outer.begin(&shop, AnyRequest{});
    inner.begin(&shop, AnyRequest{});
    of_depot.begin(&depot, AnyRequest{});

    const RequestScope first(outer);
    {
        const RequestScope second(inner);
        const RequestScope third(of_depot);
        EXPECT_EQ(CurrentRequests::of(&shop), &inner);
        EXPECT_EQ(CurrentRequests::of(&depot), &of_depot);
    }

    EXPECT_EQ(CurrentRequests::of(&shop), &outer);
    EXPECT_EQ(CurrentRequests::of(&depot), nullptr);
}

TEST(CurrentRequests, MayLeaveInAnyOrderAndTwice) {
    RequestState outer;
    RequestState inner;
    outer.begin(&shop, AnyRequest{});
    inner.begin(&depot, AnyRequest{});

    CurrentRequests::enter(outer);
    CurrentRequests::enter(inner);
    CurrentRequests::leave(outer);
    CurrentRequests::leave(outer);

    EXPECT_EQ(CurrentRequests::of(&shop), nullptr);
    EXPECT_EQ(CurrentRequests::of(&depot), &inner);
    CurrentRequests::leave(inner);
    EXPECT_EQ(CurrentRequests::of(&depot), nullptr);
}

TEST(CurrentRequests, AreThoseOfOneThread) {
    RequestState state;
    state.begin(&shop, AnyRequest{});
    const RequestScope scope(state);

    RequestState* seen = &state;
    std::thread([&] { seen = CurrentRequests::of(&shop); }).join();

    EXPECT_EQ(seen, nullptr);
}

TEST(RequestInHand, IsTheCurrentRequestUntilItEnds) {
    const auto life = std::make_shared<int>();
    {
        RequestInHand hand(&shop, AnyRequest{}, "/orders");
        hand.state().keep(std::make_exception_ptr(Traced{life}));
        {
            RequestInHand inner(&shop, AnyRequest{});
            EXPECT_EQ(CurrentRequests::of(&shop), &inner.state());
        }
        EXPECT_EQ(CurrentRequests::of(&shop), &hand.state());
        EXPECT_EQ(hand.state().endpoint(), "/orders");
        EXPECT_EQ(life.use_count(), 2);
    }

    EXPECT_EQ(CurrentRequests::of(&shop), nullptr);
    EXPECT_EQ(life.use_count(), 1);
}

}  // namespace
