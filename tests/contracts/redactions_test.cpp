// SPDX-License-Identifier: MIT
//
// The laws of a redaction hold for those that loccer ships and for two that a program writes.

#include "redaction_laws.hpp"

#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/no_values.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/path.hpp>
#include <loccer/redactions/safe_keys.hpp>
#include <loccer/redactions/truncate.hpp>
#include <loccer/redactions/types_only.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/api_token.hpp>
#include <loccer/redactions/value/bearer.hpp>
#include <loccer/redactions/value/card_number.hpp>
#include <loccer/redactions/value/email.hpp>
#include <loccer/redactions/value/iban.hpp>
#include <loccer/redactions/value/ip_address.hpp>
#include <loccer/redactions/value/jwt.hpp>
#include <loccer/redactions/value/mac_address.hpp>
#include <loccer/redactions/value/pem.hpp>
#include <loccer/redactions/value/phone_number.hpp>
#include <loccer/redactions/value/social_security_number.hpp>
#include <loccer/redactions/value/url_userinfo.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

/// As docs/policies.md writes it.
struct PatientRedaction {
    using loccer_role = loccer::RedactionRole;

    static constexpr bool redacts_key(std::string_view key) noexcept { return key.starts_with("patient_"); }
};

/// Removes what has a key of one byte.
struct TerseRedaction {
    using loccer_role = loccer::RedactionRole;

    static constexpr bool redacts_key(std::string_view key) noexcept { return key.size() == 1; }
};

}  // namespace

//! [own]
// Keys that the policy decides about in its own way, beside those that every policy is tried with.
template <>
inline constexpr auto redaction_laws::keys_of<PatientRedaction> =
    std::to_array<std::string_view>({"patient_", "patient_name", "patient", "Patient_name", "inpatient_name"});

INSTANTIATE_TYPED_TEST_SUITE_P(Own, RedactionLaws, testing::Types<PatientRedaction>);
//! [own]

using Shipped =
    testing::Types<TerseRedaction, loccer::DenyList, loccer::KeyRedaction<"badge-id", "iris">,
                   loccer::AllowList<"queue-depth", "host">, loccer::AllowList<>, loccer::TypesOnly,
                   loccer::NoRedaction, loccer::NoValueRedaction, loccer::Mask<"***">, loccer::TruncateRedaction<64>,
                   loccer::SafeKeys<"dbPassword", "api_key">,
                   loccer::ValueRedaction<loccer::Bearer, loccer::Jwt, loccer::ApiToken>,
                   loccer::ValueRedaction<loccer::Pem, loccer::UrlUserinfo, loccer::CardNumber, loccer::Iban>,
                   loccer::ValueRedaction<loccer::Email, loccer::IpAddress, loccer::MacAddress, loccer::PhoneNumber,
                                          loccer::SocialSecurityNumber>,
                   loccer::PathRedaction<"/srv/build">>;
INSTANTIATE_TYPED_TEST_SUITE_P(Shipped, RedactionLaws, Shipped);
