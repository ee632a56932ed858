// SPDX-License-Identifier: MIT
// The last frame is the function that threw, or that ended the program, whatever the optimizer and the runtime
// put behind it.

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using StderrLog = loccer::Loccer<loccer::StderrOutput>;

/// *Returns* the frames of the first record that a child wrote.
nlohmann::json frames_of(const child::Outcome& outcome) {
    const std::size_t begin = outcome.error_text.find("{\"loccer_type\"");
    if (begin == std::string::npos) return nlohmann::json::array();
    const std::size_t end = outcome.error_text.find('\n', begin);
    return json_check::checked(outcome.error_text.substr(begin, end - begin))["frames"];
}

/// *Returns* the name of the innermost frame.
std::string last_name(const child::Outcome& outcome) {
    const nlohmann::json frames = frames_of(outcome);
    if (frames.empty() || !frames.back()["name"].is_string()) return {};
    return frames.back()["name"].get<std::string>();
}

inline __attribute__((always_inline)) void throw_inlined(int number) {
    if (number == 0) throw std::out_of_range("nobody may catch this");
}

[[gnu::noinline]] void throw_behind_noexcept(int number) noexcept { throw_inlined(number); }

TEST(LastFrame, IsTheThrowerBehindNoexcept) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        throw_behind_noexcept(0);
    });

    EXPECT_NE(last_name(outcome).find("throw_"), std::string::npos) << frames_of(outcome).dump(1);
}

[[gnu::noinline]] void throw_on(int number) {
    if (number == 0) throw std::out_of_range("nobody may catch this");
}

[[gnu::noinline]] void call_behind_noexcept(int number) noexcept { throw_on(number); }

TEST(LastFrame, IsInTheProgramWhereAnExceptionMeetsNoexcept) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        call_behind_noexcept(0);
    });

    // Where compilers clean up on the way to std::terminate, the thrower's frame is gone.
    EXPECT_TRUE(last_name(outcome).find("throw_on") != std::string::npos ||
                last_name(outcome).find("call_behind_noexcept") != std::string::npos)
        << frames_of(outcome).dump(1);
}

[[gnu::noinline]] void forget_to_join(bool joins) {
    std::thread thread([] { ::pause(); });
    if (joins) thread.join();
}

TEST(LastFrame, IsTheDestructorOfAThreadThatNobodyJoined) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        forget_to_join(false);
    });

    EXPECT_NE(last_name(outcome).find("~thread"), std::string::npos) << frames_of(outcome).dump(1);
}

}  // namespace
