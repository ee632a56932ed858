// SPDX-License-Identifier: MIT
// A program of units with the light front alone, with the whole library, and with both in either order.

#include <loccer/loccer.hpp>

#include "errors.hpp"
#include "support/child.hpp"
#include "support/test_log.hpp"
#include "units.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Log = loccer::Loccer<loccer::InMemoryOutput, loccer::MaxRecord<16 * loccer::KiB>>;

/// Forgets what other tests have recorded.
class Front : public testing::Test {
  protected:
    void SetUp() override { (void)take_records(); }
};

/// *Returns* records without what differs from one call to the next, and without the frames outside of forms.hpp,
/// which are of different units.
std::vector<nlohmann::json> comparable(const std::vector<std::string>& lines) {
    std::vector<nlohmann::json> all;
    for (const std::string& line : lines) {
        nlohmann::json record = json_check::checked(line);
        record.erase("timestamp");
        record.erase("seq");
        nlohmann::json kept = nlohmann::json::array();
        for (nlohmann::json& frame : record["frames"]) {
            if (!frame["filename"].is_string() ||
                frame["filename"].get<std::string>().find("forms.hpp") == std::string::npos) {
                continue;
            }
            frame.erase("offset");
            kept.push_back(frame);
        }
        record["frames"] = kept;
        all.push_back(record);
    }
    return all;
}

void expect_the_same(const std::vector<std::string>& front, const std::vector<std::string>& type, int expected) {
    const std::vector<nlohmann::json> by_front = comparable(front);
    const std::vector<nlohmann::json> by_type = comparable(type);
    ASSERT_EQ(by_front.size(), by_type.size());
    EXPECT_EQ(by_front.size(), static_cast<std::size_t>(expected));
    for (std::size_t i = 0; i < by_front.size(); ++i) {
        EXPECT_EQ(by_front[i], by_type[i]) << i << "\n" << by_front[i].dump(1) << "\n" << by_type[i].dump(1);
    }
}

TEST_F(Front, LeavesTheRecordsThatTheWholeLibraryLeaves) {
    const int expected = capture_all_by_front();

    expect_the_same(take_records(), capture_all_by_type(), expected);
}

TEST_F(Front, LeavesTheSameRecordsInAUnitWithTheWholeLibrary) {
    const int expected = capture_all_by_front_beside_library();

    expect_the_same(take_records(), capture_all_by_type(), expected);
}

TEST_F(Front, ShowsTheThrowAndItsLocals) {
    (void)capture_all_by_front();

    const nlohmann::json record = json_check::checked(take_records()[0]);
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(test_log::locals_of(record, "fail")["customer"], "Dao Nguyen") << record.dump(1);
    EXPECT_EQ(test_log::locals_of(record, "fail")["password"], "[REDACTED]");
}

TEST_F(Front, ShowsValuesOfAnyTypeWhereTheirDescriptionIsIncluded) {
    capture_own_type_by_front();

    const std::vector<std::string> all = take_records();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_NE(all[0].find(R"("prices":[1,2])"), std::string::npos) << all[0];
    EXPECT_NE(all[1].find(R"("data":{"prices":[1,2]})"), std::string::npos) << all[1];
    EXPECT_NE(all[2].find(R"("data":[1,2])"), std::string::npos) << all[2];
}

TEST_F(Front, RecordsIntoEachLogThatAnExceptionCrosses) {
    Log log;

    try {
        LOCCER_CAPTURE(log) { throw_through_front(); };
    } catch (const std::out_of_range&) {
    }

    EXPECT_EQ(take_records().size(), 1U);
    EXPECT_EQ(test_log::only_record(log)["origin"], "throw");
}

TEST_F(Front, StandsForTheDefaultLogWhereItIsDefinedSo) {
    Log log;
    loccer::install(log);

    const bool recorded = record_into_default_by_front();
    loccer::restore();

    EXPECT_TRUE(recorded);
    EXPECT_EQ(test_log::only_record(log)["msg"], "default");
}

TEST_F(Front, RecordsWhatNobodyCatchesBeforeTheProgramEnds) {
    const child::Outcome outcome = child::run([] {
        loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        throw_through_front();
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    EXPECT_NE(outcome.error_text.find(R"("handled":false)"), std::string::npos) << outcome.error_text;
    EXPECT_NE(outcome.error_text.find("fail"), std::string::npos) << outcome.error_text;
}

TEST_F(Front, MeansTheSameInInlineFunctionsOfAllUnits) {
    EXPECT_EQ(inline_by_front(), 2);
    EXPECT_EQ(inline_beside_library(), 2);
}

TEST_F(Front, CapturesInALibraryWithHiddenSymbols) { EXPECT_GT(records_of_library(), 0); }

TEST_F(Front, CapturesWhatTheProgramThrowsThroughALibrary) {
    try {
        LOCCER_CAPTURE(shop::errors) { run_in_library(&throw_through_front); };
    } catch (const std::out_of_range&) {
    }

    EXPECT_EQ(take_records().size(), 1U);
}

TEST_F(Front, RecordsBeforeMain) { EXPECT_TRUE(captured_before_main()); }

}  // namespace
