// SPDX-License-Identifier: MIT
// expected: loccer::Gzip: Level must lie between 1 and 9; see docs/errors.md#gzip
#include <loccer/outputs/file/gzip.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::Gzip<10>::level > 0);
#else
static_assert(loccer::Gzip<9>::level > 0);
#endif
