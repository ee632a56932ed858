// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_LOG_ERRORS_HPP
#define LOCCER_INTEGRATIONS_ASIO_LOG_ERRORS_HPP

// The completion token for tasks that nobody waits for. With Asio's `detached` their exceptions are lost.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/default_log.hpp>
#include <loccer/integrations/asio/cancellation.hpp>

#include <exception>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// Says that log_errors records cancellations too.
struct WithCancellation {};
inline constexpr WithCancellation with_cancellation{};

/// A completion handler that records the exception of a task, which is the current one meanwhile. *Throws* nothing.
template <class Log>
class LogErrors {
  public:
    constexpr LogErrors() noexcept
        requires(std::is_same_v<Log, const capture::DefaultLog<>>)
        : log_(&default_log) {}
    explicit constexpr LogErrors(Log& log, bool records_cancellation = false) noexcept
        : log_(&log), records_cancellation_(records_cancellation) {}

    template <class... Results>
    void operator()(const std::exception_ptr& failure, const Results&... /*results*/) const noexcept {
        if (failure == nullptr || (!records_cancellation_ && is_cancellation(failure))) return;
        if constexpr (requires(const capture::Captured& captured) { log_->record(captured); })
            (void)log_->record(capture::captured_from(failure, __builtin_return_address(0)));
        else (void)log_->capture_exception(failure);
    }

  private:
    Log* log_;
    bool records_cancellation_ = false;
};

/// The completion token that stands in the place of Asio's `detached`: `log_errors` records what leaves the task into
/// the installed log, `log_errors(log)` into a log that outlives the task. An operation that was cancelled is no error,
/// unless with_cancellation is given, too.
struct LogErrorsToken : LogErrors<const capture::DefaultLog<>> {
    using LogErrors::operator();

    [[nodiscard]] constexpr LogErrors<const capture::DefaultLog<>> operator()() const noexcept { return *this; }
    [[nodiscard]] constexpr LogErrors<const capture::DefaultLog<>> operator()(WithCancellation /*too*/) const noexcept {
        return LogErrors<const capture::DefaultLog<>>(default_log, true);
    }
    template <class Log>
        requires(!std::is_same_v<std::remove_cv_t<Log>, std::exception_ptr>)
    [[nodiscard]] constexpr LogErrors<Log> operator()(Log& log) const noexcept {
        return LogErrors<Log>(log);
    }
    template <class Log>
        requires(!std::is_same_v<std::remove_cv_t<Log>, std::exception_ptr>)
    [[nodiscard]] constexpr LogErrors<Log> operator()(Log& log, WithCancellation /*too*/) const noexcept {
        return LogErrors<Log>(log, true);
    }
};
inline constexpr LogErrorsToken log_errors{};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
