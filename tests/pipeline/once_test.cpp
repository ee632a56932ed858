// SPDX-License-Identifier: MIT
#include <loccer/pipeline/once.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>

namespace {

using test_log::only_record;

/// Counts how often it is asked.
struct SiteIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "site";
    static inline int asked = 0;

    void gather_once(auto& out) const {
        using namespace loccer::literals;
        ++asked;
        out.field("name"_key, "north \"1\"");
        out.field("password"_key, "hunter2");
        out.object("link"_key, [](auto& link) { link.field("url"_key, "https://ada:s3cr3t@db1/x"); });
    }
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("load"_key, 17);
    }
};

TEST(GatherOnce, IsAskedWhenTheLogIsMadeAndStandsInEveryRecord) {
    SiteIntegration::asked = 0;
    loccer::Loccer<SiteIntegration, loccer::InMemoryOutput> log;
    EXPECT_EQ(SiteIntegration::asked, 1);

    log.log_metadata({{"msg", "a"}});
    log.log_metadata({{"msg", "b"}});

    EXPECT_EQ(SiteIntegration::asked, 1);
    const auto records = test_log::records(log);
    ASSERT_EQ(records.size(), 2U);
    for (const auto& record : records) {
        const auto site = record["integrations"]["site"];
        EXPECT_EQ(site["name"], "north \"1\"");
        EXPECT_EQ(site["load"], 17);
    }
}

TEST(GatherOnce, IsRedactedAndCountedInEveryRecord) {
    loccer::Loccer<SiteIntegration, loccer::InMemoryOutput> log;

    log.log_metadata({{"msg", "a"}});

    const auto record = only_record(log);
    EXPECT_EQ(record["integrations"]["site"]["password"], "[REDACTED]");
    EXPECT_EQ(record["integrations"]["site"]["link"]["url"], "https://[REDACTED]@db1/x");
    EXPECT_EQ(record["redactions"], 2);
}

struct BrokenIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "broken";

    void gather_once(auto& out) const {
        using namespace loccer::literals;
        out.field("before"_key, 1);
        throw std::runtime_error("no site");
    }
    void gather(const loccer::Event&, auto&) const {}
};

TEST(GatherOnce, ThatThrowsIsToldInEveryRecord) {
    loccer::Loccer<BrokenIntegration, loccer::InMemoryOutput> log;

    log.log_metadata({{"msg", "a"}});

    EXPECT_EQ(log.statistics().integration_failures, 1U);
    EXPECT_EQ(only_record(log)["integrations"]["broken"],
              "CRITICAL: error while calling the integration to gather data: std::runtime_error: no site");
}

/// More than fits into a small record.
struct LargeIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "large";

    void gather_once(auto& out) const {
        using namespace loccer::literals;
        out.field("first"_key, "kept");
        out.field("second"_key, std::string(30'000, 'x'));
    }
    void gather(const loccer::Event&, auto&) const {}
};

TEST(GatherOnce, StandsInASmallRecordAsFarAsItFits) {
    loccer::Loccer<LargeIntegration, loccer::InMemoryOutput, loccer::MaxRecord<4096>> log;

    log.log_metadata({{"msg", "a"}});

    const auto record = only_record(log);
    EXPECT_EQ(record["integrations"]["large"]["first"], "kept");
    EXPECT_EQ(record["truncated"], true);
}

}  // namespace
