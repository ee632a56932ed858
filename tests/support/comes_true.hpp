// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_COMES_TRUE_HPP
#define LOCCER_TESTS_SUPPORT_COMES_TRUE_HPP

// Waiting for another thread, in tests of what one leaves to another.

#include <time.h>

namespace test_support {

/// Waits for what another thread brings about, for up to a minute.
template <class Condition>
bool comes_true(Condition condition) {
    for (int attempt = 0; attempt < 60'000; ++attempt) {
        if (condition()) return true;
        const ::timespec pause{0, 1'000'000};
        ::nanosleep(&pause, nullptr);
    }
    return false;
}

}  // namespace test_support

#endif
