// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_SESSION_HPP
#define LOCCER_PIPELINE_SESSION_HPP

// The frame round the making of one record: errno and the thread's cancellation are left as they were,
// and a capture inside a capture (a formatter that logs, an output that throws) is noticed.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/trace/thread_state.hpp>
#include <loccer/trace/undisturbed.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// One capture on one thread. *Allocates* no. *Throws* nothing.
class [[nodiscard]] Session {
  public:
    Session() noexcept : thread_(trace::this_thread()) { ++thread_.captures; }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() { --thread_.captures; }

    /// *Returns* true when this thread is recording already, or is taking a snapshot for a record.
    [[nodiscard]] bool is_nested() const noexcept { return thread_.captures > 1 || thread_.asking; }

  private:
    trace::Undisturbed undisturbed_;
    trace::ThreadState& thread_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
