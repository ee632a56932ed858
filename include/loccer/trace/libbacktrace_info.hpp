// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LIBBACKTRACE_INFO_HPP
#define LOCCER_TRACE_LIBBACKTRACE_INFO_HPP

// Functions, files and lines by libbacktrace: the one state of the process and the knowledge of when it is out of
// date. A state sees the modules that were loaded when it was first used and can never be freed, so it is
// renewed only for an address in a module that it cannot know, and only a few times. Without
// LOCCER_CFG_LIBBACKTRACE nothing is known here.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/arena.hpp>
#include <loccer/trace/libbacktrace.hpp>
#include <loccer/trace/modules.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <sys/mman.h>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// One process-wide state of libbacktrace. *Requires* for all members that a lock is held.
class LibbacktraceInfo {
  public:
    constexpr LibbacktraceInfo() noexcept = default;

    /// As DebugInfo::look_up(). *Allocates* pages, no heap.
    template <class Visitor>
    [[nodiscard]] bool look_up(const Module& module, std::uintptr_t address, Visitor& visitor) noexcept {
        if constexpr (LOCCER_CFG_LIBBACKTRACE) {
            if (!contains(known_, module) && may_renew()) renew(module, address);
            if (!contains(known_, module)) return !failed_;
            const auto on_frame = [](void* data, std::uintptr_t, const char* file, int line, const char* function) {
                static_cast<Visitor*>(data)->location(file, line, function);
                return 0;
            };
            const auto on_symbol = [](void* data, std::uintptr_t, const char* symbol, std::uintptr_t, std::uintptr_t) {
                if (symbol != nullptr) static_cast<Visitor*>(data)->symbol(symbol);
            };
            ::backtrace_pcinfo(state_, address, on_frame, ignore_error, &visitor);
            if (visitor.wants_symbol()) ::backtrace_syminfo(state_, address, on_symbol, ignore_error, &visitor);
        }
        return true;
    }

  private:
    struct KnownModule {
        std::uintptr_t begin;
        std::uint64_t identity;
    };

    static constexpr int max_renewals = 8;  // after the first state; each costs 0.5 to 25 MB for ever
    static constexpr std::size_t max_modules = 4096;
    static constexpr std::size_t list_bytes = max_modules * sizeof(KnownModule);
    static constexpr std::int64_t pause_after_failure_s = 1;

    static void ignore_error(void*, const char*, int) noexcept {}

    [[nodiscard]] static bool contains(std::span<const KnownModule> list, const Module& module) noexcept {
        for (const KnownModule& known : list) {
            if (known.begin == module.image.begin && known.identity == module.image.identity) return true;
        }
        return false;
    }

    [[nodiscard]] bool may_renew() const noexcept {
        // Found set, it was set by a thread of the parent process which fork() cut off in the middle: it
        // held the loader's lock, which in this process nobody will ever release.
        if (renewing_) return false;
        return states_left_ > 0 && (!failed_ || seconds() >= retry_at_s_);
    }

    [[nodiscard]] static std::int64_t seconds() noexcept {
        ::timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return time.tv_sec;
    }

    void renew(const Module& module, std::uintptr_t address) noexcept {
        renewing_ = true;
        auto* const memory = static_cast<KnownModule*>(map_pages(list_bytes));
        const std::span<const KnownModule> loaded = list_modules(memory);
        if (!contains(loaded, module)) {
            // A new state would not know it either: it lies in a namespace of its own (dlmopen).
            if (memory != nullptr) ::munmap(memory, list_bytes);
        } else if (make_state(address)) {
            const std::span<const KnownModule> old = known_;
            known_ = loaded;  // first, for a child that fork() makes just now
            if (!old.empty()) ::munmap(const_cast<KnownModule*>(old.data()), list_bytes);
        } else {
            ::munmap(memory, list_bytes);
        }
        renewing_ = false;
    }

    /// *Returns* whether there is a new state; of a failure it is remembered whether it may pass.
    [[nodiscard]] bool make_state(std::uintptr_t address) noexcept {
        --states_left_;
        int error = 0;
        const auto on_error = [](void* data, const char*, int number) {
            if (number > 0) *static_cast<int*>(data) = number;
        };
        const auto on_frame = [](void*, std::uintptr_t, const char*, int, const char*) { return 0; };
        ::backtrace_state* const state = ::backtrace_create_state(nullptr, 1, on_error, &error);
        if (state != nullptr) ::backtrace_pcinfo(state, address, on_frame, on_error, &error);  // reads all modules
        failed_ = state == nullptr || error == EMFILE || error == ENFILE || error == ENOMEM;
        if (failed_) {
            retry_at_s_ = seconds() + pause_after_failure_s;
        } else {
            state_ = state;
        }
        return !failed_;
    }

    [[nodiscard]] static std::span<const KnownModule> list_modules(KnownModule* list) noexcept {
        if (list == nullptr) return {};
        std::size_t count = 0;
        modules::find_if([&](const Module& module) {
            if (count < max_modules) list[count++] = {module.image.begin, module.image.identity};
            return false;
        });
        return {list, count};
    }

    ::backtrace_state* state_ = nullptr;
    std::span<const KnownModule> known_;
    std::int64_t retry_at_s_ = 0;
    int states_left_ = 1 + max_renewals;
    bool failed_ = false;
    bool renewing_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
