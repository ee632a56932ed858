// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_RECORDING_HPP
#define LOCCER_PIPELINE_RECORDING_HPP

// The making of one record: from what a capture form found, over the event and the rendered line, to
// every output. Whatever fails on the way is counted and never keeps the rest from happening.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/function_ref.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/base/meta.hpp>
#include <loccer/base/time.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/event/record.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/render.hpp>
#include <loccer/json/render_apart.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/pipeline/dispatch.hpp>
#include <loccer/pipeline/error_text.hpp>
#include <loccer/pipeline/frames.hpp>
#include <loccer/pipeline/occurrence.hpp>
#include <loccer/pipeline/record_work.hpp>
#include <loccer/pipeline/session.hpp>
#include <loccer/pipeline/statistics.hpp>
#include <loccer/pipeline/waiting_record.hpp>
#include <loccer/trace/late_resolver.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/stack.hpp>
#include <loccer/trace/stack_modules.hpp>
#include <loccer/trace/symbolizer.hpp>
#include <loccer/trace/thread_state.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// Makes one record for a log.
template <class Log>
class Recording {
  public:
    explicit Recording(Log& log) noexcept : log_(log) {}

    /// *Returns* whether a record was made and handed to the outputs.
    bool record_error(capture::Captured captured) noexcept {
        const Session session;
        if (session.is_nested()) [[unlikely]]
            return drop(log_.counters_.nested_captures);
        Occurrence occurrence(captured);
        if (!occurrence.claim(log_.id_)) [[unlikely]]
            return !captured.handled && record_end(captured, occurrence);
        if (captured.snapshot == nullptr) [[unlikely]]
            Counters::count(log_.counters_.missed_snapshots);
        const Lease lease(log_.buffers_);
        if (!lease.held()) [[unlikely]]
            return drop(log_.counters_.busy_captures);
        auto& work = lease.work();
        const Timestamp time = begin(captured.handled);
        // All of it by name: what is left to compilers to empty, they empty by `rep stos`, which takes long to begin.
        const Event event{.kind = RecordKind::exception,
                          .origin = occurrence.origin(),
                          .handled = captured.handled,
                          .timestamp = time,
                          .seq = next_seq(),
                          .exception = tell(captured, work.texts),
                          .thread = {trace::thread_id(), trace::thread_name(time)},
                          .stack = occurrence.stack(work.stack),
                          .frames_omitted = occurrence.frames_omitted(),
                          .locals = occurrence.locals(work.locals),
                          .locals_omitted = occurrence.locals_omitted()};
        const bool recorded = finish(event, nullptr, lease);
        if (recorded) occurrence.note_seq(log_.id_, event.seq);
        return recorded;
    }

    using Sink = json::RedactingSink<typename Log::Context::rules>;
    using Describe = FunctionRef<void(Sink&)>;

    /// \param describe gives a sink the record's data.
    bool record_metadata(Describe describe) noexcept {
        const Session session;
        if (session.is_nested()) return drop(log_.counters_.nested_captures);
        return record_members(describe);
    }

    /// *Effects* makes the record of one that has waited, and hands it to the outputs.
    template <class Work>
    void complete(std::string_view bytes, const WaitingNote& note, Work& work) noexcept {
        WaitingRecord& record = work.record;
        record.unpack(bytes, note);
        std::string_view line;
        guarded(
            [&] {
                if (!json::resume_record(work.storage, work.rendering, record.apart)) return;
                trace::LateResolver resolver{trace::symbolizer, record.modules()};
                LateParts parts{record, {record.event, work.locals_of_frame, resolver}};
                line = json::end_record<Context>(work.storage, work.rendering, record.event, parts);
            },
            [] {});
        (void)hand_out_line(line, record.event);
    }

  private:
    using Composition = typename Log::Composition;
    using Context = typename Log::Context;
    using Lease = typename Log::Buffers::Lease;
    /// What belongs to the log in a record, as json::render() asks for it.
    struct Parts {
        static constexpr bool has_integrations = !std::is_same_v<typename Composition::integrations, meta::List<>>;

        Recording& recording;
        const Event& event;
        const Describe* describe;  ///< null where the record has no data
        RecordWork& work;
        std::optional<Frames<Composition::symbolized>> all_frames{};  ///< names are looked up where it is made

        void integrations(json::Object<Context>& out) {
            Log& log = recording.log_;
            gather_all(out, event, log, log.once_, log.counters_.integration_failures,
                       typename Composition::integrations{});
        }
        [[nodiscard]] bool has_data() const noexcept { return describe != nullptr; }
        void data(Sink& sink) const { (*describe)(sink); }
        void frames(typename Frames<Composition::symbolized>::Visit visit) {
            if (!all_frames) all_frames.emplace(event, work.locals_of_frame);
            (*all_frames)(visit);
        }
        [[nodiscard]] bool frames_are_lasting() const noexcept {
            return all_frames.has_value() && all_frames->are_lasting();
        }
        [[nodiscard]] bool has_globals() const noexcept { return !recording.log_.globals_.empty(); }
        void globals(json::Object<Context>& out) const { recording.log_.globals_.describe_to(out); }
        [[nodiscard]] std::uint64_t dropped() const noexcept { return recording.log_.counters_.read().dropped(); }
    };

