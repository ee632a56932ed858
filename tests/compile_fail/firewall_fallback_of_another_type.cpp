// SPDX-License-Identifier: MIT
// expected: loccer::firewall: Fallback must be one value that converts to what the callback returns; see docs/errors.md#firewall-fallback-type
#include <loccer/loccer.hpp>

enum class Answer { no, yes };
Answer on_event(int event) { return event > 0 ? Answer::yes : Answer::no; }

auto install_firewall() {
#ifdef LOCCER_TEST_REJECTED
    return loccer::firewall<on_event, 0>;
#else
    return loccer::firewall<on_event, Answer::no>;
#endif
}
