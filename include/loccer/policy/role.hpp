// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_ROLE_HPP
#define LOCCER_POLICY_ROLE_HPP

// The roles a policy can play in Loccer<Policies...>. A policy opts in by name, with
// `using loccer_role = loccer::OutputRole;`, and is then held to the role's concept.
// Layer: policy.

#include <loccer/base/config.hpp>

#include <concepts>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

struct IntegrationRole {};  ///< adds facts to every record, policy/integration.hpp
struct OutputRole {};       ///< stores records, policy/output.hpp
struct RedactionRole {};    ///< says which values are removed, policy/redaction.hpp
struct SettingRole {};      ///< a number or a choice, policy/setting.hpp

/// A type that says which of the four roles it plays.
template <class Policy>
concept HasRole =
    requires { typename Policy::loccer_role; } && (std::same_as<typename Policy::loccer_role, IntegrationRole> ||
                                                   std::same_as<typename Policy::loccer_role, OutputRole> ||
                                                   std::same_as<typename Policy::loccer_role, RedactionRole> ||
                                                   std::same_as<typename Policy::loccer_role, SettingRole>);

/// Says whether a policy plays a role; false for types without a role.
template <class Policy, class Role>
inline constexpr bool plays = false;
template <class Policy, class Role>
    requires HasRole<Policy>
inline constexpr bool plays<Policy, Role> = std::same_as<typename Policy::loccer_role, Role>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
