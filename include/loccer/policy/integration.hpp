// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_INTEGRATION_HPP
#define LOCCER_POLICY_INTEGRATION_HPP

// What an integration must offer, and the sentence for each way of getting it wrong.
// Layer: policy.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/event/event.hpp>
#include <loccer/policy/role.hpp>

#include <concepts>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace policy {

/// Stands for the object an integration writes into when its gather() is checked.
struct ObjectArchetype {
    template <class KeyType, class Value>
    void field(const KeyType&, Value&&) noexcept;
    template <class KindType, class KeyType, class Value>
    void field_of(const KindType&, const KeyType&, Value&&) noexcept;
    template <class KeyType, class Body>
    void object(const KeyType&, Body&&) noexcept;
    template <class KeyType, class Body>
    void structure(const KeyType&, Body&&) noexcept;
    template <class KeyType, class Body>
    void array(const KeyType&, Body&&) noexcept;
};

template <class Policy>
concept HasName = requires {
    { Policy::name.view() } -> std::convertible_to<std::string_view>;
    requires(Policy::name.view().size() > 0);
};

template <class Policy>
concept HasGather = requires(Policy& policy, const Event& event, ObjectArchetype& out) { policy.gather(event, out); };

/// Whether an integration has members that are the same in every record of a log.
template <class Policy>
concept GathersOnce = requires(Policy& policy, ObjectArchetype& out) { policy.gather_once(out); };

}  // namespace policy

/// Adds one JSON object, under its own name, to `integrations` of every record.
/// 1. `static constexpr loccer::FixedString name`, not empty: the object's key.
/// 2. `gather(const loccer::Event&, auto& out)` writes fields through `out`. It may throw: then a text
///    that says so stands in the object's place and the record is written all the same.
/// 3. Optional: `gather_once(auto& out)` writes fields that are the same in every record. It is called when a log is
///    made, after activate(), and what it wrote is copied into each record, before the fields of gather(), from which
///    its keys must differ; it is called for a record where that could not be done beforehand.
/// 4. Optional: `activate()`, or `template <class Context> activate()` to see the log's settings, or `template <class
///    Context, class Log> activate(Log&)` to see the log too and record into it later, runs once when a log is made
///    with the policy. The log is not complete by then: nothing may be recorded yet.
/// Laws: gather() may run on any thread, on several at once, and must not wait for a lock that the
/// code under observation may hold. Models: PlatformIntegration.
template <class Policy>
concept IntegrationPolicy = plays<Policy, IntegrationRole> && policy::HasName<Policy> && policy::HasGather<Policy>;

/// Checks an integration, one sentence per mistake.
template <class Policy>
struct CheckIntegration {
    static consteval bool passed() {
        if constexpr (!policy::HasName<Policy>) {
            static_assert(policy::HasName<Policy>,
                          "loccer::Loccer: Integration must have a non-empty `static constexpr loccer::FixedString "
                          "name`; see docs/errors.md#integration-name");
            return false;
        } else if constexpr (!policy::HasGather<Policy>) {
            static_assert(policy::HasGather<Policy>,
                          "loccer::Loccer: Integration must have `void gather(const loccer::Event&, auto& out)`; see "
                          "docs/errors.md#integration-gather");
            return false;
        } else {
            return true;
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
