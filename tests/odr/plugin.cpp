// SPDX-License-Identifier: MIT
// A plugin with hidden symbols that is opened and closed while exceptions go through its scopes.

#include "plugin.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>

#define LOCCER_TEST_EXPORT extern "C" [[gnu::visibility("default")]]

namespace {

/// A log of the plugin's own.
using PluginLog = loccer::Loccer<loccer::InMemoryOutput, loccer::MaxRecord<8 * loccer::KiB>>;

std::size_t record_one() {
    PluginLog log;
    LOCCER_SUPPRESS(log) { throw std::runtime_error("of the plugin"); };
    return log.get<loccer::InMemoryOutput>().size();
}

/// Made by the loader, which is at work.
const std::size_t when_opened = record_one();

}  // namespace

LOCCER_TEST_EXPORT void run_in_plugin(void (*body)()) {
    const int order = 7;
    LOCCER_LOCALS(order);
    PluginLog log;
    LOCCER_CAPTURE(log, order) { body(); };
}

LOCCER_TEST_EXPORT std::size_t record_in_plugin() { return record_one(); }

LOCCER_TEST_EXPORT std::size_t recorded_when_opened() { return when_opened; }
