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

#include <cstddef>
#include <new>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Platform facts to stderr, with the default redaction.
using DefaultLoccer = Loccer<PlatformIntegration, StderrOutput>;

namespace capture {

/// Makes the rules of that log known: a throw describes locals before it is made.
class FallbackRules {
  public:
    FallbackRules() noexcept { trace::known_rules.add_without_logs(&Rules::Judge::redacts_literal); }
    FallbackRules(const FallbackRules&) = delete;
    FallbackRules& operator=(const FallbackRules&) = delete;
    ~FallbackRules() { trace::known_rules.remove_without_logs(&Rules::Judge::redacts_literal); }

  private:
    using Rules = redactions::RulesOf<>;
};

inline const FallbackRules fallback_rules;

/// *Returns* the sink of the one DefaultLoccer that is used while nothing is installed. *Allocates* once.
template <class Unused>
const Sink* fallback_sink() noexcept {
    const Sink* result = nullptr;
    guarded(
        [&] {
            alignas(DefaultLoccer) static std::byte storage[sizeof(DefaultLoccer)];
            static const Sink sink = sink_of(*::new (static_cast<void*>(storage)) DefaultLoccer());
            result = &sink;
        },
        [] {});
    return result;
}

}  // namespace capture

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
