// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_SESSION_HPP
#define LOCCER_PIPELINE_SESSION_HPP

// The frame round the making of one record: errno and the thread's cancellation are left as they were,
// and a capture inside a capture (a formatter that logs, an output that throws) is noticed.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/trace/thread_state.hpp>

#include <cerrno>
#include <pthread.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// One capture on one thread. *Allocates* no. *Throws* nothing.
class [[nodiscard]] Session {
  public:
    Session() noexcept : thread_(trace::this_thread()), saved_errno_(errno) {
        ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state_);
        ++thread_.captures;
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
        --thread_.captures;
        ::pthread_setcancelstate(cancel_state_, nullptr);
        errno = saved_errno_;
    }

    /// *Returns* true when this thread is recording already, or is taking a snapshot for a record.
    [[nodiscard]] bool is_nested() const noexcept { return thread_.captures > 1 || thread_.asking; }

  private:
    trace::ThreadState& thread_;
    int saved_errno_;
    int cancel_state_ = PTHREAD_CANCEL_ENABLE;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
