// SPDX-License-Identifier: MIT
// expected: loccer::firewall: Callback must be a function, without `...` in its parameters; see docs/errors.md#firewall-callback
#include <loccer/loccer.hpp>

loccer::Loccer<loccer::NullOutput> errors;

int on_event(int event) { return event; }

auto install_firewall() {
#ifdef LOCCER_TEST_REJECTED
    return loccer::firewall<errors, -1>;
#else
    return loccer::firewall<errors, on_event, -1>;
#endif
}
