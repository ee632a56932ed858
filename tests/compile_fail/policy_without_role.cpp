// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Policy must name its role with `using loccer_role = ...` (IntegrationRole, OutputRole, RedactionRole or SettingRole); see docs/errors.md#policy-role
#include <loccer/pipeline/composition.hpp>

struct RadioOutput {
#ifndef LOCCER_TEST_REJECTED
    using loccer_role = loccer::OutputRole;
#endif
    void write(const loccer::Record& record);
};

static_assert(loccer::pipeline::CheckPack<RadioOutput>::passed());