    /// The same of a record that has waited, as json::end_record() asks for it.
    struct LateParts {
        const WaitingRecord& record;
        Frames<true, trace::LateResolver&> all_frames;

        void frames(typename Frames<true, trace::LateResolver&>::Visit visit) { all_frames(visit); }
        [[nodiscard]] static bool frames_are_lasting() noexcept { return false; }
        [[nodiscard]] std::string_view written_globals() const noexcept { return record.apart.globals; }
        [[nodiscard]] std::uint64_t dropped() const noexcept { return record.dropped; }
    };

    /// An exception that has its record ends the program after all: what remains to be told.
    LOCCER_COLD bool record_end(const capture::Captured& captured, const Occurrence& occurrence) noexcept {
        TypeText type;
        if (captured.thrown.type != nullptr) type.assign(captured.thrown);
        // Not by the sink: what loccer says itself is shown whatever the rules let pass.
        const auto tell = [&](Sink& sink) {
            json::Writer& writer = sink.writer();
            if (!writer.begin_object()) return;
            if (writer.own_key(schema::msg)) writer.text("terminated by an exception that is recorded already");
            if (writer.own_key(schema::handled)) writer.boolean(false);
            if (writer.own_key(schema::exc_type)) json::put_fact<typename Context::rules>(writer, type.view());
            writer.own_unsigned(schema::seq, occurrence.seq_in(log_.id_));
            writer.end_object();
        };
        return record_members(tell, false);
    }

    /// \param handled false for what tells of the program's end.
    bool record_members(Describe describe, bool handled = true) noexcept {
        const Lease lease(log_.buffers_);
        if (!lease.held()) return drop(log_.counters_.busy_captures);
        const Timestamp time = begin(handled);
        Event event;
        event.kind = RecordKind::metadata_log;
        event.handled = handled;
        event.timestamp = time;
        event.seq = next_seq();
        event.thread = {trace::thread_id(), trace::thread_name(time)};
        return finish(event, &describe, lease);
    }

    static bool drop(std::atomic<std::uint64_t>& counter) noexcept {
        Counters::count(counter);
        return false;
    }

    /// *Returns* the time of a record that is made now.
    Timestamp begin([[maybe_unused]] bool handled) noexcept {
        if constexpr (Composition::resolves_later) {
            // What waits would be lost with the program, and has happened before.
            if (!handled) log_.waiting_.complete_all();
        }
        return now();
    }

    [[nodiscard]] std::uint64_t next_seq() noexcept {
        return log_.last_seq_.fetch_add(1, std::memory_order_relaxed) + 1;
    }

    bool finish(const Event& event, const Describe* describe, const Lease& lease) noexcept {
        std::string_view line;
        bool waits = false;
        guarded(
            [&] {
                const std::span<char> storage = lease.storage().first(Composition::max_record_bytes);
                Parts parts{*this, event, describe, lease.work()};
                if (!json::begin_record<Context>(storage, parts.work.rendering, event, parts)) return;
                if constexpr (Composition::resolves_later) waits = defer(event, parts, lease);
                if (!waits) line = json::end_record<Context>(storage, parts.work.rendering, event, parts);
            },
            [] {});
        if (!waits) return hand_out_line(line, event);
        Counters::count(log_.counters_.deferred);
        return true;
    }

    /// *Effects* leaves the rest of a record that was begun to the thread that looks names up, if names are to be
    /// looked up and that is possible. *Returns* whether it did; if not, the rest is still to be written.
    bool defer(const Event& event, Parts& parts, const Lease& lease) noexcept {
        if (event.kind != RecordKind::exception || !event.handled || !log_.waiting_.may_wait()) return false;
        if (knows_all(event.stack)) return false;
        auto& work = lease.work();
        json::Writer& writer = *work.rendering.writer;
        const json::Writer::Mark start = writer.mark();
        json::Apart apart;
        if (!work.modules.note(event.stack) ||
            !json::render_apart<Context>(work.rendering, event, parts, work.written, apart)) {
            return false;
        }
        const std::size_t written = writer.size();
        const std::size_t size =
            pack_record(lease.storage(), written, event, apart, work.written, work.modules, parts.dropped());
        const WaitingNote note{QueuedEvent(event), static_cast<std::uint32_t>(written)};
        if (size != 0 && log_.waiting_.add({lease.storage().data(), size}, note)) return true;
        writer.rewind(start);
        return false;
    }

    [[nodiscard]] static bool knows_all(std::span<const void* const> stack) noexcept {
        trace::Symbolizer::View view = trace::symbolizer.pin();
        for (const void* const address : stack) {
            if (!view.knows(address, true)) return false;
        }
        return true;
    }

    bool hand_out_line(std::string_view line, const Event& event) noexcept {
        if (line.empty()) return drop(log_.counters_.output_failures);
        Counters::count(log_.counters_.records);
        hand_out(Record(line, event), log_, log_.counters_.output_failures, typename Composition::outputs{});
        return true;
    }

    Log& log_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
