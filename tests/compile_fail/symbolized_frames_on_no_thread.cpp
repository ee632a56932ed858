// SPDX-License-Identifier: MIT
// expected: loccer::SymbolizedFramesOn: Where must be loccer::ResolverThread (SymbolizedFrames looks symbols up in place); see docs/errors.md#symbolized-frames-on
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/composition.hpp>

#ifdef LOCCER_TEST_REJECTED
struct Where {};
#else
using Where = loccer::ResolverThread;
#endif

static_assert(loccer::pipeline::CheckPack<loccer::SymbolizedFramesOn<Where>, loccer::NullOutput>::passed());
