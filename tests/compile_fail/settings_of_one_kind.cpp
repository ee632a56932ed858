// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Settings must differ in what they set; see docs/errors.md#setting-twice
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/composition.hpp>

#ifdef LOCCER_TEST_REJECTED
using Second = loccer::MaxRecord<8 * loccer::KiB>;
#else
using Second = loccer::RawFrames;
#endif

static_assert(loccer::pipeline::CheckPack<loccer::MaxRecord<4 * loccer::KiB>, Second, loccer::NullOutput>::passed());
