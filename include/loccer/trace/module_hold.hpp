// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_MODULE_HOLD_HPP
#define LOCCER_TRACE_MODULE_HOLD_HPP

// Keeps a library loaded while its symbols are looked up by a thread that has none of its functions on its stack:
// another thread may close it at any moment, and its headers are read from memory. Layer: trace.

#include <loccer/base/config.hpp>

#include <dlfcn.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A reference to a loaded library. Where the program closes it meanwhile, it is unloaded at the end of this, and its
/// destructors run there. Move-only. *Throws* nothing. *Signal-safe* no: takes the loader's lock.
class ModuleHold {
  public:
    constexpr ModuleHold() noexcept = default;
    /// \param library its name as the loader knows it, with a zero behind it. *Source* dlopen(3), RTLD_NOLOAD.
    explicit ModuleHold(const char* library) noexcept {
        // Asked for by name: a static program has no such function, and linkers warn where it is named there.
        const auto open = reinterpret_cast<void* (*)(const char*, int)>(::dlsym(RTLD_DEFAULT, "dlopen"));
        if (open != nullptr) handle_ = open(library, RTLD_LAZY | RTLD_NOLOAD);
    }
    ModuleHold(ModuleHold&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    ModuleHold& operator=(ModuleHold&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~ModuleHold() {
        if (handle_ == nullptr) return;
        const auto close = reinterpret_cast<int (*)(void*)>(::dlsym(RTLD_DEFAULT, "dlclose"));
        if (close != nullptr) (void)close(handle_);
    }

    /// *Returns* whether a library of that name was loaded; another one than before, perhaps.
    [[nodiscard]] bool held() const noexcept { return handle_ != nullptr; }

  private:
    void* handle_ = nullptr;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
