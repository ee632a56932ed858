// SPDX-License-Identifier: MIT
#include <loccer/event/schema.hpp>

#include <gtest/gtest.h>

namespace {

TEST(Schema, NamesTheKindsOfRecords) {
    EXPECT_EQ(loccer::schema::text(loccer::RecordKind::exception), "exception");
    EXPECT_EQ(loccer::schema::text(loccer::RecordKind::metadata_log), "metadata_log");
    EXPECT_EQ(loccer::schema::text(loccer::RecordKind::signal), "signal");
}

TEST(Schema, NamesTheOrigins) {
    EXPECT_EQ(loccer::schema::text(loccer::Origin::thrown), "throw");
    EXPECT_EQ(loccer::schema::text(loccer::Origin::caught), "catch");
    EXPECT_EQ(loccer::schema::text(loccer::Origin::terminate), "terminate");
    EXPECT_EQ(loccer::schema::text(loccer::Origin::signal), "signal");
}

TEST(Schema, KeepsTheKeysThatReadersOfOlderLogsKnow) {
    EXPECT_EQ(loccer::schema::loccer_type.view(), "loccer_type");
    EXPECT_EQ(loccer::schema::exc_type.view(), "exc_type");
    EXPECT_EQ(loccer::schema::lineno.view(), "lineno");
}

}  // namespace
