// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redactions must not set what stands for removed values twice; see docs/errors.md#redaction-markers
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/loccer.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/truncate.hpp>

#ifdef LOCCER_TEST_REJECTED
using Log = loccer::Loccer<loccer::Mask<"***">, loccer::Mask<"(gone)">, loccer::NullOutput>;
#else
using Log = loccer::Loccer<loccer::Mask<"***">, loccer::TruncateRedaction<64>, loccer::NullOutput>;
#endif

static_assert(sizeof(Log) > 0);
