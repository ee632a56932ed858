// SPDX-License-Identifier: MIT
#include <loccer/trace/snapshot_taker.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using loccer::trace::snapshot_taker;
using loccer::trace::SnapshotTaker;
using test_log::Log;
using test_log::only_record;

/// As in a program none of whose files can take a snapshot yet, as long as this lives.
class NobodyTakesSnapshots {
  public:
    NobodyTakesSnapshots() : before_(snapshot_taker.exchange(nullptr)) {}
    NobodyTakesSnapshots(const NobodyTakesSnapshots&) = delete;
    NobodyTakesSnapshots& operator=(const NobodyTakesSnapshots&) = delete;
    ~NobodyTakesSnapshots() { snapshot_taker.store(before_); }

  private:
    SnapshotTaker before_;
};

[[noreturn, gnu::noinline]] void throw_limit() { throw std::out_of_range("limit"); }

TEST(SnapshotTaker, IsOfferedByTheFirstLog) {
    const NobodyTakesSnapshots nobody;

    const Log log;

    EXPECT_NE(snapshot_taker.load(), nullptr);
}

TEST(SnapshotTaker, StaysTheFirst) {
    const Log log;
    const SnapshotTaker first = snapshot_taker.load();

    const Log another;

    EXPECT_EQ(snapshot_taker.load(), first);
}

TEST(SnapshotTaker, MissingLeavesOneRecordOfTheCatch) {
    Log log;
    const NobodyTakesSnapshots nobody;

    EXPECT_THROW((LOCCER_CAPTURE(log) {
                     LOCCER_CAPTURE(log) { throw_limit(); };
                 }),
                 std::out_of_range);

    const auto record = only_record(log);
    EXPECT_EQ(record["origin"], "catch");
    EXPECT_EQ(record["exc_type"], "std::out_of_range");
    EXPECT_EQ(record["msg"], "limit");
}

TEST(SnapshotTaker, MissingLosesNoThrowAfterAnother) {
    Log log;
    const NobodyTakesSnapshots nobody;

    for (int i = 0; i < 3; ++i) EXPECT_THROW((LOCCER_CAPTURE(log) { throw_limit(); }), std::out_of_range);
    LOCCER_SUPPRESS(log) { throw_limit(); };
    LOCCER_SUPPRESS(log) { throw "text"; };

    EXPECT_EQ(test_log::records(log).size(), 5U);
}

}  // namespace
