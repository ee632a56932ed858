// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Policy must be a class type without const and &; see docs/errors.md#policy-type
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/composition.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::pipeline::CheckPack<loccer::NullOutput&>::passed());
#else
static_assert(loccer::pipeline::CheckPack<loccer::NullOutput>::passed());
#endif
