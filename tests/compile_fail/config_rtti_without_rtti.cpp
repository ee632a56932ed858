// SPDX-License-Identifier: MIT
// expected: LOCCER_CFG_RTTI is 1 but the compiler runs with -fno-rtti; see docs/errors.md#config-rtti
#ifdef LOCCER_TEST_REJECTED
#undef __cpp_rtti
#endif
#define LOCCER_CFG_RTTI 1
#include <loccer/base/config.hpp>
