// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LATE_RESOLVER_HPP
#define LOCCER_TRACE_LATE_RESOLVER_HPP

// Resolves the addresses of a stack that was left since: a library that it led through may be closed, and another one
// loaded in its place. Where that is so, a frame has what was noted with the stack: module, offset and build id.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/frame_filter.hpp>
#include <loccer/trace/module_hold.hpp>
#include <loccer/trace/modules.hpp>
#include <loccer/trace/raw_frame.hpp>
#include <loccer/trace/stack_modules.hpp>
#include <loccer/trace/symbolizer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <sys/auxv.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Which module it was, and where.
struct ModulePlace {
    std::uintptr_t base = 0;
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    std::uint64_t identity = 0;
    bool is_executable = false;
};

[[nodiscard]] inline ModulePlace place_of(const Module& module) noexcept {
    return {module.base, module.image.begin, module.image.end, module.image.identity, module.is_executable()};
}

/// A module as it was noted with a stack, with texts of its own.
struct KeptModule {
    ModulePlace place;
    std::string_view path;      ///< with a zero behind it
    std::string_view build_id;  ///< in hexadecimal
};

/// Resolves the addresses of one stack. Holds its libraries as long as it lives. *Threads* belongs to one thread.
/// A library in a namespace of its own (dlmopen) counts as closed.
class LateResolver {
  public:
    /// \param modules those of the stack, at most StackModules::max_count; they outlive this.
    LateResolver(Symbolizer& symbols, std::span<const KeptModule> modules) noexcept
        : modules_(modules), view_(symbols) {
        hold_modules();
    }
    LateResolver(const LateResolver&) = delete;
    LateResolver& operator=(const LateResolver&) = delete;

    /// *Effects* as Symbolizer::View::resolve() of a return address of the stack.
    template <class Visit>
    void operator()(const void* address, Visit&& visit) {
        const std::uintptr_t looked_up = lookup_address(address, true);
        for (std::size_t i = 0; i < modules_.size() && i < is_there_.size(); ++i) {
            const KeptModule& module = modules_[i];
            if (looked_up < module.place.begin || looked_up >= module.place.end) continue;
            if (is_there_[i]) return view_.resolve(address, true, std::forward<Visit>(visit));
            ResolvedFrame frame;
            frame.offset = looked_up - module.place.base;
            frame.module = module.path;
            frame.build_id = module.build_id;
            frame.kind = kind_of_module(module.path);
            return std::forward<Visit>(visit)(static_cast<const ResolvedFrame&>(frame));
        }
        // It was in no module; in which one it is now says nothing.
        ResolvedFrame frame;
        frame.offset = looked_up;
        std::forward<Visit>(visit)(static_cast<const ResolvedFrame&>(frame));
    }

  private:
    void hold_modules() noexcept {
        const auto vdso = static_cast<std::uintptr_t>(::getauxval(AT_SYSINFO_EHDR));
        for (std::size_t i = 0; i < modules_.size() && i < holds_.size(); ++i) {
            const KeptModule& module = modules_[i];
            is_there_[i] = module.place.is_executable || module.place.begin == vdso;
            if (is_there_[i]) continue;
            holds_[i] = ModuleHold{module.path.data()};
            is_there_[i] = holds_[i].held() && is_loaded(module.place);
        }
    }

    /// *Returns* whether this very module is loaded at its place. Asks under the loader's lock: only of the one that is
    /// held it is known that it stays.
    [[nodiscard]] static bool is_loaded(const ModulePlace& place) noexcept {
        return modules::find_if([&](const Module& loaded) {
            return loaded.image.begin == place.begin && loaded.image.identity == place.identity;
        });
    }

    std::span<const KeptModule> modules_;
    std::array<ModuleHold, StackModules::max_count> holds_{};
    std::array<bool, StackModules::max_count> is_there_{};
    Symbolizer::View view_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
