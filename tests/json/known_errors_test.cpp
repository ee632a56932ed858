// SPDX-License-Identifier: MIT
#include <loccer/json/known_errors.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

namespace {

using loccer::ErrorText;
using loccer::Event;
using loccer::json::KnownErrors;

constexpr std::size_t record_capacity = 4096;

Event event_of(std::string_view type, std::string_view message) {
    Event event;
    event.exception.error = {type, message};
    event.thread = {7, "worker"};
    return event;
}

/// *Returns* what a record says of the event.
std::string members_of(const Event& event, const std::string& more = {}) {
    return R"("exc_type":")" + std::string{event.exception.error.type} + R"(","msg":")" +
           std::string{event.exception.error.message} +
           R"(","handled":true,"origin":"catch","thread":{"id":7,"name":")" + std::string{event.thread.name} +
           R"("},"causes":[])" + more;
}

std::string kept(KnownErrors& errors, const Event& event) {
    errors.keep(event, record_capacity, members_of(event));
    return std::string{errors.find(event, record_capacity)};
}

TEST(KnownErrors, GiveTheMembersOfTheErrorThatWasKept) {
    const auto errors = std::make_unique<KnownErrors>();
    const Event first = event_of("Full", "disk 7");
    const Event second = event_of("Slow", "disk 8");
    EXPECT_EQ(errors->find(first, record_capacity), "");
    errors->keep(first, record_capacity, members_of(first));
    errors->keep(second, record_capacity, members_of(second, R"(,"integrations":{})"));

    EXPECT_EQ(errors->find(first, record_capacity), members_of(first));
    EXPECT_EQ(errors->find(second, record_capacity), members_of(second, R"(,"integrations":{})"));
}

TEST(KnownErrors, TellErrorsApartByAllThatTheMembersTell) {
    const auto errors = std::make_unique<KnownErrors>();
    const Event known = event_of("Full", "disk 7");
    errors->keep(known, record_capacity, members_of(known));
    const auto is_known = [&](auto change) {
        Event other = known;
        change(other);
        return !errors->find(other, record_capacity).empty();
    };
    const ErrorText cause{"Slow", "disk"};

    EXPECT_TRUE(is_known([](Event& other) { other.seq = 9; }));
    EXPECT_FALSE(is_known([](Event& other) { other.exception.error.type = "Fuel"; }));
    EXPECT_FALSE(is_known([](Event& other) { other.exception.error.type = "Fu"; }));
    EXPECT_FALSE(is_known([](Event& other) { other.exception.error.message = "disk 8"; }));
    EXPECT_FALSE(is_known([](Event& other) { other.exception.error.message = {}; }));
    EXPECT_FALSE(is_known([](Event& other) { other.exception.code = {"shop", 7}; }));
    EXPECT_FALSE(is_known([&](Event& other) { other.exception.causes = {&cause, 1}; }));
    EXPECT_FALSE(is_known([](Event& other) { other.exception.causes_omitted = 1; }));
    EXPECT_FALSE(is_known([](Event& other) { other.handled = false; }));
    EXPECT_FALSE(is_known([](Event& other) { other.origin = loccer::Origin::thrown; }));
    EXPECT_FALSE(is_known([](Event& other) { other.thread.id = 8; }));
    EXPECT_FALSE(is_known([](Event& other) { other.thread.name = "walker"; }));
    EXPECT_EQ(errors->find(known, record_capacity + 1), "");
}

TEST(KnownErrors, KeepNothingThatHasNotTheTextsAsTheyAre) {
    const auto errors = std::make_unique<KnownErrors>();
    const Event event = event_of("Full", "disk \"7\"");
    errors->keep(event, record_capacity, members_of(event_of("Full", "disk \\\"7\\\"")));
    EXPECT_EQ(errors->find(event, record_capacity), "");

    errors->keep(event, record_capacity, members_of(event_of("Full", "<text>")));
    EXPECT_EQ(errors->find(event, record_capacity), "");

    errors->keep(event, record_capacity, R"("exc_type":"Full")");
    EXPECT_EQ(errors->find(event, record_capacity), "");
}

TEST(KnownErrors, KeepNeitherLongOnesNorThoseWithMoreToTell) {
    const auto errors = std::make_unique<KnownErrors>();
    const std::string long_text(KnownErrors::longest, 'x');
    Event with_code = event_of("Full", "disk 7");
    with_code.exception.code = {"shop", 7};
    Event of_unknown_thread = event_of("Full", "disk 7");
    of_unknown_thread.thread.name = {};

    EXPECT_EQ(kept(*errors, event_of("Full", long_text)), "");
    EXPECT_EQ(kept(*errors, with_code), "");
    EXPECT_EQ(kept(*errors, of_unknown_thread), "");
}

TEST(KnownErrors, KeepEmptyTexts) {
    const auto errors = std::make_unique<KnownErrors>();
    const Event event = event_of("", "");

    EXPECT_EQ(kept(*errors, event), members_of(event));
}

TEST(KnownErrors, KeepTheLastFew) {
    const auto errors = std::make_unique<KnownErrors>();
    for (int number = 0; number < 1000; ++number) {
        const std::string message = "disk " + std::to_string(number);
        const Event event = event_of("Full", message);
        // Each comes again, so they are worth keeping.
        ASSERT_EQ(kept(*errors, event), members_of(event));
    }
}

TEST(KnownErrors, AreNotKeptForAWhileWhenNoneComesAgain) {
    const auto errors = std::make_unique<KnownErrors>();
    int found = 0;
    for (int number = 1; number <= 1000; ++number) {
        const std::string message = "disk " + std::to_string(number);
        const Event event = event_of("Full", message);
        errors->keep(event, record_capacity, members_of(event));
        if (number % 100 == 0 && !errors->find(event, record_capacity).empty()) ++found;
    }

    EXPECT_LT(found, 3);
}

}  // namespace
