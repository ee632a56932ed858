// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Policy must be given to the constructor, for it has no default constructor; see docs/errors.md#argument-missing
#include <loccer/base/meta.hpp>
#include <loccer/pipeline/owned_policies.hpp>

struct First {
    explicit First(int depth);
};

using Policies = loccer::meta::List<First>;

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::pipeline::CheckArguments<Policies>::passed());
#else
static_assert(loccer::pipeline::CheckArguments<Policies, First>::passed());
#endif
