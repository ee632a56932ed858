// SPDX-License-Identifier: MIT
// expected: loccer::Mask: Marker must have 1 to 48 characters of printable ASCII without quotation mark and backslash; see docs/errors.md#mask
#include <loccer/redactions/mask.hpp>

#ifdef LOCCER_TEST_REJECTED
using Gone = loccer::Mask<"\"gone\"">;
#else
using Gone = loccer::Mask<"'gone'">;
#endif

static_assert(!Gone::redacts_key("depth"));
