// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Integration must have `void gather(const loccer::Event&, auto& out)`; see docs/errors.md#integration-gather
#include <loccer/policy/integration.hpp>

struct QueueIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "queue";
#ifndef LOCCER_TEST_REJECTED
    void gather(const loccer::Event& event, auto& out) const;
#endif
};

static_assert(loccer::CheckIntegration<QueueIntegration>::passed());
