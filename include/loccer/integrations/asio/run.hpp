// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_RUN_HPP
#define LOCCER_INTEGRATIONS_ASIO_RUN_HPP

// Running handlers when one of them may throw: the exception gets its record, with the stack of its throw, and the
// others run all the same. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/capture/scope.hpp>
#include <loccer/integrations/asio/library.hpp>

#include LOCCER_DETAIL_ASIO_PART(io_context.hpp)
#include LOCCER_DETAIL_ASIO_PART(steady_timer.hpp)

#include <cstddef>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// *Effects* calls `run_some`, which runs handlers and returns how many, until it returns. What leaves a handler is
/// recorded. *Returns* how many have run: of those before one that threw nothing is known, so it is one at least each
/// time.
template <class Log, class RunSome>
std::size_t run_recording(Log& log, RunSome&& run_some) {
    std::size_t count = 0;
    for (bool has_returned = false; !has_returned;) {
        has_returned = capture::run_suppressed(log, [&] { count += run_some(); });
        if (!has_returned) ++count;
    }
    return count;
}

/// *Effects* as `context.run()`; what leaves a handler is recorded, and the next one runs. *Returns* how many have run,
/// at least. *Threads* several may run one context.
template <class Log>
std::size_t run(net::io_context& context, Log& log) {
    return run_recording(log, [&] { return context.run(); });
}
/// As above, for a time only: a std::chrono::duration.
template <class Duration, class Log>
std::size_t run_for(net::io_context& context, const Duration& duration, Log& log) {
    const auto end = net::steady_timer::clock_type::now() + duration;
    return run_recording(log, [&] { return context.run_until(end); });
}

/// A callable that records what leaves another one, and ends there.
template <class Log, class Function>
class Guarded {
  public:
    Guarded(Log& log, Function function) : log_(&log), function_(std::move(function)) {}

    template <class... Arguments>
        requires std::is_invocable_v<Function&, Arguments...>
    void operator()(Arguments&&... arguments) {
        (void)capture::run_suppressed(*log_, [&]() -> void { (void)function_(std::forward<Arguments>(arguments)...); });
    }

  private:
    Log* log_;
    Function function_;
};

/// *Returns* a callable for what is posted to a thread_pool, where an exception ends the program: it is recorded
/// instead.
template <class Log, class Function>
[[nodiscard]] Guarded<Log, std::decay_t<Function>> guarded(Log& log, Function&& function) {
    return {log, std::forward<Function>(function)};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
