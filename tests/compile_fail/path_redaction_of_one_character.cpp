// SPDX-License-Identifier: MIT
// expected: loccer::PathRedaction: Prefixes must have two characters or more each; see docs/errors.md#path-redaction
#include <loccer/redactions/path.hpp>

#ifdef LOCCER_TEST_REJECTED
loccer::PathRedaction<"/"> redaction;
#else
loccer::PathRedaction<"/b"> redaction;
#endif
