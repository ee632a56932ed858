// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_WRAP_HPP
#define LOCCER_CAPTURE_WRAP_HPP

// A callable whose every call is a capture scope.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/scope.hpp>

#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// A function whose errors are recorded. Calls like the function: any arguments, references kept,
/// move-only arguments moved. A pointer to a member takes its object first, as std::invoke has it.
template <class Log, class Function>
class Wrapped {
  public:
    template <class Given>
    constexpr Wrapped(Log& log, Given&& function) : log_(&log), function_(std::forward<Given>(function)) {}

    template <class... Arguments>
    decltype(auto) operator()(Arguments&&... arguments) {
        return run_captured(*log_,
                            [&]() -> decltype(auto) { return call(function_, std::forward<Arguments>(arguments)...); });
    }
    template <class... Arguments>
    decltype(auto) operator()(Arguments&&... arguments) const {
        return run_captured(*log_,
                            [&]() -> decltype(auto) { return call(function_, std::forward<Arguments>(arguments)...); });
    }

  private:
    template <class Callee, class... Arguments>
    static decltype(auto) call(Callee& function, Arguments&&... arguments) {
        if constexpr (std::is_member_pointer_v<Function>) {
            return call_member(function, std::forward<Arguments>(arguments)...);
        } else {
            return function(std::forward<Arguments>(arguments)...);
        }
    }

    template <class Object, class... Arguments>
    static decltype(auto) call_member(Function member, Object&& object, Arguments&&... arguments) {
        if constexpr (
            requires { std::forward<Object>(object).*member; } ||
            requires { (std::forward<Object>(object).*member)(std::forward<Arguments>(arguments)...); }) {
            if constexpr (std::is_member_function_pointer_v<Function>) {
                return (std::forward<Object>(object).*member)(std::forward<Arguments>(arguments)...);
            } else {
                return (std::forward<Object>(object).*member);
            }
        } else {
            return call_member(member, *std::forward<Object>(object), std::forward<Arguments>(arguments)...);
        }
    }

    Log* log_;
    Function function_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif
