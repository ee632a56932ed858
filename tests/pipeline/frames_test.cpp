// SPDX-License-Identifier: MIT
#include <loccer/pipeline/frames.hpp>

#include "support/swallow.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::Event;
using loccer::Frame;
using loccer::FrameLocals;
using loccer::pipeline::Frames;
using test_log::Log;
using test_log::only_record;
using test_log::swallow;

[[noreturn, gnu::noinline]] void throw_limit() { throw std::out_of_range("limit"); }

[[gnu::noinline]] void settle(Log& log) {
    LOCCER_CAPTURE(log) { throw_limit(); };
}

/// *Returns* how often a frame's name holds `part`.
std::size_t count(const nlohmann::json& record, std::string_view part) {
    std::size_t found = 0;
    for (const auto& frame : record["frames"]) {
        if (frame["name"].is_string() && frame["name"].get<std::string>().find(part) != std::string::npos) ++found;
    }
    return found;
}

TEST(Frames, EndWithTheThrowerAndHaveItsCallersBefore) {
    Log log;

    swallow([&] { settle(log); });

    const auto record = only_record(log);
    EXPECT_NE(test_log::thrower(record).find("throw_limit"), std::string::npos) << test_log::frame_names(record);
    EXPECT_GE(count(record, "settle"), 1U) << test_log::frame_names(record);  // its block may be named after it
}

TEST(Frames, ShowNeitherLoccersNorTheRuntimesThrow) {
    Log log;

    swallow([&] { settle(log); });

    const auto record = only_record(log);
    for (const auto& frame : record["frames"]) {
        EXPECT_FALSE(frame["name"].is_string() && frame["name"].get<std::string>().starts_with("loccer::"));
    }
    EXPECT_EQ(count(record, "_Unwind_"), 0U);
    EXPECT_EQ(count(record, "__cxa_throw"), 0U);
    EXPECT_EQ(count(record, "__gxx_personality"), 0U);
}

TEST(Frames, ShowNoHelperOfTheLibraryThatThrows) {
    Log log;
    const std::vector<int> empty;

    swallow([&] {
        LOCCER_CAPTURE(log) { (void)empty.at(3); };
    });

    const auto record = only_record(log);
    EXPECT_EQ(count(record, "__throw_out_of_range"), 0U) << test_log::frame_names(record);
}

TEST(Frames, KnowFileLineAndText) {
    Log log;

    swallow([&] { settle(log); });

    const auto frame = only_record(log)["frames"].back();
    EXPECT_TRUE(frame["filename"].get<std::string>().ends_with("frames_test.cpp"));
    EXPECT_NE(frame["line"].get<std::string>().find("throw std::out_of_range"), std::string::npos);
    EXPECT_TRUE(frame["offset"].get<std::string>().starts_with("0x"));
}

/// *Returns* the frames of an event, each as its name and how many locals it has.
template <bool Symbolized>
std::vector<std::pair<std::string, std::size_t>> frames_of(const Event& event) {
    std::vector<std::pair<std::string, std::size_t>> found;
    typename Frames<Symbolized>::Room room;
    Frames<Symbolized> frames(event, room);
    frames([&](const Frame& frame, std::span<const FrameLocals> locals) {
        found.emplace_back(std::string(frame.name), locals.size());
    });
    return found;
}

TEST(Frames, OfAnEventWithoutAStackAreNone) {
    const Event event;

    EXPECT_TRUE(frames_of<true>(event).empty());
    EXPECT_TRUE(frames_of<false>(event).empty());
}

TEST(Frames, ShowLocalsOfAFunctionThatTheStackDoesNotHave) {
    Event event;
    const std::array<FrameLocals, 1> locals{{{"vanished", "vanished.cpp", 7, FrameLocals::unknown_frame, {}}}};
    event.locals = locals;

    const auto found = frames_of<true>(event);

    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].first, "vanished");
    EXPECT_EQ(found[0].second, 1U);
}

TEST(Frames, CanBeVisitedAgain) {
    Log log;
    std::exception_ptr kept;
    swallow([&] {
        try {
            settle(log);
        } catch (...) {
            kept = std::current_exception();
            throw;
        }
    });
    const auto* snapshot = loccer::capture::snapshot_of(loccer::trace::thrown_of(kept));
    ASSERT_NE(snapshot, nullptr);
    Event event;
    event.stack = {snapshot->addresses.data(), snapshot->depth};
    Frames<true>::Room room;
    Frames<true> frames(event, room);
    std::vector<std::string> first;
    std::vector<std::string> second;

    frames([&](const Frame& frame, std::span<const FrameLocals>) { first.emplace_back(frame.name); });
    frames([&](const Frame& frame, std::span<const FrameLocals>) { second.emplace_back(frame.name); });

    EXPECT_EQ(first, second);
    EXPECT_GT(first.size(), 3U);
}

int dive(int depth);

/// Through it the compiler cannot make a loop of the recursion.
int (*volatile dive_again)(int) = &dive;

[[gnu::noinline]] int dive(int depth) {
    if (depth == 0) throw std::out_of_range("deep");
    return dive_again(depth - 1) + depth;
}

TEST(Frames, KeepTheInnermostOfADeepStack) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { dive(500); };
    });

    const auto record = only_record(log);
    EXPECT_NE(test_log::thrower(record).find("dive"), std::string::npos);
    EXPECT_GE(count(record, "dive"), 100U);
}

}  // namespace
