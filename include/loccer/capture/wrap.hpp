// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_WRAP_HPP
#define LOCCER_CAPTURE_WRAP_HPP

// A callable whose every call is a capture scope.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/scope.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// What a class inherits beside another that is asked for its operator(): two of that name are ambiguous.
struct OneCallOperator {
    void operator()();
};
template <class Class>
struct AskedForCallOperator : Class, OneCallOperator {};

/// *Returns* whether something can be called, with whatever arguments. What cannot be asked, a union or a
/// class that cannot be inherited, is believed.
template <class Type>
consteval bool is_callable() {
    if constexpr (std::is_class_v<Type> && !std::is_final_v<Type>) {
        return !requires { &AskedForCallOperator<Type>::operator(); } || requires(Type& object) { *+object; };
    } else {
        return std::is_member_pointer_v<Type> || std::is_function_v<std::remove_pointer_t<Type>> ||
               std::is_class_v<Type> || std::is_union_v<Type>;
    }
}

/// A std::reference_wrapper to an object of Class or of a class derived from it, told without <functional>.
template <class Type, class Class>
concept ReferenceTo = requires(const std::remove_cvref_t<Type>& reference) {
    typename std::remove_cvref_t<Type>::type;
    { reference.get() } -> std::same_as<typename std::remove_cvref_t<Type>::type&>;
    requires std::is_convertible_v<Type, typename std::remove_cvref_t<Type>::type&>;
    requires std::is_base_of_v<Class, std::remove_cv_t<typename std::remove_cvref_t<Type>::type>>;
};

/// A function whose errors are recorded. Calls like the function: any arguments, references kept,
/// move-only arguments moved. A pointer to a member takes its object first, as std::invoke has it.
template <class Log, class Function>
class Wrapped {
    static_assert(is_callable<Function>(),
                  "loccer::Loccer: Function given to wrap() must be callable; see docs/errors.md#wrap-callable");

  public:
    template <class Given>
    constexpr Wrapped(Log& log, Given&& function) : log_(&log), function_(std::forward<Given>(function)) {}

    template <class... Arguments>
        requires std::is_invocable_v<Function&, Arguments...>
    decltype(auto) operator()(Arguments&&... arguments) {
        return run_captured(*log_,
                            [&]() -> decltype(auto) { return call(function_, std::forward<Arguments>(arguments)...); });
    }
    template <class... Arguments>
        requires std::is_invocable_v<const Function&, Arguments...>
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

    /// *Source* [func.require]: the object itself, what a std::reference_wrapper refers to, or a pointee.
    template <class Class, class Member, class Object, class... Arguments>
    static decltype(auto) call_member(Member Class::* member, Object&& object, Arguments&&... arguments) {
        if constexpr (std::is_base_of_v<Class, std::remove_cvref_t<Object>>) {
            if constexpr (std::is_function_v<Member>) {
                return (std::forward<Object>(object).*member)(std::forward<Arguments>(arguments)...);
            } else {
                return (std::forward<Object>(object).*member);
            }
        } else if constexpr (ReferenceTo<Object, Class>) {
            return call_member(member, object.get(), std::forward<Arguments>(arguments)...);
        } else {
            return call_member(member, *std::forward<Object>(object), std::forward<Arguments>(arguments)...);
        }
    }

    Log* log_;
    Function function_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif
