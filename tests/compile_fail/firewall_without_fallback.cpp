// SPDX-License-Identifier: MIT
// expected: loccer::firewall: Fallback must be given, for the callback returns something; see docs/errors.md#firewall-fallback
#include <loccer/loccer.hpp>

int on_event(int event) { return event; }

auto install_firewall() {
#ifdef LOCCER_TEST_REJECTED
    return loccer::firewall<on_event>;
#else
    return loccer::firewall<on_event, -1>;
#endif
}
