// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LASTING_MODULES_HPP
#define LOCCER_TRACE_LASTING_MODULES_HPP

// Which modules stay for as long as this code can run: those with which the program started, and the libraries that
// this code itself is bound to. What was read of them once needs no second look, whereas a plugin may be closed and
// another one take its place. Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/start_modules.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cxxabi.h>
#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <unwind.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

namespace modules {

/// The loader's lock-free question, written as a template so that a C library without it is no error.
template <class Result = struct dl_find_object>
concept HasFindObject = requires(void* address, Result* result) { _dl_find_object(address, result); };

}  // namespace modules

/// The C library, the C++ runtime and the unwinder as the loader knows them, asked for once.
class LastingModules {
  public:
    constexpr LastingModules() noexcept = default;

    /// *Returns* whether the module is known to stay. A library is not closed before those that are bound to it.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any. *Source* dlclose(3).
    template <class Result = struct dl_find_object>
    [[nodiscard]] bool contain(const ::link_map& module) noexcept {
        if (module.l_name == nullptr || module.l_name[0] == '\0') return true;
        if (!is_known_.load(std::memory_order_acquire)) find<Result>();
        for (const std::atomic<const ::link_map*>& runtime : runtime_) {
            if (runtime.load(std::memory_order_relaxed) == &module) return true;
        }
        return start_modules.contain(module.l_ld);
    }

  private:
    /// By a function of each that nothing takes the place of, as sanitizers do of others.
    template <class Result>
    LOCCER_COLD void find() noexcept {
        const std::array<void*, 3> functions{reinterpret_cast<void*>(&::gnu_get_libc_version),
                                             reinterpret_cast<void*>(&abi::__cxa_get_globals),
                                             reinterpret_cast<void*>(&::_Unwind_GetRegionStart)};
        for (std::size_t i = 0; i < functions.size(); ++i) {
            Result found{};
            if (_dl_find_object(functions[i], &found) == 0) {
                runtime_[i].store(found.dlfo_link_map, std::memory_order_relaxed);
            }
        }
        is_known_.store(true, std::memory_order_release);
    }

    std::atomic<bool> is_known_{false};
    std::array<std::atomic<const ::link_map*>, 3> runtime_{};
};

/// Each module of the program has its own: it is bound to its own libraries.
[[gnu::visibility("hidden")]] inline constinit LastingModules lasting_modules;

/// *Returns* whether an address is known to lie in a module that stays. *Allocates* no. *Signal-safe* yes.
/// \tparam Result as in modules::HasFindObject.
template <class Result = struct dl_find_object>
[[nodiscard]] bool is_in_lasting_module(const void* address) noexcept {
    if constexpr (modules::HasFindObject<Result>) {
        Result found{};
        return _dl_find_object(const_cast<void*>(address), &found) == 0 && found.dlfo_link_map != nullptr &&
               lasting_modules.contain<Result>(*found.dlfo_link_map);
    } else {
        return false;
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
