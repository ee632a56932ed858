// SPDX-License-Identifier: MIT
// expected: loccer::CaptureBody: Bytes must lie between 1 and 1 MiB; see docs/errors.md#capture-body
#include <loccer/integrations/http/setting.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::CaptureBody<0>::bytes == 0);
#else
static_assert(loccer::CaptureBody<1>::bytes == 1);
#endif
