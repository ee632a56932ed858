// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_PLAIN_MARKERS_HPP
#define LOCCER_POLICY_PLAIN_MARKERS_HPP

// Whether removed values are told apart at all at the moment. Tokens are computed by a library that may allocate and
// lock: what runs while the program dies of a signal does without them.
// Layer: policy.

#include <loccer/base/config.hpp>

#include <atomic>

namespace loccer::inline LOCCER_ABI_NAMESPACE::policy {

/// True from when the process is to write plain markers only. *Threads* any.
LOCCER_SHARED inline constinit std::atomic<bool> plain_markers_only{false};

/// *Effects* has every log of the process put the plain marker where a token would stand, from now on; what an
/// interrupted thread is computing is not waited for. *Signal-safe* yes.
inline void write_plain_markers() noexcept { plain_markers_only.store(true, std::memory_order_relaxed); }

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::policy

#endif
