// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redactions must contain one mode at most (DenyList, AllowList, TypesOnly or NoRedaction); see docs/errors.md#redaction-modes
#include <loccer/outputs/null.hpp>
#include <loccer/pipeline/loccer.hpp>
#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/types_only.hpp>

#ifdef LOCCER_TEST_REJECTED
using Log = loccer::Loccer<loccer::AllowList<"depth">, loccer::TypesOnly, loccer::NullOutput>;
#else
using Log = loccer::Loccer<loccer::AllowList<"depth">, loccer::KeyRedaction<"badge">, loccer::NullOutput>;
#endif

static_assert(sizeof(Log) > 0);
