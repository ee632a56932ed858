// SPDX-License-Identifier: MIT
// expected: loccer::TruncateRedaction: Bytes must be at least 16; see docs/errors.md#truncate
#include <loccer/redactions/truncate.hpp>

#ifdef LOCCER_TEST_REJECTED
using Short = loccer::TruncateRedaction<15>;
#else
using Short = loccer::TruncateRedaction<16>;
#endif

static_assert(!Short::redacts_key("depth"));
