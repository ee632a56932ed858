// SPDX-License-Identifier: MIT
// expected: loccer::front: Log must be named where <loccer/loccer.hpp> is not included; see docs/errors.md#front-default
#include <loccer/front.hpp>

LOCCER_DECLARE_LOG(errors);

int main() {
#ifdef LOCCER_TEST_REJECTED
    LOCCER_CAPTURE(){};
#else
    LOCCER_CAPTURE(errors){};
#endif
    return 0;
}
