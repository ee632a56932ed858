// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_ODR_PLUGIN_HPP
#define LOCCER_TESTS_ODR_PLUGIN_HPP

// What the plugin offers to the program that opens it.

#include <loccer/loccer.hpp>

#include <cstddef>

/// The log that the program gives to the plugin that has none.
using GuestLog = loccer::Loccer<loccer::InMemoryOutput>;

/// *Effects* runs `body` in a scope of a log of the plugin's own, with a registered variable.
extern "C" void run_in_plugin(void (*body)());

/// *Effects* throws, records and swallows, all within the plugin. *Returns* how many records that made.
extern "C" std::size_t record_in_plugin();

/// *Returns* how many records that made while the plugin was being opened.
extern "C" std::size_t recorded_when_opened();

/// *Effects* throws, records into `log`, a GuestLog, and swallows, all within the other plugin.
extern "C" void capture_in_guest(void* log);

#endif
