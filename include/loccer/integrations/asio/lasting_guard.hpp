// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_LASTING_GUARD_HPP
#define LOCCER_INTEGRATIONS_ASIO_LASTING_GUARD_HPP

// Waiting for a lock as long as it takes: what the program asks for, or what has to be done, is not given up for want
// of time. Records are patient for a while only, with a LockGuard. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// Holds a Lock for a scope. For locks behind which there are a few instructions, none of them the program's. In a
/// child of fork() it does not wait for a thread of the parent. *Allocates* no. *Throws* nothing.
class [[nodiscard]] LastingGuard {
  public:
    explicit LastingGuard(Lock& lock) noexcept : lock_(lock) {
        while (!lock_.try_lock_for(1'000)) {
        }
    }
    LastingGuard(const LastingGuard&) = delete;
    LastingGuard& operator=(const LastingGuard&) = delete;
    ~LastingGuard() { lock_.unlock(); }

  private:
    Lock& lock_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
