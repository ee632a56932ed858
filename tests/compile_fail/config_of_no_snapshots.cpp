// SPDX-License-Identifier: MIT
// expected: LOCCER_CFG_SNAPSHOTS must lie between 1 and 4096; see docs/errors.md#config-snapshots
#ifdef LOCCER_TEST_REJECTED
#define LOCCER_CFG_SNAPSHOTS 0
#else
#define LOCCER_CFG_SNAPSHOTS 1
#endif
#include <loccer/base/config.hpp>

static_assert(LOCCER_CFG_SNAPSHOTS == 1);
