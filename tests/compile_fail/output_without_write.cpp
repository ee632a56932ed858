// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Output must have `void write(const loccer::Record&)`; see docs/errors.md#output-write
#include <loccer/policy/output.hpp>

struct RadioOutput {
    using loccer_role = loccer::OutputRole;
#ifndef LOCCER_TEST_REJECTED
    void write(const loccer::Record& record);
#endif
};

static_assert(loccer::CheckOutput<RadioOutput>::passed());
