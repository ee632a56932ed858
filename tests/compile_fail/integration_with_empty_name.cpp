// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Integration must have a non-empty `static constexpr loccer::FixedString name`; see docs/errors.md#integration-name
#include <loccer/policy/integration.hpp>

struct QueueIntegration {
    using loccer_role = loccer::IntegrationRole;
#ifdef LOCCER_TEST_REJECTED
    static constexpr loccer::FixedString name = "";
#else
    static constexpr loccer::FixedString name = "queue";
#endif
    void gather(const loccer::Event& event, auto& out) const;
};

static_assert(loccer::CheckIntegration<QueueIntegration>::passed());
