// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Policies must not name a type twice; see docs/errors.md#policies-twice
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/composition.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::pipeline::CheckPack<loccer::NullOutput, loccer::NullOutput>::passed());
#else
static_assert(loccer::pipeline::CheckPack<loccer::NullOutput>::passed());
#endif
