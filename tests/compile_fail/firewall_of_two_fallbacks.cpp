// SPDX-License-Identifier: MIT
// expected: loccer::firewall: Fallback must be one value that converts to what the callback returns; see docs/errors.md#firewall-fallback-type
#include <loccer/loccer.hpp>

int on_event(int event) { return event; }

auto install_firewall() {
#ifdef LOCCER_TEST_REJECTED
    return loccer::firewall<on_event, 0, -1>;
#else
    return loccer::firewall<on_event, -1>;
#endif
}
