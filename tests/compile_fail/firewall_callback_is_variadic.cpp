// SPDX-License-Identifier: MIT
// expected: loccer::firewall: Callback must be a function, without `...` in its parameters; see docs/errors.md#firewall-callback
#include <loccer/loccer.hpp>

loccer::Loccer<loccer::NullOutput> errors;

int on_event(const char* text, ...) { return text != nullptr; }
int on_text(const char* text) { return text != nullptr; }

auto install_firewall() {
#ifdef LOCCER_TEST_REJECTED
    return loccer::firewall<errors, on_event, -1>;  // nobody can hand on what is behind the text
#else
    return loccer::firewall<errors, on_text, -1>;
#endif
}
