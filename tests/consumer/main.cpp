// SPDX-License-Identifier: MIT
// A program of somebody else's that was given loccer by its build system and nothing more.

#include <loccer/base/config.hpp>
#include <loccer/base/version.hpp>
#include <loccer/policy/role.hpp>

#include <boost/hana/tuple.hpp>

#include <cstdio>

#if LOCCER_CFG_LIBBACKTRACE
// Links only where the build system passed the library on with the define.
extern "C" void* backtrace_create_state(const char*, int, void (*)(void*, const char*, int), void*);
#endif

int main() {
#if LOCCER_CFG_LIBBACKTRACE
    const bool symbols = backtrace_create_state(nullptr, 1, nullptr, nullptr) != nullptr;
#else
    const bool symbols = false;
#endif
    std::printf("loccer %s, symbols: %s\n", loccer::version.data(), symbols ? "yes" : "no");
    return 0;
}
