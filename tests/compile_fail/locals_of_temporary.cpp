// SPDX-License-Identifier: MIT
// expected: loccer::LOCCER_LOCALS: Variable must outlive the statement; see docs/errors.md#locals-temporary
#include <loccer/loccer.hpp>

#include <string>

std::string text(int number) { return std::string(100, static_cast<char>('0' + number)); }

int main() {
    const std::string kept = text(1);
#ifdef LOCCER_TEST_REJECTED
    LOCCER_LOCALS(text(1));
#else
    LOCCER_LOCALS(kept);
#endif
    return 0;
}
