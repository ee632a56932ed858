// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_SINK_HPP
#define LOCCER_CAPTURE_SINK_HPP

// The process-wide default: which log `LOCCER_CAPTURE() { … };` and `loccer::capture_exception()` record
// into. Only here a log's type is erased, since the default is chosen at run time by install().
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/reflect/value.hpp>

#include <atomic>
#include <initializer_list>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The members of a metadata record: `{{"msg", "disk slow"}, {"ms", 812}}`.
using Metadata = std::initializer_list<reflect::Member>;

namespace capture {

/// A log as the process-wide default sees it.
struct Sink {
    void* log = nullptr;
    bool (*record)(void* log, const Captured& captured) noexcept = nullptr;
    bool (*log_members)(void* log, Metadata members) noexcept = nullptr;
    bool (*log_value)(void* log, const reflect::Value& value) noexcept = nullptr;
};

/// *Returns* a log as a sink. \param log outlives the sink.
template <class Log>
[[nodiscard]] constexpr Sink sink_of(Log& log) noexcept {
    return {
        &log, [](void* self, const Captured& captured) noexcept { return static_cast<Log*>(self)->record(captured); },
        [](void* self, Metadata members) noexcept { return static_cast<Log*>(self)->log_metadata(members); },
        [](void* self, const reflect::Value& given) noexcept { return static_cast<Log*>(self)->log_metadata(given); }};
}

/// The installed default, null while there is none. What it points to is never destroyed.
/// *Threads* safe. *Signal-safe* to read.
LOCCER_SHARED inline constinit std::atomic<const Sink*> installed_sink{nullptr};

}  // namespace capture

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
