// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_LOGS_HPP
#define LOCCER_TESTS_CANARY_LOGS_HPP

// The logs under test: all outputs at once, files so small that they rotate all the time, and an integration that
// gives away whatever a channel wants it to.

#include "request.hpp"

#include <loccer/base/fixed_string.hpp>
#include <loccer/loccer.hpp>
#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/no_values.hpp>
#include <loccer/redactions/path.hpp>
#include <loccer/redactions/truncate.hpp>
#include <loccer/redactions/types_only.hpp>
#include <loccer/redactions/value/email.hpp>
#include <loccer/redactions/value/ip_address.hpp>
#include <loccer/redactions/value/mac_address.hpp>
#include <loccer/redactions/value/phone_number.hpp>
#include <loccer/redactions/value/social_security_number.hpp>

#include <cstddef>

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

/// A log with other rules, whose gatherings and outputs are those of the default one.
template <class... Redactions>
using LogWith = loccer::Loccer<loccer::PlatformIntegration, Variables, RequestIntegration, Redactions..., SmallFiles<>,
                               loccer::JsonStreamOutput, loccer::StderrOutput, loccer::InMemoryOutput>;

/// Shows what stands under these names, which no channel uses for anything else.
using NamedLog = LogWith<loccer::AllowList<"shelf", "batch", "rack_no">>;

/// Shows no value.
using TypesLog = LogWith<loccer::TypesOnly>;

/// A directory that PersonalLog does not show.
inline constexpr loccer::FixedString build_directory = "/srv/build/Mw4Ke8Zr2Vt6Jb9Xn3Gc7Yq5";

/// Hides what tells of persons and machines.
using PersonalLog = LogWith<loccer::ValueRedaction<loccer::Email, loccer::IpAddress, loccer::MacAddress,
                                                   loccer::PhoneNumber, loccer::SocialSecurityNumber>,
                            loccer::PathRedaction<build_directory>, loccer::Mask<"***">>;

/// Shows of each text no more than its beginning. *Units* bytes.
inline constexpr std::size_t text_bound = 64;
using BoundedLog = LogWith<loccer::TruncateRedaction<text_bound>>;

/// Hides nothing: in it everything has to be found, else a channel shows nothing of its secrets at all.
using FrankLog = loccer::Loccer<loccer::PlatformIntegration, Variables, RequestIntegration, loccer::NoRedaction,
                                loccer::NoValueRedaction, SmallFiles<>, loccer::JsonStreamOutput, loccer::StderrOutput,
                                loccer::InMemoryOutput>;

}  // namespace canary

#endif
