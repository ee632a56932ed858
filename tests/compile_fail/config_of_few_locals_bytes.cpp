// SPDX-License-Identifier: MIT
// expected: LOCCER_CFG_LOCALS_BYTES must lie between 256 and 1048576; see docs/errors.md#config-locals-bytes
#ifdef LOCCER_TEST_REJECTED
#define LOCCER_CFG_LOCALS_BYTES 255
#else
#define LOCCER_CFG_LOCALS_BYTES 256
#endif
#include <loccer/base/config.hpp>

static_assert(LOCCER_CFG_LOCALS_BYTES == 256);
