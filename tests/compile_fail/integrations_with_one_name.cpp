// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Integrations must differ in their names; see docs/errors.md#integration-names
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/composition.hpp>

struct QueueIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "queue";
    void gather(const loccer::Event& event, auto& out) const;
};

struct BacklogIntegration {
    using loccer_role = loccer::IntegrationRole;
#ifdef LOCCER_TEST_REJECTED
    static constexpr loccer::FixedString name = "queue";
#else
    static constexpr loccer::FixedString name = "backlog";
#endif
    void gather(const loccer::Event& event, auto& out) const;
};

static_assert(loccer::pipeline::CheckPack<QueueIntegration, BacklogIntegration, loccer::NullOutput>::passed());
