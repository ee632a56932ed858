// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Argument must be movable into the log (or copyable, where it is an lvalue); see docs/errors.md#argument-movable
#include <loccer/base/meta.hpp>
#include <loccer/pipeline/owned_policies.hpp>

struct First {
    First() = default;
    First(First&&) = default;
};

using Policies = loccer::meta::List<First>;

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::pipeline::CheckArguments<Policies, First&>::passed());
#else
static_assert(loccer::pipeline::CheckArguments<Policies, First>::passed());
#endif
