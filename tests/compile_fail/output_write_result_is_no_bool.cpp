// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Output must return void or something convertible to bool from write(); see docs/errors.md#output-write-result
#include <loccer/policy/output.hpp>

struct Receipt {};

struct RadioOutput {
    using loccer_role = loccer::OutputRole;
#ifdef LOCCER_TEST_REJECTED
    Receipt write(const loccer::Record& record);
#else
    bool write(const loccer::Record& record);
#endif
};

static_assert(loccer::CheckOutput<RadioOutput>::passed());
