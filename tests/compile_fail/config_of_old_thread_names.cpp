// SPDX-License-Identifier: MIT
// expected: LOCCER_CFG_THREAD_NAME_AGE_US must lie between 0 and 1000000; see docs/errors.md#config-thread-name-age
#ifdef LOCCER_TEST_REJECTED
#define LOCCER_CFG_THREAD_NAME_AGE_US 1000001
#else
#define LOCCER_CFG_THREAD_NAME_AGE_US 1000000
#endif
#include <loccer/base/config.hpp>

static_assert(LOCCER_CFG_THREAD_NAME_AGE_US == 1000000);
