// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_START_MODULES_HPP
#define LOCCER_TRACE_START_MODULES_HPP

// The modules that the loader mapped before the program ran: the executable, the libraries that it needs, those that
// they need, and preloaded ones. glibc unmaps only what dlopen() has mapped (elf/dl-close.c), so they stay, whoever
// opens and closes them as well. The loader does not tell them from plugins, but it names them in the order in which it
// mapped them: they are followed through that list as long as each is needed by one before it. Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/trace/elf_image.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <elf.h>
#include <link.h>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Returns* the place of a module's dynamic section, by which it is known while it is loaded; null without one.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline const ElfW(Dyn) * dynamic_section_of(const ::dl_phdr_info& module) noexcept {
    for (const ElfW(Phdr) & header : std::span(module.dlpi_phdr, module.dlpi_phnum)) {
        if (segment_type(header) != PT_DYNAMIC) continue;
        return reinterpret_cast<const ElfW(Dyn)*>(std::uintptr_t{module.dlpi_addr} + header.p_vaddr);
    }
    return nullptr;
}

/// What a loaded module tells of names: its own, and those of the libraries that it needs.
class ModuleNames {
  public:
    constexpr ModuleNames() noexcept = default;
    /// *Requires* that the module stays loaded as long as this is used. *Source* ELF gABI, "Dynamic Section".
    explicit ModuleNames(const ::dl_phdr_info& module) noexcept : dynamic_(dynamic_section_of(module)) {
        const std::uintptr_t base = module.dlpi_addr;
        const ElfW(Dyn)* own_name = nullptr;
        for (const ElfW(Dyn)* entry = dynamic_; entry != nullptr && entry->d_tag != DT_NULL; ++entry) {
            if (entry->d_tag == DT_SONAME) own_name = entry;
            if (entry->d_tag != DT_STRTAB) continue;
            // The loader adds the base to it, where it can be written to.
            const std::uintptr_t strings = entry->d_un.d_ptr;
            strings_ = reinterpret_cast<const char*>(strings < base ? base + strings : strings);
        }
        if (own_name != nullptr && strings_ != nullptr) name_ = file_name(strings_ + own_name->d_un.d_val);
        else if (module.dlpi_name != nullptr) name_ = file_name(module.dlpi_name);
    }

    /// *Returns* dynamic_section_of() the module.
    [[nodiscard]] const ElfW(Dyn) * dynamic() const noexcept { return dynamic_; }
    /// *Returns* the name by which others need it, without a path; empty for the executable.
    [[nodiscard]] std::string_view name() const noexcept { return name_; }

    /// *Returns* whether the module needs a library of that name.
    [[nodiscard]] bool needs(std::string_view name) const noexcept {
        if (strings_ == nullptr) return false;
        for (const ElfW(Dyn)* entry = dynamic_; entry->d_tag != DT_NULL; ++entry) {
            if (entry->d_tag == DT_NEEDED && file_name(strings_ + entry->d_un.d_val) == name) return true;
        }
        return false;
    }

  private:
    [[nodiscard]] static std::string_view file_name(std::string_view path) noexcept {
        return path.substr(path.rfind('/') + 1);
    }

    const ElfW(Dyn) * dynamic_ = nullptr;
    const char* strings_ = nullptr;
    std::string_view name_;
};

/// The list of them, of which a log that is made sees to it that they are known. Constant-initialised.
class StartModules {
  public:
    /// How many are known at most; further ones are taken for plugins.
    static constexpr std::size_t capacity = 256;

    constexpr StartModules() noexcept = default;

    /// *Effects* lists them, the first time. What was opened meanwhile, before main() too, is not among them.
    /// *Allocates* no. *Throws* nothing. *Signal-safe* no: waits for the loader. *Threads* any.
    void find() noexcept {
        if (count_.load(std::memory_order_acquire) != 0 || !lock_.try_lock()) return;
        if (count_.load(std::memory_order_relaxed) == 0) {
            Walk walk{modules_};
            (void)::dl_iterate_phdr(
                [](::dl_phdr_info* module, std::size_t, void* given) {
                    return static_cast<Walk*>(given)->goes_on(ModuleNames{*module}) ? 0 : 1;
                },
                &walk);
            count_.store(walk.at_start, std::memory_order_release);
        }
        lock_.unlock();
    }

    /// *Returns* whether the module with that dynamic section is known to be one of them. *Signal-safe* yes.
    [[nodiscard]] bool contain(const ElfW(Dyn) * dynamic) const noexcept {
        const std::size_t count = count_.load(std::memory_order_acquire);
        for (const ModuleNames& module : std::span(modules_).first(count)) {
            if (module.dynamic() == dynamic) return true;
        }
        return false;
    }

  private:
    /// One way through the loader's list.
    struct Walk {
        std::array<ModuleNames, capacity>& modules;
        std::size_t listed = 0;
        std::size_t at_start = 0;  ///< of those; once one is needed, all before it were there

        /// *Returns* whether the next module may be one of them too.
        [[nodiscard]] bool goes_on(const ModuleNames& module) noexcept {
            if (listed == capacity) return false;
            modules[listed++] = module;
            if (listed == 1 ? module.name().empty() : is_needed(module.name())) {
                at_start = listed;
                return true;
            }
            // Preloaded ones, whom perhaps nobody needs, stand between the executable and what it needs.
            return at_start == 1;
        }

        /// Of two with one name, the first is what others were bound to.
        [[nodiscard]] bool is_needed(std::string_view name) const noexcept {
            bool needed = false;
            for (std::size_t i = 0; i + 1 < listed; ++i) {
                if (modules[i].name() == name) return false;
                needed = needed || (i < at_start && modules[i].needs(name));
            }
            return needed;
        }
    };

    Lock lock_;
    std::atomic<std::size_t> count_{0};
    std::array<ModuleNames, capacity> modules_{};
};

/// Those of the process.
LOCCER_SHARED inline constinit StartModules start_modules;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
