// SPDX-License-Identifier: MIT
#ifndef LOCCER_DEFAULTS_DEFINE_LOG_HPP
#define LOCCER_DEFAULTS_DEFINE_LOG_HPP

// LOCCER_DEFINE_LOG: the one source file of a project that knows its log's type makes the log there and
// gives its functions to the FrontLog that all the other files capture into (capture/front_log.hpp).
// Layer: defaults, for what cannot be made is told to the default log.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/default_log.hpp>
#include <loccer/capture/front_log.hpp>
#include <loccer/capture/record_exception.hpp>
#include <loccer/defaults/default_loccer.hpp>
#include <loccer/defaults/front_members.hpp>
#include <loccer/install/install.hpp>
#include <loccer/reflect/value.hpp>
#include <loccer/trace/thread_state.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <system_error>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace front {

/// Stands for a type, so that a log is given out as what it is only.
template <class Log>
LOCCER_SHARED inline constexpr char type_key = 0;

/// The default log, whichever that is when something is recorded. A template, so that files which do not use it
/// do not compile the log to stderr.
template <class Unused = void>
struct InstalledDefault {
    using Log = void;

    static Log* log() noexcept { return nullptr; }
    static bool record(const capture::Captured& captured) noexcept {
        return capture::default_of_the_process<Unused>.record(captured);
    }
    template <class Type>
    static bool record_metadata(const Type& value) noexcept {
        const capture::Sink* sink = capture::current_sink<Unused>();
        return sink != nullptr && sink->log_value(sink->log, reflect::Value(value));
    }
};

/// A log that is made when it is first needed, before main where nothing needs it earlier, and lives to the
/// end of the process. While it cannot be made the default log takes its records, the first of which says why.
/// \tparam Definition has a function `make()` that returns a reference to the log.
template <class Definition>
class Made {
  public:
    using Log = std::remove_reference_t<decltype(Definition::make())>;

    /// *Returns* the log, which is made where it is not yet; null where it cannot be made, or is being made by
    /// this thread. *Threads* safe.
    static Log* log() noexcept {
        Log* made = the_log.load(std::memory_order_acquire);
        return made != nullptr ? made : make();
    }

    /// *Effects* records into the log.
    static bool record(const capture::Captured& captured) noexcept {
        Log* made = log();
        return made != nullptr ? made->record(captured) : InstalledDefault<>::record(captured);
    }

    /// *Effects* records metadata. \param value what log_metadata() of a log takes.
    template <class Type>
    static bool record_metadata(const Type& value) noexcept {
        Log* made = log();
        return made != nullptr ? made->log_metadata(value) : InstalledDefault<>::record_metadata(value);
    }

  private:
    static constexpr int patience_ms = 2000;

    LOCCER_COLD static Log* make() noexcept {
        const std::int64_t self = trace::thread_id();
        if (maker.load(std::memory_order_relaxed) == self) return nullptr;  // a capture while it is made
        const LockGuard guard(making, patience_ms);
        if (!guard.held()) return nullptr;
        if (Log* made = the_log.load(std::memory_order_acquire)) return made;
        maker.store(self, std::memory_order_relaxed);
        guarded([] { the_log.store(&Definition::make(), std::memory_order_release); }, &tell_why_not);
        maker.store(0, std::memory_order_relaxed);
        return the_log.load(std::memory_order_acquire);
    }

    static void tell_why_not() noexcept {
        if (!has_told.exchange(true, std::memory_order_relaxed)) {
            (void)capture::record_current(capture::default_of_the_process<void>);
        }
    }

    static inline constinit std::atomic<Log*> the_log{nullptr};
    static inline constinit std::atomic<std::int64_t> maker{0};
    static inline constinit std::atomic<bool> has_told{false};
    static inline constinit Lock making{};
};

/// A log as the capture forms see it, whatever it is.
struct AnyLog {
    bool (*record)(const capture::Captured& captured) noexcept;
};

/// The functions of a FrontLog. \tparam Place Made or InstalledDefault.
template <class Place>
struct Functions {
    static constexpr AnyLog log{&Place::record};

