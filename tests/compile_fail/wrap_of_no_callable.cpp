// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Function given to wrap() must be callable; see docs/errors.md#wrap-callable
#include <loccer/loccer.hpp>

int settle(int quantity) { return quantity; }

void wrap_some(loccer::Loccer<loccer::NullOutput>& log) {
#ifdef LOCCER_TEST_REJECTED
    (void)log.wrap(settle(5));  // the result and not the function
#else
    (void)log.wrap(settle);
#endif
}
