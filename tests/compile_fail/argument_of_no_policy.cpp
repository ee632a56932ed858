// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Argument must be an object of one of the log's policies; see docs/errors.md#argument-type
#include <loccer/base/meta.hpp>
#include <loccer/pipeline/owned_policies.hpp>

struct First {};
struct Second {};

using Policies = loccer::meta::List<First>;

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::pipeline::CheckArguments<Policies, Second>::passed());
#else
static_assert(loccer::pipeline::CheckArguments<Policies, First>::passed());
#endif
