// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_FUNCTION_REF_HPP
#define LOCCER_BASE_FUNCTION_REF_HPP

// A callable passed down by reference, as one type whatever the callable is: what is called a few times
// a record need not be compiled anew for each caller.
// Layer: base.

#include <loccer/base/config.hpp>

#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

template <class Signature>
class FunctionRef;

/// Refers to a callable that outlives the call it is passed to. *Allocates* no. *Throws* what it throws.
template <class Result, class... Parameters>
class FunctionRef<Result(Parameters...)> {
  public:
    template <class Callable>
        requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionRef>)
    FunctionRef(Callable&& callable) noexcept  // NOLINT(google-explicit-constructor): it stands for the callable
        : object_(const_cast<void*>(static_cast<const void*>(&callable))),
          call_([](void* object, Parameters... parameters) -> Result {
              return (*static_cast<std::remove_reference_t<Callable>*>(object))(
                  std::forward<Parameters>(parameters)...);
          }) {}

    Result operator()(Parameters... parameters) const {
        return call_(object_, std::forward<Parameters>(parameters)...);
    }

  private:
    void* object_;
    Result (*call_)(void*, Parameters...);
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
