// SPDX-License-Identifier: MIT
#include <loccer/reflect/replay.hpp>

#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/tape.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::reflect::replay;
using loccer::reflect::TapeCode;
using test_support::RecordingSink;

std::string codes(std::initializer_list<TapeCode> steps) {
    std::string tape;
    for (const TapeCode step : steps) tape += static_cast<char>(step);
    return tape;
}

/// *Returns* the tape in memory of exactly its size, so that a sanitizer sees a read past its end.
std::unique_ptr<char[]> exact_copy(std::string_view tape) {
    std::unique_ptr<char[]> copy(new char[tape.size()]);
    if (!tape.empty()) std::memcpy(copy.get(), tape.data(), tape.size());
    return copy;
}

std::string tape_of_nested_maps() {
    const std::map<std::string, std::map<std::string, std::vector<std::string>>> value{
        {"outer", {{"inner", {"a", "bb"}}, {"password", {"hunter2"}}}}, {"last", {}}};
    char storage[512];
    loccer::reflect::Tape tape(storage);
    loccer::reflect::describe(tape, value);
    return std::string(tape.bytes());
}

TEST(Replay, AsksTheSinkAboutEveryKeyAgain) {
    RecordingSink sink;
    sink.sensitive = {"password"};

    EXPECT_TRUE(replay(tape_of_nested_maps(), sink));

    EXPECT_EQ(sink.str(), R"({"last":{},"outer":{"inner":["a","bb"],"password":#}})");
}

TEST(Replay, AsksTheSinkAboutEveryOtherNameAgain) {
    char storage[512];
    loccer::reflect::Tape tape(storage);
    loccer::reflect::describe(tape, std::vector<std::array<std::string, 2>>{{"password", "hunter2"}, {"user", "ann"}});
    RecordingSink sink;
    sink.sensitive = {"password"};

    EXPECT_TRUE(replay(tape.bytes(), sink));

    EXPECT_EQ(sink.str(), R"([["password",#],["user","ann"]])");
}

TEST(Replay, PassesOnToAnotherTapeWhatAValueIsKnownBy) {
    char storage[512];
    loccer::reflect::Tape tape(storage);
    loccer::reflect::describe(tape, std::array<std::string, 2>{"password", "hunter2"});
    char other_storage[512];
    loccer::reflect::Tape other(other_storage);
    RecordingSink sink;
    sink.sensitive = {"password"};

    EXPECT_TRUE(replay(tape.bytes(), other));
    EXPECT_TRUE(replay(other.bytes(), sink));

    EXPECT_EQ(sink.str(), R"(["password",#])");
}

TEST(Replay, PassesOverWhatTheSinkHasNoDepthFor) {
    RecordingSink sink;
    sink.depth_limit = 2;

    EXPECT_TRUE(replay(tape_of_nested_maps(), sink));

    EXPECT_EQ(sink.str(), R"({"last":{},"outer":{"inner":<deep>,"password":<deep>}})");
}

TEST(Replay, CountsTheElementsThatTheSinkDoesNotTake) {
    char storage[512];
    loccer::reflect::Tape tape(storage);
    loccer::reflect::describe(tape, std::vector<std::vector<int>>{{1}, {2}, {3}});
    RecordingSink sink;
    sink.element_limit = 3;

    EXPECT_TRUE(replay(tape.bytes(), sink));

    EXPECT_EQ(sink.str(), "[[1],[+1],+1]");
}

TEST(Replay, ClosesATapeThatEndsAnywhere) {
    const std::string whole = tape_of_nested_maps();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto copy = exact_copy(whole.substr(0, size));
        RecordingSink sink;

        EXPECT_FALSE(replay(std::string_view(copy.get(), size), sink));

        EXPECT_TRUE(sink.well_formed()) << size << sink.str();
    }
}

TEST(Replay, StopsAtStepsThatCannotStandThere) {
    using enum TapeCode;
    for (const std::string& tape :
         {codes({end_array}), codes({begin_object, end_array}), codes({begin_array, end_object}),
          codes({begin_object, null}), codes({begin_array, key}), codes({null, null}), codes({omitted}),
          codes({begin_object, key, null, key, end_object}), codes({begin_array, name, end_array}),
          codes({begin_object, name, null}), codes({begin_array, name, name, null})}) {
        RecordingSink sink;

        EXPECT_FALSE(replay(tape, sink));

        EXPECT_TRUE(sink.well_formed()) << sink.str();
    }
}

TEST(Replay, StopsAtNestingThatNoTapeHas) {
    RecordingSink sink;
    sink.depth_limit = 1000;

    EXPECT_FALSE(replay(std::string(10'000, static_cast<char>(TapeCode::begin_array)), sink));

    EXPECT_TRUE(sink.well_formed());
}

TEST(Replay, GivesOneValueWhateverTheBytesAre) {
    std::mt19937 random(20261122);
    const std::string whole = tape_of_nested_maps();
    for (int round = 0; round < 20'000; ++round) {
        std::string tape = whole;
        if (round % 2 == 0) {
            tape.resize(random() % 64);
            for (char& byte : tape) byte = static_cast<char>(random() % (round % 4 == 0 ? 18 : 256));
        } else {
            for (int i = 0; i < 3; ++i) tape[random() % tape.size()] = static_cast<char>(random() % 256);
        }
        const auto copy = exact_copy(tape);
        RecordingSink sink;
        sink.sensitive = {"password", ""};
        sink.depth_limit = random() % 18;
        sink.element_limit = random() % 6;

        (void)replay(std::string_view(copy.get(), tape.size()), sink);

        ASSERT_TRUE(sink.well_formed()) << round << ": " << sink.str();
    }
}

}  // namespace
