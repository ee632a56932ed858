// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_OUTPUT_HPP
#define LOCCER_POLICY_OUTPUT_HPP

// What an output must offer, the sentence for each way of getting it wrong, and how it is given a record.
// Layer: policy.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/event/record.hpp>
#include <loccer/policy/role.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace policy {

template <class Policy>
concept HasWrite = requires(Policy& policy, const Record& record) { policy.write(record); };

template <class Policy>
using WriteResult = decltype(std::declval<Policy&>().write(std::declval<const Record&>()));

/// void, or something that tells success from failure as a bool does.
template <class Policy>
concept WriteTellsSuccess = std::is_void_v<WriteResult<Policy>> || std::constructible_from<bool, WriteResult<Policy>>;

/// *Effects* gives the output a record. *Returns* whether it was stored, as far as the output tells: false where it
/// throws. *Throws* nothing.
template <class Output>
[[nodiscard]] bool write_to(Output& output, const Record& record) noexcept {
    bool is_stored = false;
    guarded(
        [&] {
            if constexpr (std::is_void_v<WriteResult<Output>>) {
                output.write(record);
                is_stored = true;
            } else {
                is_stored = static_cast<bool>(output.write(record));
            }
        },
        [] {});
    return is_stored;
}

}  // namespace policy

/// Stores records.
/// 1. `write(const loccer::Record&)` returns void, or a value that is false where the record was not
///    stored. It may throw. Both kinds of failure are counted and never keep other outputs from writing.
/// 2. Optional: `write_signal_safe(std::string_view bytes) noexcept` for the fatal path.
/// Laws: write() may be called on several threads at once and must not wait for ever. The record is
/// borrowed for the call. Models: NullOutput, InMemoryOutput, StderrOutput, JsonStreamOutput,
/// JsonFileOutput, AsyncOutput, RingFileOutput.
template <class Policy>
concept OutputPolicy = plays<Policy, OutputRole> && policy::HasWrite<Policy> && policy::WriteTellsSuccess<Policy>;

/// Checks an output, one sentence per mistake.
template <class Policy>
struct CheckOutput {
    static consteval bool passed() {
        if constexpr (!policy::HasWrite<Policy>) {
            static_assert(policy::HasWrite<Policy>,
                          "loccer::Loccer: Output must have `void write(const loccer::Record&)`; see "
                          "docs/errors.md#output-write");
            return false;
        } else if constexpr (!policy::WriteTellsSuccess<Policy>) {
            static_assert(policy::WriteTellsSuccess<Policy>,
                          "loccer::Loccer: Output must return void or something convertible to bool from write(); see "
                          "docs/errors.md#output-write-result");
            return false;
        } else {
            return true;
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
