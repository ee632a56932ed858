// SPDX-License-Identifier: MIT
// expected: LOCCER_CFG_EXCEPTIONS is 1 but the compiler runs with -fno-exceptions; see docs/errors.md#config-exceptions
#ifdef LOCCER_TEST_REJECTED
#undef __cpp_exceptions
#endif
#define LOCCER_CFG_EXCEPTIONS 1
#include <loccer/base/config.hpp>
