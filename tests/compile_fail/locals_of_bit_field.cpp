// SPDX-License-Identifier: MIT
// expected: bit-field
#include <loccer/loccer.hpp>

struct Flags {
    unsigned ready : 1;
    unsigned level;
};

int main() {
    const Flags flags{1, 2};
#ifdef LOCCER_TEST_REJECTED
    LOCCER_LOCALS(flags.ready);
#else
    LOCCER_LOCALS(flags.level);
#endif
    return static_cast<int>(flags.level) - 2;
}
