// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_ODR_PART_HPP
#define LOCCER_TESTS_ODR_PART_HPP

// What each part of the program (two translation units, two shared libraries) does on its own. Every part
// includes the whole library; main() sees whether they meant the same default.

/// *Returns* whether the default took an error that is thrown and caught in this part.
bool record_in_other_unit();
extern "C" bool record_in_first_library();
extern "C" bool record_in_second_library();

/// *Effects* throws, with nothing around it in this part.
extern "C" void throw_from_first_library();

/// *Effects* installs a log of this part's own, records into it through the default and restores.
/// *Returns* whether it got exactly that record.
extern "C" bool install_in_second_library();

/// The second library installs a log of its own, and restores what was there.
extern "C" void install_for_good_in_second_library();
extern "C" void restore_in_second_library();

/// Built with another switch than the rest of the program.
int records_in_unit_with_other_switches();

#endif
