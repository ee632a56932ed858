// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_SWALLOW_HPP
#define LOCCER_TESTS_SUPPORT_SWALLOW_HPP

// Runs a body and lets whatever it throws end there, for tests of the record that is left of it.

namespace test_log {

template <class Body>
void swallow(Body&& body) {
    try {
        body();
    } catch (...) {
    }
}

}  // namespace test_log

#endif
