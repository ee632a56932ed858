// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_GUARDED_HPP
#define LOCCER_BASE_GUARDED_HPP

// The one place where loccer stops exceptions of code that is not its own (integrations, formatters,
// outputs): nothing thrown in there may reach the program that is being observed.
// Layer: base.

#include <loccer/base/config.hpp>

#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// *Effects* runs `action`; if it throws anything, runs `failure` inside the handler, where the
/// exception is the current one. Without exceptions it only runs `action`.
/// *Returns* true when `action` returned. *Throws* nothing; `failure` must not throw.
/// *Allocates* no. Thread cancellation has to be off (the pipeline sees to that): a forced unwind
/// through here would end the program.
template <class Action, class Failure>
bool guarded(Action&& action, Failure&& failure) noexcept {
#if LOCCER_CFG_EXCEPTIONS
    try {
        std::forward<Action>(action)();
        return true;
    } catch (...) {
        std::forward<Failure>(failure)();
        return false;
    }
#else
    std::forward<Action>(action)();
    (void)failure;
    return true;
#endif
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
