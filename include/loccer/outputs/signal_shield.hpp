// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_SIGNAL_SHIELD_HPP
#define LOCCER_OUTPUTS_SIGNAL_SHIELD_HPP

// Keeps a write of ours from killing the program: a pipe without a reader raises SIGPIPE, a file at
// its size limit SIGXFSZ, and both end a program by default. The signals are blocked in the writing
// thread for the length of the write and the one that our write raised is taken back. The program's
// dispositions stay untouched (they are process-wide and its own), and it works for every kind of
// descriptor, where asking what is behind it would be a guess.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cerrno>
#include <signal.h>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs {

/// Blocks SIGPIPE and SIGXFSZ in this thread for a scope. *Allocates* no. *Signal-safe* yes: its calls
/// are those of POSIX's list and sigtimedwait, which is a plain system call on Linux.
/// *Source* POSIX write(), ERRORS: the signal is generated for the calling thread.
class [[nodiscard]] SignalShield {
  public:
    /// \param needed false: nothing is blocked, and take_back() does nothing.
    explicit SignalShield(bool needed = true) noexcept {
        if (!needed) return;
        ::sigset_t shielded;
        ::sigemptyset(&shielded);
        ::sigaddset(&shielded, SIGPIPE);
        ::sigaddset(&shielded, SIGXFSZ);
        active_ = ::pthread_sigmask(SIG_BLOCK, &shielded, &before_) == 0;
        if (!active_) return;
        // A signal that is not blocked is never pending, so only a blocked one can be somebody else's.
        if (::sigismember(&before_, SIGPIPE) == 1 || ::sigismember(&before_, SIGXFSZ) == 1) ::sigpending(&pending_);
    }
    SignalShield(const SignalShield&) = delete;
    SignalShield& operator=(const SignalShield&) = delete;
    ~SignalShield() {
        if (active_) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

    /// *Effects* takes back the signal that a write which failed with `error` has raised, unless one
    /// was pending before.
    void take_back(int error) noexcept {
        const int raised = error == EPIPE ? SIGPIPE : error == EFBIG ? SIGXFSZ : 0;
        if (!active_ || raised == 0 || ::sigismember(&pending_, raised) == 1) return;
        ::sigset_t wanted;
        ::sigemptyset(&wanted);
        ::sigaddset(&wanted, raised);
        const ::timespec at_once{};
        while (::sigtimedwait(&wanted, nullptr, &at_once) < 0 && errno == EINTR) {
        }
    }

  private:
    ::sigset_t before_{};
    ::sigset_t pending_{};  // all zero is the empty set
    bool active_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs

#endif
