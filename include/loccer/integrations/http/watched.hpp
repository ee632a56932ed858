// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_WATCHED_HPP
#define LOCCER_INTEGRATIONS_HTTP_WATCHED_HPP

// A handler's call between the throw and the framework's own handler: with a clause of loccer's on the way, what is
// thrown has the stack of its throw. It goes on from there, or ends there. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/trace/throw_probe.hpp>

#include <cxxabi.h>
#include <exception>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// *Effects* calls `call()`. *Returns* what it throws, of any type, and null where it returns. *Allocates* no.
/// *Throws* nothing; thread cancellation and pthread_exit() go on through it.
template <class Call>
[[nodiscard]] std::exception_ptr failure_of(Call&& call) {
#if LOCCER_CFG_EXCEPTIONS
    try {
        std::forward<Call>(call)();
#if LOCCER_CFG_THROW_PROBE
    } catch (trace::AskedCatch&) {
#else
    } catch (abi::__forced_unwind&) {
        throw;
    } catch (...) {
#endif
        return std::current_exception();
    }
#else
    std::forward<Call>(call)();
#endif
    return nullptr;
}

/// *Effects* calls `call()`. What it throws is kept in `state`, and goes on. *Returns* what it returns.
template <class Call>
decltype(auto) watched(RequestState& state, Call&& call) {
#if LOCCER_CFG_EXCEPTIONS
    try {
        return std::forward<Call>(call)();
#if LOCCER_CFG_THROW_PROBE
    } catch (trace::AskedCatch&) {
#else
    } catch (abi::__forced_unwind&) {
        throw;
    } catch (...) {
#endif
        state.keep(std::current_exception());
        throw;
    }
#else
    (void)state;
    return std::forward<Call>(call)();
#endif
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
