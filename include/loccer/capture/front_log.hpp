// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_FRONT_LOG_HPP
#define LOCCER_CAPTURE_FRONT_LOG_HPP

// A project's log as most of its files see it: an object with the functions that one file of the project
// defines by LOCCER_DEFINE_LOG (defaults/define_log.hpp). It can be captured into without a word of the
// log's type.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/front_value.hpp>
#include <loccer/capture/recorder.hpp>
#include <loccer/capture/wrap.hpp>
#include <loccer/reflect/value_type.hpp>

#include <cerrno>
#include <exception>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace capture {

/// What the defining file gives to a FrontLog. Each is called from the frame that captures.
struct FrontFunctions {
    bool (*current)() noexcept;
    void (*flight)() noexcept;
    void (*throw_current)();
    bool (*stored)(const std::exception_ptr& exception) noexcept;
    bool (*object)(const std::exception& exception) noexcept;
    bool (*error_code)(const void* code) noexcept;
    bool (*error_number)(int number) noexcept;
    bool (*members)(FrontMetadata members) noexcept;
    bool (*value)(const FrontValue& value) noexcept;
    void* (*log)(const void* type) noexcept;
};

/// std::error_code, told without <system_error>.
template <class Type>
concept StandardErrorCode = reflect::is_named_std<Type>("error_code");

}  // namespace capture

/// A log that LOCCER_DECLARE_LOG has declared. The members do what those of Loccer do, and so do the
/// capture macros. *Threads* safe. *Throws* nothing, unless an exception goes on.
class FrontLog {
  public:
    /// Made by LOCCER_DEFINE_LOG.
    explicit constexpr FrontLog(const capture::FrontFunctions& functions) noexcept : functions_(functions) {}
    FrontLog(const FrontLog&) = delete;
    FrontLog& operator=(const FrontLog&) = delete;
    ~FrontLog() = default;

    /// *Effects* records the exception being handled. *Returns* whether a record was made.
    [[gnu::always_inline]] bool capture_exception() const noexcept { return functions_.current(); }
    /// As capture_exception().
    [[gnu::always_inline]] bool operator()() const noexcept { return functions_.current(); }
    /// *Effects* records a stored exception.
    [[gnu::always_inline]] bool capture_exception(const std::exception_ptr& exception) const noexcept {
        return functions_.stored(exception);
    }
    /// *Effects* records an exception object, thrown or not.
    [[gnu::always_inline]] bool capture_exception(const std::exception& exception) const noexcept {
        return functions_.object(exception);
    }
    /// *Effects* records an error that was returned. *Returns* false for a code that says success.
    template <capture::StandardErrorCode Code>
    [[gnu::always_inline]] bool capture_exception(const Code& code) const noexcept {
        return functions_.error_code(&code);
    }
    /// *Effects* records the error of a failed system call. *Returns* false for 0.
    [[gnu::always_inline]] bool capture_errno(int error_number = errno) const noexcept {
        return functions_.error_number(error_number);
    }
    /// *Effects* records members without an exception: `log.log_metadata({{"msg", "disk slow"}, {"ms", 812}})`.
    [[gnu::always_inline]] bool log_metadata(FrontMetadata members) const noexcept {
        return functions_.members(members);
    }
    /// *Effects* records a value without an exception.
    template <class Type>
    [[gnu::always_inline]] bool log_metadata(const Type& value) const noexcept {
        return functions_.value(FrontValue(value));
    }
    /// *Returns* a callable that calls `function` in a capture scope of this log.
    template <class Function>
    [[nodiscard]] constexpr auto wrap(Function&& function) const {
        return capture::Wrapped<const FrontLog, std::decay_t<Function>>(*this, static_cast<Function&&>(function));
    }

  private:
    friend struct capture::Recorder<const FrontLog>;
    template <class Log>
    friend Log* log_behind(const FrontLog& log) noexcept;

    capture::FrontFunctions functions_;
};

namespace capture {

/// How the forms record into a log of the light front.
template <>
struct Recorder<const FrontLog> {
    [[gnu::always_inline]] static bool current(const FrontLog& log) noexcept { return log.functions_.current(); }
    [[gnu::always_inline]] static void flight(const FrontLog& log) noexcept { log.functions_.flight(); }
    [[noreturn, gnu::always_inline]] static void throw_current(const FrontLog& log) {
        log.functions_.throw_current();
        __builtin_unreachable();
    }
};

}  // namespace capture

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

/// `LOCCER_DECLARE_LOG(errors);` in a header, in any namespace, declares a log to capture into. One source
/// file of the project defines it there by LOCCER_DEFINE_LOG; where none does, the linker misses `errors`.
#define LOCCER_DECLARE_LOG(name) extern const ::loccer::FrontLog name

#endif
