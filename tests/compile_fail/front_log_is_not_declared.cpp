// SPDX-License-Identifier: MIT
// expected: loccer::front: Log must be declared by LOCCER_DECLARE_LOG where <loccer/loccer.hpp> is not included; see docs/errors.md#front-log
#include <loccer/front.hpp>

LOCCER_DECLARE_LOG(errors);

class ErrorLog;
ErrorLog& the_log();

int main() {
#ifdef LOCCER_TEST_REJECTED
    LOCCER_CAPTURE(the_log()){};
#else
    LOCCER_CAPTURE(errors){};
#endif
    return 0;
}
