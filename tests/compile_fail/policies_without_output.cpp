// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Policies must contain an output (loccer::NullOutput says none); see docs/errors.md#policies-output
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/composition.hpp>
#include <loccer/redactions/key.hpp>

using Badge = loccer::KeyRedaction<"badge-id">;

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::pipeline::CheckPack<Badge>::passed());
#else
static_assert(loccer::pipeline::CheckPack<Badge, loccer::NullOutput>::passed());
#endif
