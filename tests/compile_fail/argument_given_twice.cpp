// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Arguments must not give a policy twice; see docs/errors.md#argument-twice
#include <loccer/base/meta.hpp>
#include <loccer/pipeline/owned_policies.hpp>

struct First {};
struct Second {};

using Policies = loccer::meta::List<First, Second>;

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::pipeline::CheckArguments<Policies, First, First&>::passed());
#else
static_assert(loccer::pipeline::CheckArguments<Policies, First, Second&>::passed());
#endif
