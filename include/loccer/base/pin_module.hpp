// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_PIN_MODULE_HPP
#define LOCCER_BASE_PIN_MODULE_HPP

// Keeps the library that this is compiled into in memory when the program closes it: exceptions that went
// through its scopes, logs that it installed, and throws of which it takes the snapshots, refer to its code.
// GCC's libraries stay by themselves, since they have unique symbols; Clang's do not.
// Layer: base.

#include <loccer/base/config.hpp>

#include <atomic>
#include <dlfcn.h>
#include <sys/auxv.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Whether this module, of which each has its own, is kept already.
[[gnu::visibility("hidden")]] inline constinit std::atomic<bool> module_is_pinned{false};

/// *Effects* lets the running module stay until the program ends. *Allocates* perhaps, the first time.
/// *Throws* nothing. *Signal-safe* no. *Source* dlopen(3), RTLD_NODELETE.
[[gnu::visibility("hidden")]] inline void pin_module() noexcept {
    if (module_is_pinned.load(std::memory_order_relaxed) || module_is_pinned.exchange(true)) return;
    ::Dl_info own{};
    ::Dl_info program{};
    if (::dladdr(&module_is_pinned, &own) == 0 || own.dli_fname == nullptr) return;
    if (::dladdr(reinterpret_cast<const void*>(::getauxval(AT_ENTRY)), &program) != 0 &&
        program.dli_fbase == own.dli_fbase) {
        return;
    }
    // Asked for by name: a static program has no such function, and linkers warn where it is named there.
    const auto open = reinterpret_cast<void* (*)(const char*, int)>(::dlsym(RTLD_DEFAULT, "dlopen"));
    if (open != nullptr) (void)open(own.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
