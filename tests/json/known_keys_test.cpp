// SPDX-License-Identifier: MIT
#include <loccer/json/known_keys.hpp>

#include <loccer/json/literal.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

using loccer::json::KeyVerdict;
using loccer::json::KnownKeys;

TEST(KnownKeys, KeepVerdictsOnTheKeysOfARecord) {
    const auto known = std::make_unique<KnownKeys>();
    const auto name_of = [](int number) { return "variable_" + std::to_string(number); };
    const auto verdict_on = [](int number) { return KeyVerdict{number % 2 == 0, number % 3 == 0}; };
    constexpr int keys = 64;
    for (int number = 0; number < keys; ++number) {
        const std::string key = name_of(number);
        known->add(key, loccer::json::key_hash(key), verdict_on(number));
    }

    int kept = 0;
    for (int number = 0; number < keys; ++number) {
        const std::string key = name_of(number);
        const KeyVerdict* const verdict = known->find(key, loccer::json::key_hash(key));
        if (verdict == nullptr) continue;
        EXPECT_EQ(*verdict, verdict_on(number)) << key;
        ++kept;
    }
    EXPECT_GE(kept, keys * 9 / 10);
}

TEST(KnownKeys, TakeLittleRoom) { EXPECT_LE(sizeof(KnownKeys), 13U * 1024); }

}  // namespace