    LOCCER_COLD static bool current() noexcept { return capture::record_current_of(log, __builtin_return_address(0)); }
    LOCCER_COLD static void flight() noexcept { capture::record_flight_of(log, __builtin_return_address(0)); }
    LOCCER_COLD static bool stored(const std::exception_ptr& exception) noexcept {
        return exception != nullptr && Place::record(capture::captured_from(exception, __builtin_return_address(0)));
    }
    LOCCER_COLD static bool object(const std::exception& exception) noexcept {
        return Place::record(capture::captured_from(exception, __builtin_return_address(0)));
    }
    LOCCER_COLD static bool error_code(const void* code) noexcept {
        return record_code(*static_cast<const std::error_code*>(code), __builtin_return_address(0));
    }
    LOCCER_COLD static bool error_number(int number) noexcept {
        return record_code({number, std::system_category()}, __builtin_return_address(0));
    }
    LOCCER_COLD static bool members(FrontMetadata members) noexcept {
        return Place::record_metadata(FrontMembers{members});
    }
    LOCCER_COLD static bool value(const FrontValue& value) noexcept {
        return Place::record_metadata(FrontReference{value});
    }
    static void* behind(const void* type) noexcept {
        using Log = typename Place::Log;
        if constexpr (std::is_void_v<Log>) return nullptr;
        else return type == &type_key<Log> ? Place::log() : nullptr;
    }

#if LOCCER_CFG_EXCEPTIONS
    [[noreturn]] LOCCER_COLD static void throw_current() {
        (void)capture::record_current_of(log, __builtin_return_address(0));
        throw;
    }
#else
    [[noreturn]] static void throw_current() { std::terminate(); }
#endif

    static constexpr capture::FrontFunctions all{&current,    &flight,       &throw_current, &stored, &object,
                                                 &error_code, &error_number, &members,       &value,  &behind};

  private:
    static bool record_code(const std::error_code& code, const void* caller) noexcept {
        capture::Captured captured;
        captured.code = &code;
        captured.caller = caller;
        return code && Place::record(captured);
    }
};

/// A log in static storage of its own, never destroyed.
template <class Definition, class Log, class... Arguments>
Log& make_in_place(Arguments&&... arguments) {
    alignas(Log) static std::byte storage[sizeof(Log)];
    return *::new (static_cast<void*>(storage)) Log(static_cast<Arguments&&>(arguments)...);
}

}  // namespace front

/// *Returns* the log behind a FrontLog, for what only its own type offers (`get`, `statistics`, `install`); it is
/// made where it is not yet. Null where it is of another type, stands for the default log, or cannot be made.
template <class Log>
[[nodiscard]] Log* log_behind(const FrontLog& log) noexcept {
    return static_cast<Log*>(log.functions_.log(&front::type_key<Log>));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

// Beside the function that makes the log stands what makes it before main.
#define LOCCER_DETAIL_DEFINE_LOG(name, Place) \
    extern const ::loccer::FrontLog name;     \
    constinit const ::loccer::FrontLog name { ::loccer::front::Functions<Place>::all }
#define LOCCER_DETAIL_DEFINE_MADE_LOG(name, ...)                              \
    namespace {                                                               \
    struct loccer_definition_of_##name {                                      \
        static decltype(auto) make() { return __VA_ARGS__; }                  \
    };                                                                        \
    [[maybe_unused]] const bool loccer_has_made_##name =                      \
        ::loccer::front::Made<loccer_definition_of_##name>::log() != nullptr; \
    }                                                                         \
    LOCCER_DETAIL_DEFINE_LOG(name, ::loccer::front::Made<loccer_definition_of_##name>)

/// `LOCCER_DEFINE_LOG(errors, ErrorLog, ErrorFile{"errors.log"});` in one source file, in the namespace where
/// LOCCER_DECLARE_LOG has declared it, makes the log: its type, then what that type's constructor takes. A type
/// with a comma in its name needs an alias. The log is made before main, or earlier where it is captured into
/// earlier, and never destroyed. What its constructor throws is recorded into the default log, which stands in
/// until the log can be made.
#define LOCCER_DEFINE_LOG(name, Type, ...) \
    LOCCER_DETAIL_DEFINE_MADE_LOG(name, ::loccer::front::make_in_place<loccer_definition_of_##name, Type>(__VA_ARGS__))

/// As LOCCER_DEFINE_LOG, and the log is installed (install.hpp): it is the default of the process and records
/// what nobody catches.
#define LOCCER_DEFINE_INSTALLED_LOG(name, Type, ...) \
    LOCCER_DETAIL_DEFINE_MADE_LOG(name, ::loccer::install<Type>(__VA_ARGS__))

/// `LOCCER_DEFINE_DEFAULT_LOG(errors);` lets the name stand for the default log: the one that is installed when
/// something is recorded, stderr before. For programs that make their log in main.
#define LOCCER_DEFINE_DEFAULT_LOG(name) LOCCER_DETAIL_DEFINE_LOG(name, ::loccer::front::InstalledDefault<>)

#endif
