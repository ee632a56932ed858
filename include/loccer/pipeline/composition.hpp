// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_COMPOSITION_HPP
#define LOCCER_PIPELINE_COMPOSITION_HPP

// From a pack of policies in any order to a log's integrations, outputs, rules and settings. Every
// mistake in the pack is refused here with one sentence.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/meta.hpp>
#include <loccer/base/size.hpp>
#include <loccer/json/context.hpp>
#include <loccer/policy/integration.hpp>
#include <loccer/policy/output.hpp>
#include <loccer/policy/redaction.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/policy/setting.hpp>
#include <loccer/policy/settings.hpp>
#include <loccer/redactions/rules.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

template <class Policy>
using IsIntegration = std::bool_constant<plays<Policy, IntegrationRole>>;
template <class Policy>
using IsOutput = std::bool_constant<plays<Policy, OutputRole>>;
template <class Policy>
using IsRedaction = std::bool_constant<plays<Policy, RedactionRole>>;
template <class Policy>
using IsSetting = std::bool_constant<plays<Policy, SettingRole>>;

/// Checks that a policy is an object type with a role, and then what its role demands.
template <class Policy>
struct CheckPolicy {
    static consteval bool passed() {
        if constexpr (!std::is_same_v<Policy, std::remove_cvref_t<Policy>> || !std::is_class_v<Policy>) {
            static_assert(std::is_same_v<Policy, std::remove_cvref_t<Policy>> && std::is_class_v<Policy>,
                          "loccer::Loccer: Policy must be a class type without const and &; see "
                          "docs/errors.md#policy-type");
            return false;
        } else if constexpr (!HasRole<Policy>) {
            static_assert(HasRole<Policy>,
                          "loccer::Loccer: Policy must name its role with `using loccer_role = ...` (IntegrationRole, "
                          "OutputRole, RedactionRole or SettingRole); see docs/errors.md#policy-role");
            return false;
        } else if constexpr (IsIntegration<Policy>::value) {
            return CheckIntegration<Policy>::passed();
        } else if constexpr (IsOutput<Policy>::value) {
            return CheckOutput<Policy>::passed();
        } else if constexpr (IsRedaction<Policy>::value) {
            return CheckRedaction<Policy>::passed();
        } else {
            return CheckSetting<Policy>::passed();
        }
    }
};

/// The names of integrations, for comparison.
template <class List>
struct Names;
template <class... Integrations>
struct Names<meta::List<Integrations...>> {
    /// *Returns* whether no two are equal.
    static consteval bool differ() {
        const std::array<std::string_view, sizeof...(Integrations)> names{Integrations::name.view()...};
        for (std::size_t i = 0; i < names.size(); ++i) {
            for (std::size_t other = 0; other < i; ++other) {
                if (names[i] == names[other]) return false;
            }
        }
        return true;
    }
};

/// The kinds of settings, for comparison.
template <class List>
struct Kinds;
template <class... Settings>
struct Kinds<meta::List<Settings...>> {
    static constexpr bool differ = meta::all_different<typename Settings::setting_kind...>;
};

/// The redactions of a log as its rules.
template <class List>
struct RulesOf;
template <class... Redactions>
struct RulesOf<meta::List<Redactions...>> {
    using type = redactions::RulesOf<Redactions...>;
    using check = redactions::CheckRedactions<Redactions...>;
};

/// The rules and settings of a log as the JSON layer wants them.
template <class Rules, class List>
struct ContextOf;
template <class Rules, class... Settings>
struct ContextOf<Rules, meta::List<Settings...>> {
    using type = json::Context<Rules, Settings...>;
};

/// Stands for the setting where the machine decides how many records are made at once.
struct AsManyRecordsAtOnceAsUsual {
    static constexpr std::size_t count = 0;
};

template <class Setting>
concept ResolvesLater = requires { Setting::waiting_bytes; };

template <class Setting>
[[nodiscard]] consteval std::size_t waiting_bytes_of() {
    if constexpr (ResolvesLater<Setting>) return Setting::waiting_bytes;
    else return 0;
}

/// A pack of policies, sorted by role.
template <class... Policies>
struct Composition {
    using integrations = meta::Filtered<IsIntegration, Policies...>;
    using outputs = meta::Filtered<IsOutput, Policies...>;
    using redactions = meta::Filtered<IsRedaction, Policies...>;
    using settings = meta::Filtered<IsSetting, Policies...>;
    using rules = typename RulesOf<redactions>::type;
    using check_rules = typename RulesOf<redactions>::check;
    using context = typename ContextOf<rules, settings>::type;

    static constexpr std::size_t max_record_bytes =
        context::template setting<policy::MaxRecordKind, MaxRecord<64 * KiB>>::bytes;
    /// How many records are made at once; 0 as many as the machine suggests.
    static constexpr std::size_t records_at_once =
        context::template setting<policy::RecordsAtOnceKind, AsManyRecordsAtOnceAsUsual>::count;
    using frames = typename context::template setting<policy::FramesKind, SymbolizedFrames>;
    static constexpr bool symbolized = frames::symbolized;
    /// Whether records wait for names that are looked up on another thread, and how much of them may.
    static constexpr bool resolves_later = ResolvesLater<frames>;
    static constexpr std::size_t waiting_bytes = waiting_bytes_of<frames>();
};

/// Checks a pack as a whole, after each policy has passed alone.
template <class... Policies>
struct CheckPack {
    static consteval bool passed() {
        if constexpr (!(CheckPolicy<Policies>::passed() && ...)) {
            return false;
        } else if constexpr (!meta::all_different<Policies...>) {
            static_assert(meta::all_different<Policies...>,
                          "loccer::Loccer: Policies must not name a type twice; see docs/errors.md#policies-twice");
            return false;
        } else {
            return passed_by_role(Composition<Policies...>{});
        }
    }

  private:
    template <class Sorted>
    static consteval bool passed_by_role(Sorted) {
        if constexpr (Sorted::outputs::size == 0) {
            static_assert(Sorted::outputs::size != 0,
                          "loccer::Loccer: Policies must contain an output (loccer::NullOutput says none); see "
                          "docs/errors.md#policies-output");
            return false;
        } else if constexpr (!Names<typename Sorted::integrations>::differ()) {
            static_assert(Names<typename Sorted::integrations>::differ(),
                          "loccer::Loccer: Integrations must differ in their names; see "
                          "docs/errors.md#integration-names");
            return false;
        } else if constexpr (!Kinds<typename Sorted::settings>::differ) {
            static_assert(Kinds<typename Sorted::settings>::differ,
                          "loccer::Loccer: Settings must differ in what they set; see docs/errors.md#setting-twice");
            return false;
        } else {
            return Sorted::check_rules::passed();
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
