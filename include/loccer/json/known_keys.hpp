// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_KNOWN_KEYS_HPP
#define LOCCER_JSON_KNOWN_KEYS_HPP

// What the rules of a log have said of run-time keys, so that a key is judged once and not for each record.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/known_bytes.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// What the rules of a log say of a key.
struct KeyVerdict {
    bool removes_value;
    bool is_plain;  ///< a record has the key as it is: nothing in it is removed or escaped

    friend constexpr bool operator==(const KeyVerdict&, const KeyVerdict&) = default;
};

/// The verdicts on the last keys, each found by its key_hash(); about 12 KiB. Longer keys are judged each time.
/// *Requires* that all verdicts are of the same rules.
using KnownKeys = KnownBytes<KeyVerdict, 46, 256>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
