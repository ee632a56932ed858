// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_DISPATCH_HPP
#define LOCCER_PIPELINE_DISPATCH_HPP

// From the record to each of a log's policies: a direct call for one after another, the same code as if these calls
// were written by hand (tests/pipeline/object). What one of them does wrong is counted and never keeps the others from
// being called.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/meta.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/record.hpp>
#include <loccer/json/object.hpp>
#include <loccer/pipeline/gather.hpp>
#include <loccer/pipeline/once.hpp>
#include <loccer/pipeline/statistics.hpp>
#include <loccer/policy/output.hpp>

#include <atomic>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// *Effects* gives an output a record; counts it where it is not stored. *Throws* nothing.
template <class Output>
void hand_to(Output& output, const Record& record, std::atomic<std::uint64_t>& failures) noexcept {
    if (!policy::write_to(output, record)) [[unlikely]]
        Counters::count(failures);
}

/// *Effects* gives the Outputs a record, in their order. *Throws* nothing.
/// \param policies has them: an OwnedPolicies, or a log.
template <class Policies, class... Outputs>
void hand_out(const Record& record, Policies& policies, std::atomic<std::uint64_t>& failures,
              meta::List<Outputs...>) noexcept {
    (hand_to(policies.template get<Outputs>(), record, failures), ...);
}

/// *Effects* lets an integration write its object; counts it where that fails. *Throws* nothing.
template <class Context, class Integration>
void gather_one(json::Object<Context>& out, const Event& event, Integration& integration,
                const OnceMembers<Integration>& once, std::atomic<std::uint64_t>& failures) noexcept {
    if (!gather(out, integration, once, event)) Counters::count(failures);
}

/// *Effects* lets the Integrations write their objects, in their order. *Throws* nothing.
/// \param policies as hand_out()'s. \param once what they have given once and for all.
template <class Context, class Policies, class... Integrations>
void gather_all([[maybe_unused]] json::Object<Context>& out, [[maybe_unused]] const Event& event,
                [[maybe_unused]] Policies& policies,
                [[maybe_unused]] const AllOnceMembers<meta::List<Integrations...>>& once,
                [[maybe_unused]] std::atomic<std::uint64_t>& failures, meta::List<Integrations...>) noexcept {
    (gather_one<Context, Integrations>(out, event, policies.template get<Integrations>(), once, failures), ...);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
