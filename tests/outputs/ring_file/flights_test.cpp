// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/flights.hpp>

#include <gtest/gtest.h>

#include <array>

namespace {

using loccer::ring_file::Flights;

TEST(Flights, KnowsWhereTheOldestBegan) {
    Flights flights;
    const int first = flights.begin(100);
    const int second = flights.begin(50);
    const int third = flights.begin(200);

    EXPECT_EQ(flights.oldest(1000), 50U);
    flights.end(second);
    EXPECT_EQ(flights.oldest(1000), 100U);
    flights.end(first);
    EXPECT_EQ(flights.oldest(1000), 200U);
    flights.end(third);
    EXPECT_EQ(flights.oldest(1000), 1000U);
    EXPECT_TRUE(flights.empty());
}

TEST(Flights, AreAtMostSoMany) {
    Flights flights;
    std::array<int, Flights::most> begun{};
    for (int& flight : begun) flight = flights.begin(1);

    EXPECT_EQ(flights.begin(1), Flights::none);
    flights.end(begun[7]);
    EXPECT_EQ(flights.begin(1), begun[7]);
}

TEST(Flights, ForgetThoseOfAnotherProcess) {
    Flights flights;
    EXPECT_NE(flights.begin(1), Flights::none);

    flights.clear();

    EXPECT_TRUE(flights.empty());
}

}  // namespace
