// SPDX-License-Identifier: MIT
#include <loccer/pipeline/composition.hpp>

#include <loccer/integrations/platform.hpp>
#include <loccer/outputs/in_memory.hpp>
#include <loccer/outputs/null.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/none.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using loccer::meta::List;
using loccer::pipeline::CheckPack;
using loccer::pipeline::Composition;

using Badge = loccer::KeyRedaction<"badge-id">;
using Small = loccer::MaxRecord<2 * loccer::KiB>;

struct Queue {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "queue";
    void gather(const loccer::Event&, auto&) const {}
};

TEST(Composition, SortsPoliciesByRoleAndKeepsTheirOrder) {
    using Sorted =
        Composition<loccer::InMemoryOutput, Queue, Small, loccer::NullOutput, Badge, loccer::PlatformIntegration>;

    EXPECT_TRUE((std::is_same_v<Sorted::integrations, List<Queue, loccer::PlatformIntegration>>));
    EXPECT_TRUE((std::is_same_v<Sorted::outputs, List<loccer::InMemoryOutput, loccer::NullOutput>>));
    EXPECT_TRUE((std::is_same_v<Sorted::redactions, List<Badge>>));
    EXPECT_TRUE((std::is_same_v<Sorted::settings, List<Small>>));
}

TEST(Composition, RedactsByDefault) {
    using Rules = Composition<loccer::NullOutput>::rules;

    EXPECT_TRUE(Rules::redacts("password"));
    EXPECT_FALSE(Rules::redacts("quantity"));
}

TEST(Composition, AddsRedactionsToTheDefault) {
    using Rules = Composition<loccer::NullOutput, Badge>::rules;

    EXPECT_TRUE(Rules::redacts("badge_id"));
    EXPECT_TRUE(Rules::redacts("password"));
    EXPECT_FALSE(Rules::redacts("quantity"));
}

TEST(Composition, RedactsNothingOnlyWhenThatIsSpelledOut) {
    using Rules = Composition<loccer::NullOutput, loccer::NoRedaction>::rules;

    EXPECT_FALSE(Rules::redacts("password"));
}

TEST(Composition, RedactsWhatIsNamedBesideNoRedaction) {
    using Rules = Composition<loccer::NullOutput, loccer::NoRedaction, Badge>::rules;

    EXPECT_TRUE(Rules::redacts("badge_id"));
    EXPECT_FALSE(Rules::redacts("password"));
}

TEST(Composition, HasSettingsByDefault) {
    using Sorted = Composition<loccer::NullOutput>;

    EXPECT_EQ(Sorted::max_record_bytes, 64U * 1024U);
    EXPECT_EQ(Sorted::records_at_once, 0U);
    EXPECT_TRUE(Sorted::symbolized);
}

TEST(Composition, TakesSettings) {
    using Sorted = Composition<loccer::NullOutput, loccer::RawFrames, loccer::RecordsAtOnce<3>, Small>;

    EXPECT_EQ(Sorted::max_record_bytes, 2048U);
    EXPECT_EQ(Sorted::records_at_once, 3U);
    EXPECT_FALSE(Sorted::symbolized);
}

TEST(Composition, ResolvesLaterWhereThatIsSpelledOut) {
    using Sorted =
        Composition<loccer::NullOutput, loccer::SymbolizedFramesOn<loccer::ResolverThread, 32 * loccer::KiB>>;

    EXPECT_TRUE(Sorted::symbolized);
    EXPECT_TRUE(Sorted::resolves_later);
    EXPECT_EQ(Sorted::waiting_bytes, 32U * 1024U);
    EXPECT_FALSE(Composition<loccer::NullOutput>::resolves_later);
    EXPECT_FALSE((Composition<loccer::NullOutput, loccer::RawFrames>::resolves_later));
}

TEST(CheckPack, PassesAnyOrder) {
    EXPECT_TRUE((CheckPack<loccer::NullOutput>::passed()));
    EXPECT_TRUE((CheckPack<Small, Queue, loccer::NullOutput, Badge, loccer::RawFrames>::passed()));
}

}  // namespace
