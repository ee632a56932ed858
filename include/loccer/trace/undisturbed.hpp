// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNDISTURBED_HPP
#define LOCCER_TRACE_UNDISTURBED_HPP

// What the program must find again after loccer has looked at its error: errno, and the thread's
// cancellation, which must not strike while values of the program are being formatted.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cerrno>
#include <pthread.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Switches the thread's cancellation off for as long as it lives, then puts that and errno back.
/// *Allocates* no. *Throws* nothing.
class [[nodiscard]] Undisturbed {
  public:
    Undisturbed() noexcept : errno_(errno) { ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state_); }
    Undisturbed(const Undisturbed&) = delete;
    Undisturbed& operator=(const Undisturbed&) = delete;
    ~Undisturbed() {
        ::pthread_setcancelstate(cancel_state_, nullptr);
        errno = errno_;
    }

  private:
    int errno_;
    int cancel_state_ = PTHREAD_CANCEL_ENABLE;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
