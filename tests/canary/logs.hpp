// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_LOGS_HPP
#define LOCCER_TESTS_CANARY_LOGS_HPP

// The logs under test: all outputs at once, files so small that they rotate all the time, and an integration that
// gives away whatever a channel wants it to.

#include "request.hpp"

#include <loccer/loccer.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/no_values.hpp>

namespace canary {

/// Rotates about every thirty records and keeps everything.
template <class... Options>
using SmallFiles =
    loccer::JsonFileOutput<loccer::MaxSize<64 * loccer::KiB>, loccer::MaxFiles<100'000>, loccer::Gzip<>, Options...>;

using Variables = loccer::Environment<"SHOP_PASSWORD", "SHOP_API_KEY", "SHOP_ENDPOINT", "SHOP_REGION">;

/// The default rules.
using DefaultLog = loccer::Loccer<loccer::PlatformIntegration, Variables, RequestIntegration, SmallFiles<>,
                                  loccer::JsonStreamOutput, loccer::StderrOutput, loccer::InMemoryOutput>;

/// Rules of its own beside them.
using ComposedLog =
    loccer::Loccer<loccer::PlatformIntegration, Variables, RequestIntegration, loccer::KeyRedaction<"badge-id", "ward">,
                   loccer::Mask<"(hidden)">, SmallFiles<loccer::InPlaceHousekeeping>, loccer::JsonStreamOutput,
                   loccer::IndentedStderrOutput, loccer::InMemoryOutput>;

/// Records in which hardly anything has room, so that nearly all texts are cut.
using TightLog = loccer::Loccer<loccer::MaxRecord<2 * loccer::KiB>, RequestIntegration, SmallFiles<>,
                                loccer::JsonStreamOutput, loccer::StderrOutput, loccer::InMemoryOutput>;

/// Hides nothing: in it everything has to be found, else a channel shows nothing of its secrets at all.
using FrankLog = loccer::Loccer<loccer::PlatformIntegration, Variables, RequestIntegration, loccer::NoRedaction,
                                loccer::NoValueRedaction, SmallFiles<>, loccer::JsonStreamOutput, loccer::StderrOutput,
                                loccer::InMemoryOutput>;

}  // namespace canary

#endif
