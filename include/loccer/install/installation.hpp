// SPDX-License-Identifier: MIT
#ifndef LOCCER_INSTALL_INSTALLATION_HPP
#define LOCCER_INSTALL_INSTALLATION_HPP

// The stack of installed defaults: each remembers what was there before, so that restore() puts back
// exactly that, be it an earlier log or nothing.
// Layer: install.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/pin_module.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/install/terminate_hook.hpp>
#include <loccer/trace/throw_probe.hpp>

#include <atomic>
#include <exception>

namespace loccer::inline LOCCER_ABI_NAMESPACE::installing {

/// One installed default. Never destroyed: threads may be using it when it is restored away.
struct Installation {
    capture::Sink sink{};
    Installation* earlier = nullptr;                   ///< installed before this one
    Installation* made_before = nullptr;               ///< of all that were ever made
    std::terminate_handler hook = nullptr;             ///< our handler, as this module spells it
    std::terminate_handler handler_before = nullptr;   ///< what set_terminate gave back
    std::terminate_handler handler_to_call = nullptr;  ///< after the record; null for none
};

/// The process's installations. *Threads* safe.
struct Installations {
    Lock lock;
    Installation* top = nullptr;
    Installation* all = nullptr;  ///< keeps what was restored away reachable
};

LOCCER_SHARED inline constinit Installations installations{};

inline constexpr int patience_ms = 2000;

/// *Effects* makes `installation` the default and our handler the terminate handler.
inline void push(Installation& installation, bool call_previous) noexcept {
    pin_module();
    const LockGuard guard(installations.lock, patience_ms);
    installation.earlier = installations.top;
    installation.made_before = installations.all;
    installations.top = installations.all = &installation;
    capture::installed_sink.store(&installation.sink, std::memory_order_release);
    installation.hook = &on_terminate;
    installation.handler_before = std::set_terminate(installation.hook);
    // What comes after an earlier installation's hook, which may be another module's, is what that would call.
    const bool ours = installation.earlier != nullptr && installation.handler_before == installation.earlier->hook;
    const std::terminate_handler foreign = ours ? installation.earlier->handler_to_call : installation.handler_before;
    installation.handler_to_call = call_previous ? foreign : nullptr;
    next_terminate_handler.store(installation.handler_to_call, std::memory_order_release);
    trace::terminate_hook.store(installation.hook, std::memory_order_release);
}

/// *Effects* undoes the latest push. *Returns* false when nothing is installed. A terminate handler that
/// the program has set since stays.
inline bool pop() noexcept {
    const LockGuard guard(installations.lock, patience_ms);
    Installation* installation = installations.top;
    if (installation == nullptr) return false;
    Installation* earlier = installation->earlier;
    installations.top = earlier;
    capture::installed_sink.store(earlier != nullptr ? &earlier->sink : nullptr, std::memory_order_release);
    next_terminate_handler.store(earlier != nullptr ? earlier->handler_to_call : nullptr, std::memory_order_release);
    if (std::get_terminate() == trace::terminate_hook.load(std::memory_order_acquire)) {
        std::set_terminate(installation->handler_before);
    }
    trace::terminate_hook.store(earlier != nullptr ? earlier->hook : nullptr, std::memory_order_release);
    return true;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::installing

#endif
