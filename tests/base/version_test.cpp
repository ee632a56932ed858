// SPDX-License-Identifier: MIT
#include <loccer/base/version.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(Version, TextAndNumberSayTheSame) {
    const std::string text = std::to_string(LOCCER_VERSION / 10000) + "." + std::to_string(LOCCER_VERSION / 100 % 100) +
                             "." + std::to_string(LOCCER_VERSION % 100);

    EXPECT_EQ(loccer::version, text);
}

TEST(Version, SchemaIsTheFirst) { EXPECT_EQ(loccer::schema_version, 1); }

}  // namespace
