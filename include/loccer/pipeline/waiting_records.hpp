// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_WAITING_RECORDS_HPP
#define LOCCER_PIPELINE_WAITING_RECORDS_HPP

// The records of a log that wait for the names of their frames, and the thread that looks these up.
// Layer: pipeline.

#include <loccer/base/backlog.hpp>
#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/process.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/json/render.hpp>
#include <loccer/pipeline/session.hpp>
#include <loccer/pipeline/waiting_record.hpp>
#include <loccer/trace/snapshot.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// What making a record of one that has waited takes. \tparam Bytes of a record at most.
template <std::size_t Bytes>
struct LateWork {
    WaitingRecord record;
    std::array<FrameLocals, trace::Snapshot::max_locals> locals_of_frame;
    json::RenderWork rendering;
    char storage[Bytes];
};

/// What waits in a log. \tparam Log outlives this, and has the static function `complete(Log&, std::string_view bytes,
/// const WaitingNote&, LateWork<RecordBytes>&) noexcept`, which must not throw. *Threads* any.
template <class Log, std::size_t RecordBytes, std::size_t Bytes, class Threads = PosixThreads>
class WaitingRecords {
  public:
    /// *Allocates* all that it needs; a thread is started when something waits. *Throws* std::bad_alloc.
    explicit WaitingRecords(Log& log)
        : log_(log),
          complete_(&Log::complete),
          work_(new LateWork<RecordBytes>),
          backlog_(*this, Bytes, "loccer-symbols") {}

    /// *Returns* whether a record may wait: neither where the program is about to end, nor in a child of fork(), which
    /// may end without telling anybody.
    [[nodiscard]] bool may_wait() const noexcept { return !backlog_.is_over() && process_ == current_process(); }

    /// *Effects* lets a record wait. *Returns* false where there is no room.
    [[nodiscard]] bool add(std::string_view bytes, const WaitingNote& note) noexcept {
        return backlog_.add(bytes, note) == Queue::Added::yes;
    }

    /// *Effects* completes what was added before the call, in this thread. *Returns* whether all of it was, within the
    /// time.
    bool flush(int timeout_ms) noexcept { return backlog_.flush(timeout_ms); }
    /// As flush(), for as long as it takes, unless an output of another thread takes more than five seconds.
    void complete_all() noexcept {
        backlog_.run_behind_all([]() noexcept {});
    }

    [[nodiscard]] std::size_t size() const noexcept { return backlog_.size(); }

  private:
    using Queue = Backlog<WaitingNote, WaitingRecords, Threads>;
    friend Queue;

    void give(std::string_view bytes, const WaitingNote& note) noexcept {
        // What an output captures meanwhile is a capture inside a capture.
        const Session session;
        complete_(log_, bytes, note, *work_);
    }

    Log& log_;
    // By a pointer, as a log's captures: a file that calls flush() compiles no pipeline.
    void (*const complete_)(Log&, std::string_view, const WaitingNote&, LateWork<RecordBytes>&) noexcept;
    const std::int32_t process_ = current_process();
    Owned<LateWork<RecordBytes>> work_;
    Queue backlog_;  // ends first
};

/// Stands in a log of which nothing waits.
struct NothingWaits {
    template <class Log>
    explicit constexpr NothingWaits(Log& /*log*/) noexcept {}
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
