// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_ERRNO_GUARD_HPP
#define LOCCER_OUTPUTS_ERRNO_GUARD_HPP

// Keeps errno as the program left it while a record about it is being stored.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cerrno>

namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs {

/// Restores errno at the end of a scope. *Allocates* no. *Signal-safe* yes.
class [[nodiscard]] ErrnoGuard {
  public:
    ErrnoGuard() noexcept : saved_(errno) {}
    ErrnoGuard(const ErrnoGuard&) = delete;
    ErrnoGuard& operator=(const ErrnoGuard&) = delete;
    ~ErrnoGuard() { errno = saved_; }

  private:
    int saved_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs

#endif
