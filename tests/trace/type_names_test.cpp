// SPDX-License-Identifier: MIT
#include <loccer/trace/type_names.hpp>

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using loccer::trace::TypeNames;

void fill(TypeNames& names) {
    for (int i = 10'000; i < 12'000; ++i) {
        const std::string name = "t" + std::to_string(i);
        EXPECT_FALSE(names.readable(("6" + name).c_str(), {}).empty());
    }
}

TEST(TypeNames, KnowsANameOnlyAfterItWasAskedFor) {
    const auto names = std::make_unique<TypeNames>();
    EXPECT_EQ(names->find("St12out_of_range"), "");

    EXPECT_EQ(names->readable("St12out_of_range", {}), "std::out_of_range");

    EXPECT_EQ(names->find("St12out_of_range"), "std::out_of_range");
}

TEST(TypeNames, ReturnsTheSameTextForAnEqualNameElsewhere) {
    const auto names = std::make_unique<TypeNames>();
    std::string copy = "St12out_of_range";

    const auto first = names->readable("St12out_of_range", {});
    const auto second = names->readable(copy.c_str(), {});

    EXPECT_EQ(first.data(), second.data());
}

TEST(TypeNames, UsesTheSpareRoomWhenTheTableIsFull) {
    const auto names = std::make_unique<TypeNames>();
    fill(*names);
    std::array<char, 64> spare{};

    const auto name = names->readable("St12out_of_range", spare);

    EXPECT_EQ(name, "std::out_of_range");
    EXPECT_EQ(name.data(), spare.data());
}

TEST(TypeNames, KeepsTheMangledNameWhenThereIsNoRoomAtAll) {
    const auto names = std::make_unique<TypeNames>();
    fill(*names);
    const char* const mangled = "St12out_of_range";

    EXPECT_EQ(names->readable(mangled, {}).data(), mangled);
}

TEST(TypeNames, LeavesAMalformedNameAsItIs) {
    const auto names = std::make_unique<TypeNames>();

    EXPECT_EQ(names->readable("*", {}), "*");
    EXPECT_EQ(names->readable("", {}), "");
}

TEST(TypeNames, SaysTheSameToManyThreads) {
    const auto names = std::make_unique<TypeNames>();
    std::vector<int> wrong(8, 0);
    std::vector<std::thread> threads;

    for (std::size_t index = 0; index < wrong.size(); ++index) {
        threads.emplace_back([&, index] {
            for (int i = 1000; i < 1200; ++i) {
                const std::string text = "t" + std::to_string(i);
                if (names->readable(("5" + text).c_str(), {}) != text) ++wrong[index];
            }
        });
    }
    for (auto& thread : threads) thread.join();

    EXPECT_EQ(wrong, std::vector<int>(8, 0));
}

}  // namespace
