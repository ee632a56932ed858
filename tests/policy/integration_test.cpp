// SPDX-License-Identifier: MIT
#include <loccer/policy/integration.hpp>

#include <gtest/gtest.h>

namespace {

using namespace loccer::literals;

struct QueueIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "queue";
    void gather(const loccer::Event&, auto& out) const {
        out.field("depth"_key, 3);
        out.object("peer"_key, [](auto& peer) { peer.field("name"_key, "left"); });
        out.structure("session"_key, [](auto& session) { session.field("name"_key, "left"); });
        out.array("sizes"_key, [](auto&) {});
    }
};
struct NamelessIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "";
    void gather(const loccer::Event&, auto&) const {}
};
struct IdleIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "idle";
};

TEST(IntegrationPolicy, AcceptsWhatGathersUnderAName) {
    EXPECT_TRUE(loccer::IntegrationPolicy<QueueIntegration>);
    EXPECT_TRUE(loccer::CheckIntegration<QueueIntegration>::passed());
}

TEST(IntegrationPolicy, RefusesAnEmptyName) { EXPECT_FALSE(loccer::IntegrationPolicy<NamelessIntegration>); }

TEST(IntegrationPolicy, RefusesWhatDoesNotGather) { EXPECT_FALSE(loccer::IntegrationPolicy<IdleIntegration>); }

}  // namespace
