// SPDX-License-Identifier: MIT
// expected: LOCCER_CFG_MAX_FRAMES must lie between 8 and 4096; see docs/errors.md#config-max-frames
#ifdef LOCCER_TEST_REJECTED
#define LOCCER_CFG_MAX_FRAMES 7
#else
#define LOCCER_CFG_MAX_FRAMES 8
#endif
#include <loccer/base/config.hpp>

static_assert(LOCCER_CFG_MAX_FRAMES == 8);
