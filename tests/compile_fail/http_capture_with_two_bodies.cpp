// SPDX-License-Identifier: MIT
// expected: loccer::HttpCapture: Options must be Capture4xx, NoCapture5xx or CaptureBody<Bytes>, each at most once
#include <loccer/integrations/http/setting.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::HttpCapture<loccer::CaptureBody<1>, loccer::CaptureBody<2>>::body_bytes > 0);
#else
static_assert(loccer::HttpCapture<loccer::CaptureBody<1>, loccer::Capture4xx>::body_bytes > 0);
#endif
