// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FRONT_UNITS_HPP
#define LOCCER_TESTS_FRONT_UNITS_HPP

// What each unit of the program does.

#include <string>
#include <vector>

/// Captures in all forms by the light front alone, and in a unit with the whole library. *Returns* how many records
/// there should be.
int capture_all_by_front();
int capture_all_by_front_beside_library();

/// *Effects* captures in all forms into a log whose type is known whole. *Returns* its records.
std::vector<std::string> capture_all_by_type();

/// *Returns* the records of shop::errors, and forgets them.
std::vector<std::string> take_records();

/// *Effects* throws through a scope of the light front alone that registers a value of the program's own type.
void capture_own_type_by_front();

/// *Returns* whether a capture before main has made a record.
bool captured_before_main();

/// *Effects* records into the default by the light front alone.
bool record_into_default_by_front();

/// *Effects* throws through a scope of shop::errors that nobody is above.
void throw_through_front();

/// As captured_inline() has it in units with and without the whole library.
int inline_by_front();
int inline_beside_library();

/// *Returns* how many records a library with hidden symbols has made into a log of its own, in all forms by the front.
extern "C" int records_of_library();

/// *Effects* lets a library's scope of a log of its own be left by what `body` throws.
extern "C" void run_in_library(void (*body)());

#endif
