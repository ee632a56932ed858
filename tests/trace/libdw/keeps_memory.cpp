// SPDX-License-Identifier: MIT
// For tests with symbolizers of their own: what a symbolizer has read stays as long as the process, since a program's
// is never destroyed. To the leak detector that is a leak of each test.

extern "C" {

int __lsan_is_turned_off();  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
int __lsan_is_turned_off() { return 1; }

}  // extern "C"
