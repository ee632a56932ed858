// SPDX-License-Identifier: MIT
// A plugin with hidden symbols that makes no log: it captures into the one that the program gives it.

#include "plugin.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>

namespace {

[[noreturn, gnu::noinline]] void throw_in_guest() { throw std::runtime_error("of the guest"); }

}  // namespace

extern "C" [[gnu::visibility("default")]] void capture_in_guest(void* log) {
    LOCCER_SUPPRESS(*static_cast<GuestLog*>(log)) { throw_in_guest(); };
}
