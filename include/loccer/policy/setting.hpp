// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_SETTING_HPP
#define LOCCER_POLICY_SETTING_HPP

// What a setting must offer, and the sentence for getting it wrong. A setting is a type that carries
// a choice or a number; of each kind a log has at most one, else the kind's default holds.
// Layer: policy.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace policy {

template <class Policy>
concept HasKind = requires { typename Policy::setting_kind; };

}  // namespace policy

/// A number or a choice that holds for a whole log.
/// 1. `using setting_kind = <tag>`: what it sets. Two settings of one kind in a log are refused.
/// Models: MaxRecord, RecordsAtOnce, Environment, SymbolizedFrames, SymbolizedFramesOn, RawFrames.
template <class Policy>
concept SettingPolicy = plays<Policy, SettingRole> && policy::HasKind<Policy>;

/// Checks a setting.
template <class Policy>
struct CheckSetting {
    static consteval bool passed() {
        if constexpr (!policy::HasKind<Policy>) {
            static_assert(policy::HasKind<Policy>,
                          "loccer::Loccer: Setting must name what it sets with `using setting_kind = ...`; see "
                          "docs/errors.md#setting-kind");
            return false;
        } else {
            return true;
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
