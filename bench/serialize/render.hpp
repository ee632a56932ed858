// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_SERIALIZE_RENDER_HPP
#define LOCCER_BENCH_SERIALIZE_RENDER_HPP

// The record as a log makes it: render() with an event, frames with what loccer keeps beside them, locals on tapes.

#include "loccer.hpp"

#include <loccer/base/time.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/event/frame_memo.hpp>
#include <loccer/json/render.hpp>
#include <loccer/reflect/tape.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// Where a frame's bytes are kept: as the symbol cache does, but for as long as the frame is there.
class Keeper : public loccer::FrameKeeper {
  public:
    Keeper() : FrameKeeper{&Keeper::keep, &last_writer_} {}

  private:
    static void* keep(FrameKeeper& keeper, std::size_t bytes) noexcept {
        return static_cast<Keeper&>(keeper).kept_.emplace_back(std::make_unique<char[]>(bytes)).get();
    }

    static inline std::atomic<std::uint64_t> last_writer_{0};
    std::vector<std::unique_ptr<char[]>> kept_;
};

inline std::string tape_of(const Members& members) {
    std::vector<char> storage(64 * 1024);
    loccer::reflect::Tape tape{storage};
    if (tape.begin_object()) {
        for (const auto& [name, value] : members) {
            if (tape.key(name)) tape.text(value);
        }
        tape.end_object();
    }
    return std::string(tape.bytes());
}

/// What render() asks for.
template <class Rules>
class RecordParts {
  public:
    using Context = loccer::json::Context<Rules>;
    using Sink = loccer::json::RedactingSink<Rules>;

    RecordParts(const ErrorRecord& record, Kept kept) : record_(record) {
        event.origin = loccer::Origin::thrown;
        event.timestamp = {1'787'318'147'517'464'000};
        event.seq = 17;
        event.exception.error = {record.exc_type, record.msg};
        event.thread = {4242, "worker"};
        if (kept != Kept::nothing && record.integrations) {
            platform_.emplace(render_platform<Rules>(record.integrations->platform));
        }
        std::uintptr_t offset = 0x11f3;
        for (const RecordFrame& from : record.frames) {
            FrameWithLocals& made = frames_.emplace_back();
            made.tape = tape_of(from.locals);
            made.locals.tape = made.tape;
            made.frame = {.filename = from.filename,
                          .lineno = from.lineno,
                          .name = from.name,
                          .line = from.line,
                          .module = "/opt/orders/bin/orders",
                          .offset = offset,
                          .build_id = "5f1f3a0a1c2d4b0fa2f0b8d9f1b1c7aa01020304",
                          .memo = kept == Kept::all ? &made.memo : nullptr};
            offset += 0x1234;
        }
    }
    RecordParts(const RecordParts&) = delete;
    RecordParts& operator=(const RecordParts&) = delete;
    ~RecordParts() = default;

    void integrations(loccer::json::Object<Context>& out) {
        if (record_.integrations) put_integrations(out, *record_.integrations, platform_ ? &*platform_ : nullptr);
    }
    [[nodiscard]] static bool has_data() { return false; }
    static void data(Sink&) {}
    [[nodiscard]] static bool has_globals() { return false; }
    static void globals(loccer::json::Object<Context>&) {}
    [[nodiscard]] static std::uint64_t dropped() { return 0; }
    [[nodiscard]] static bool frames_are_lasting() { return false; }
    template <class Visit>
    void frames(Visit&& visit) {
        for (const FrameWithLocals& one : frames_)
            visit(one.frame, std::span<const loccer::FrameLocals>(&one.locals, 1));
    }

    loccer::Event event;

  private:
    struct FrameWithLocals {
        loccer::Frame frame;
        loccer::FrameLocals locals;
        std::string tape;
        Keeper keeper;
        loccer::FrameMemo memo{keeper};
    };
    const ErrorRecord& record_;
    std::optional<RenderedMembers> platform_;
    std::deque<FrameWithLocals> frames_;
};

template <class Rules, Kept What>
Write prepare_render(const ErrorRecord& record) {
    const auto parts = std::make_shared<RecordParts<Rules>>(record, What);
    const auto work = std::make_shared<loccer::json::RenderWork>();
    return [parts, work]() -> std::string_view {
        return loccer::json::render<typename RecordParts<Rules>::Context>(record_room(), *work, parts->event, *parts);
    };
}

}  // namespace bench

#endif
