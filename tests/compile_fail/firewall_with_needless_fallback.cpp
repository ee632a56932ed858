// SPDX-License-Identifier: MIT
// expected: loccer::firewall: Fallback must be left out, for the callback returns nothing; see docs/errors.md#firewall-without-fallback
#include <loccer/loccer.hpp>

void on_event(int /*event*/) {}

auto install_firewall() {
#ifdef LOCCER_TEST_REJECTED
    return loccer::firewall<on_event, -1>;
#else
    return loccer::firewall<on_event>;
#endif
}
