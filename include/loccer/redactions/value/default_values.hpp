// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_DEFAULT_VALUES_HPP
#define LOCCER_REDACTIONS_VALUE_DEFAULT_VALUES_HPP

// The kinds of values that are removed unless a log says otherwise: secrets that are told with near certainty.
// Personal data that is often needed to repair a fault, addresses of hosts and of people, has to be asked for.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/api_token.hpp>
#include <loccer/redactions/value/bearer.hpp>
#include <loccer/redactions/value/card_number.hpp>
#include <loccer/redactions/value/iban.hpp>
#include <loccer/redactions/value/jwt.hpp>
#include <loccer/redactions/value/keyed_text.hpp>
#include <loccer/redactions/value/pem.hpp>
#include <loccer/redactions/value/scanner.hpp>
#include <loccer/redactions/value/url_userinfo.hpp>
#include <loccer/redactions/value/wrapped.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Removes credentials, tokens, keys, card and account numbers wherever they stand.
using DefaultValues = ValueRedaction<ApiToken, Bearer, Jwt, Pem, UrlUserinfo, CardNumber, Iban>;

namespace redactions {

/// The scanner of a log: its kinds of values, values beside the names that `Judge::redacts`, and both in
/// encoded text.
template <class Judge, class... Kinds>
using FullScanner = DecodingScanner<Kinds..., KeyedText<Judge>>;

}  // namespace redactions

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
