// SPDX-License-Identifier: MIT
#ifndef LOCCER_DEFAULTS_DEFAULT_LOCCER_HPP
#define LOCCER_DEFAULTS_DEFAULT_LOCCER_HPP

// The log that is there without being composed: platform facts to stderr. It serves the default capture
// forms until something is installed, also before main and in static destructors.
// Layer: defaults, which may use the catalogues.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/capture/default_log.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/integrations/platform.hpp>
#include <loccer/outputs/standard_error.hpp>
#include <loccer/pipeline/loccer.hpp>
#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/rules.hpp>
#include <loccer/trace/known_rules.hpp>
#include <loccer/trace/take_snapshot.hpp>

#include <cstddef>
#include <new>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Platform facts to stderr, with the default redaction.
using DefaultLoccer = Loccer<PlatformIntegration, StderrOutput>;

namespace capture {

/// That log. A template, so that files which never use it compile neither it nor its rules.
template <class Unused, class Log = DefaultLoccer, class Rules = redactions::RulesOf<>>
class Fallback {
  public:
    /// *Returns* the log as a sink, or null where it cannot be made. *Allocates* once.
    static const Sink* sink() noexcept {
        // Members of a template are compiled only where they are used.
        (void)&get_ready;
        (void)&unload;
        const Sink* result = nullptr;
        guarded(
            [&] {
                alignas(Log) static std::byte storage[sizeof(Log)];
                static const Sink sink = sink_of(*::new (static_cast<void*>(storage)) Log());
                result = &sink;
            },
            [] {});
        return result;
    }

  private:
    static constexpr trace::KnownRules::Judge judge = &Rules::Judge::redacts_literal;

    /// Runs before the static initialisers of the module: a throw describes locals, and takes a snapshot, before the
    /// log is made.
    [[gnu::constructor(101)]] static void get_ready() noexcept {
        trace::known_rules.add_without_logs(judge);
        trace::offer_snapshots();
    }
    [[gnu::destructor(101)]] static void unload() noexcept { trace::known_rules.remove_without_logs(judge); }
};

/// *Returns* the sink of the one DefaultLoccer that is used while nothing is installed. *Allocates* once.
template <class Unused>
const Sink* fallback_sink() noexcept {
    return Fallback<Unused>::sink();
}

}  // namespace capture

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
