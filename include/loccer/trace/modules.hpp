// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_MODULES_HPP
#define LOCCER_TRACE_MODULES_HPP

// From an address to the executable or library that holds it. glibc 2.35 and later answer without a
// lock (_dl_find_object), which is what makes this usable in signal handlers and after fork();
// elsewhere dl_iterate_phdr is asked, which waits for the loader.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/trace/elf_image.hpp>
#include <loccer/trace/lasting_modules.hpp>
#include <loccer/trace/start_modules.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <link.h>
#include <span>
#include <string_view>
#include <sys/auxv.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A loaded module. Its texts belong to the loader and its build id to its own memory: valid while it
/// stays loaded, which a module with a function on the caller's stack does.
struct Module {
    std::uintptr_t base = 0;  ///< what the loader added to its addresses; offsets count from here
    ElfImage image;
    const char* name = "";    ///< as the loader knows it: empty for the executable
    bool is_lasting = false;  ///< known to stay loaded

    /// *Returns* whether it is the running program itself. *Signal-safe* yes.
    [[nodiscard]] bool is_executable() const noexcept { return name[0] == '\0'; }
};

/// The path of the running program, read once.
class ExecutablePath {
  public:
    constexpr ExecutablePath() noexcept = default;

    /// *Returns* the target of /proc/self/exe, or an empty text when it is not known (yet: another thread
    /// may be reading it just now). *Allocates* no. *Signal-safe* yes. *Source* proc(5).
    [[nodiscard]] std::string_view view() noexcept {
        std::size_t size = size_.load(std::memory_order_acquire);
        if (size == 0 && lock_.try_lock()) {
            const auto length = ::readlink("/proc/self/exe", text_.data(), text_.size());
            if (length > 0) size = static_cast<std::size_t>(length);
            size_.store(size, std::memory_order_release);
            lock_.unlock();
        }
        return {text_.data(), size};
    }

  private:
    Lock lock_;
    std::atomic<std::size_t> size_{0};
    std::array<char, 4096> text_{};
};

/// One for the whole process.
LOCCER_SHARED inline constinit ExecutablePath executable_path;

/// *Returns* the path of a module as a record shows it. *Signal-safe* yes.
[[nodiscard]] inline std::string_view path_of(const Module& module) noexcept {
    if (!module.is_executable()) return module.name;
    return executable_path.view();
}

/// *Returns* the executable's program headers as the kernel gave them. *Signal-safe* yes.
[[nodiscard]] inline ProgramHeaders executable_headers() noexcept {
    const auto* const first = reinterpret_cast<const ElfW(Phdr)*>(::getauxval(AT_PHDR));
    return {first, first == nullptr ? 0U : static_cast<std::size_t>(::getauxval(AT_PHNUM))};
}

namespace modules {

template <class Result = struct dl_find_object>
[[nodiscard]] inline bool find_lock_free(std::uintptr_t address, Module& module) noexcept {
    Result found{};
    if (_dl_find_object(reinterpret_cast<void*>(address), &found) != 0) return false;
    const auto& map = *found.dlfo_link_map;
    module.base = map.l_addr;
    module.name = map.l_name == nullptr ? "" : map.l_name;
    module.is_lasting = lasting_modules.contain<Result>(map);
    // The executable's ELF header need not be mapped, so its headers come from the kernel.
    module.image = inspect(module.base, module.is_executable()
                                            ? executable_headers()
                                            : headers_at(reinterpret_cast<std::uintptr_t>(found.dlfo_map_start)));
    return true;
}

/// *Effects* calls `visit(const Module&)` for each loaded module until it returns true, holding the
/// loader's lock. *Returns* whether one did. *Signal-safe* no.
template <class Visit>
bool find_if(Visit visit) noexcept {
    const auto ask = [](::dl_phdr_info* info, std::size_t, void* given) -> int {
        Module module;
        module.base = info->dlpi_addr;
        module.name = info->dlpi_name == nullptr ? "" : info->dlpi_name;
        module.is_lasting = module.is_executable() || start_modules.contain(dynamic_section_of(*info));
        module.image = inspect(module.base, {info->dlpi_phdr, info->dlpi_phnum});
        return (*static_cast<Visit*>(given))(static_cast<const Module&>(module)) ? 1 : 0;
    };
    return ::dl_iterate_phdr(ask, &visit) != 0;
}

[[nodiscard]] inline bool find_waiting(std::uintptr_t address, Module& module) noexcept {
    return find_if([&](const Module& candidate) {
        if (address < candidate.image.begin || address >= candidate.image.end) return false;
        module = candidate;
        return true;
    });
}

template <class Result = struct dl_find_object>
[[nodiscard]] inline bool find(std::uintptr_t address, Module& module) noexcept {
    if constexpr (HasFindObject<Result>) {
        return find_lock_free<Result>(address, module);
    } else {
        return find_waiting(address, module);
    }
}

}  // namespace modules

/// *Effects* fills `module` with what holds `address`, the kernel's vdso included.
/// *Returns* false for an address in no module (generated code, a broken stack).
/// *Allocates* no. *Signal-safe* yes with glibc 2.35 or later, else no.
[[nodiscard]] inline bool find_module(std::uintptr_t address, Module& module) noexcept {
    return modules::find(address, module);
}

/// A build id in hexadecimal.
class BuildIdText {
  public:
    /// \param id longer ones than 64 bytes (no tool makes them) are cut. *Signal-safe* yes.
    explicit BuildIdText(std::span<const unsigned char> id) noexcept {
        constexpr std::string_view digits = "0123456789abcdef";
        for (const unsigned char byte : id) {
            if (size_ == text_.size()) break;
            text_[size_++] = digits[byte >> 4U];
            text_[size_++] = digits[byte & 0xFU];
        }
    }

    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }

  private:
    std::array<char, 128> text_{};
    std::size_t size_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
