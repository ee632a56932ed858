// SPDX-License-Identifier: MIT
// expected: loccer::HttpCapture: Options must be Capture4xx, NoCapture5xx or CaptureBody<Bytes>, each at most once
// expected: see docs/errors.md#http-capture
#include <loccer/integrations/http/setting.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(!loccer::HttpCapture<int>::captures_4xx);
#else
static_assert(!loccer::HttpCapture<loccer::NoCapture5xx>::captures_4xx);
#endif
