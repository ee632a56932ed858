// SPDX-License-Identifier: MIT
#include <loccer/outputs/chunk.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace {

TEST(ChunkSink, HandsOnFullBuffersAndTheRest) {
    std::array<char, 4> buffer{};
    std::vector<std::string> chunks;
    auto write = [&](std::string_view chunk) {
        chunks.emplace_back(chunk);
        return true;
    };
    loccer::outputs::ChunkSink sink(buffer, write);

    for (const char c : std::string_view("abcdefghij")) sink.put(c);
    const bool taken = sink.flush();

    EXPECT_TRUE(taken);
    EXPECT_EQ(chunks, (std::vector<std::string>{"abcd", "efgh", "ij"}));
}

TEST(ChunkSink, HandsNothingOnAfterAFailure) {
    std::array<char, 2> buffer{};
    int calls = 0;
    auto write = [&](std::string_view) {
        ++calls;
        return false;
    };
    loccer::outputs::ChunkSink sink(buffer, write);

    for (const char c : std::string_view("abcdefgh")) sink.put(c);
    const bool taken = sink.flush();

    EXPECT_FALSE(taken);
    EXPECT_EQ(calls, 1);
}

TEST(ChunkSink, HandsOnNothingWhenItHoldsNothing) {
    std::array<char, 2> buffer{};
    int calls = 0;
    auto write = [&](std::string_view) {
        ++calls;
        return true;
    };
    loccer::outputs::ChunkSink sink(buffer, write);

    const bool taken = sink.flush();

    EXPECT_TRUE(taken);
    EXPECT_EQ(calls, 0);
}

}  // namespace
