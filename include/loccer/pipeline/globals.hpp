// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_GLOBALS_HPP
#define LOCCER_PIPELINE_GLOBALS_HPP

// Variables that every record of a log shows, wherever the error happened.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/json/object.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// Up to 32 watched variables, borrowed. Only ever grows. *Allocates* no. *Threads* safe.
template <class Context>
class Globals {
  public:
    static constexpr std::size_t capacity = 32;

    /// *Effects* shows `variable` from now on; a name that is watched already watches the new variable.
    /// \param name and `variable` outlive the log. *Returns* false when there is no more room.
    template <class Type>
    bool watch(std::string_view name, const Type& variable) noexcept {
        const LockGuard guard(lock_, patience_ms);
        if (!guard.held()) return false;
        const std::size_t size = size_.load(std::memory_order_relaxed);
        if (size == capacity) return false;
        watched_[size] = {name, &variable,
                          [](json::Object<Context>& globals, std::string_view variable_name, const void* address) {
                              globals.field(variable_name, *static_cast<const Type*>(address));
                          }};
        size_.store(size + 1, std::memory_order_release);
        return true;
    }

    [[nodiscard]] bool empty() const noexcept { return size_.load(std::memory_order_relaxed) == 0; }

    /// *Effects* writes each variable's value; of several with one name the latest.
    void describe_to(json::Object<Context>& out) const {
        const std::size_t size = size_.load(std::memory_order_acquire);
        for (std::size_t i = 0; i < size; ++i) {
            if (!is_watched_again(i, size)) watched_[i].describe(out, watched_[i].name, watched_[i].address);
        }
    }

  private:
    struct Watched {
        std::string_view name;
        const void* address = nullptr;
        void (*describe)(json::Object<Context>&, std::string_view, const void*) = nullptr;
    };

    [[nodiscard]] bool is_watched_again(std::size_t index, std::size_t size) const noexcept {
        for (std::size_t later = index + 1; later < size; ++later) {
            if (watched_[later].name == watched_[index].name) return true;
        }
        return false;
    }

    static constexpr int patience_ms = 1000;

    Lock lock_;
    std::atomic<std::size_t> size_{0};
    std::array<Watched, capacity> watched_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
