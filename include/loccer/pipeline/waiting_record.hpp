// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_WAITING_RECORD_HPP
#define LOCCER_PIPELINE_WAITING_RECORD_HPP

// A record that waits for the names of its frames, as bytes: its written parts, and behind them what the frames are
// made of. Redacted already, and nothing in it is borrowed. Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/pack.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/json/render_apart.hpp>
#include <loccer/trace/late_resolver.hpp>
#include <loccer/trace/modules.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/stack.hpp>
#include <loccer/trace/stack_modules.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// What is kept beside the bytes.
struct WaitingNote {
    QueuedEvent event;
    std::uint32_t packed_at = 0;  ///< behind the written parts
};

namespace waiting_detail {

/// A part of the bytes.
struct Part {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
};

/// What has a fixed size.
struct Facts {
    Part head;
    Part globals;
    std::size_t redactions = 0;
    std::size_t repaired = 0;
    std::size_t frames_omitted = 0;
    std::size_t locals_omitted = 0;
    std::uint64_t dropped = 0;
    std::size_t stack = 0;
    std::size_t modules = 0;
    std::size_t locals = 0;
    bool truncated = false;
};

struct LocalsFacts {
    Part members;
    std::size_t redactions = 0;
    std::size_t repaired = 0;
    std::size_t frame_index = 0;
    std::uint32_t line = 0;
};

/// *Requires* that `text` lies in `bytes`.
[[nodiscard]] inline Part part_of(std::span<const char> bytes, std::string_view text) noexcept {
    return {static_cast<std::uint32_t>(text.data() - bytes.data()), static_cast<std::uint32_t>(text.size())};
}

[[nodiscard]] inline std::string_view text_of(std::string_view bytes, Part part) noexcept {
    return bytes.substr(part.begin, part.size);
}

}  // namespace waiting_detail

/// *Effects* puts what the frames are made of behind the written parts, which end at `written_size` of `storage`.
/// \param written of each of the event's locals. *Returns* the size of all; 0 where there is no room.
[[nodiscard]] inline std::size_t pack_record(std::span<char> storage, std::size_t written_size, const Event& event,
                                             const json::Apart& apart, std::span<const WrittenLocals> written,
                                             const trace::StackModules& modules, std::uint64_t dropped) noexcept {
    using waiting_detail::part_of;
    Packer packer{storage.subspan(written_size)};
    packer.put(waiting_detail::Facts{part_of(storage, apart.head), part_of(storage, apart.globals), apart.redactions,
                                     apart.repaired, event.frames_omitted, event.locals_omitted, dropped,
                                     event.stack.size(), modules.all().size(), event.locals.size(), apart.truncated});
    for (const void* const address : event.stack) packer.put(address);
    for (const trace::Module& module : modules.all()) {
        packer.put(trace::place_of(module));
        packer.put_text(trace::path_of(module));
        packer.put_text(trace::BuildIdText{module.image.build_id}.view());
    }
    for (std::size_t i = 0; i < event.locals.size(); ++i) {
        const FrameLocals& locals = event.locals[i];
        packer.put(waiting_detail::LocalsFacts{part_of(storage, written[i].members), written[i].redactions,
                                               written[i].repaired, locals.frame_index, locals.line});
        packer.put_text(locals.function);
        packer.put_text(locals.file);
    }
    return packer.is_whole() ? written_size + packer.size() : 0;
}

/// A record that waits, unpacked; too large for the stack of a small thread. Its texts lie in the bytes.
class WaitingRecord {
  public:
    json::Apart apart;
    Event event;  ///< the facts of the note, and what frames are made of
    std::uint64_t dropped = 0;

    /// *Requires* that pack_record() has made the bytes.
    void unpack(std::string_view bytes, const WaitingNote& note) noexcept {
        using waiting_detail::text_of;
        Unpacker unpacker{bytes.substr(note.packed_at)};
        waiting_detail::Facts facts;
        unpacker.take(facts);
        apart = {text_of(bytes, facts.head), text_of(bytes, facts.globals), facts.redactions, facts.repaired,
                 facts.truncated};
        dropped = facts.dropped;
        for (std::size_t i = 0; i < facts.stack; ++i) unpacker.take(stack_[i]);
        modules_count_ = facts.modules;
        for (std::size_t i = 0; i < facts.modules; ++i) unpack_module(unpacker, modules_[i]);
        for (std::size_t i = 0; i < facts.locals; ++i) unpack_locals(unpacker, bytes, i);
        event = note.event.event();
        event.stack = {stack_.data(), facts.stack};
        event.frames_omitted = facts.frames_omitted;
        event.locals = {locals_.data(), facts.locals};
        event.locals_omitted = facts.locals_omitted;
    }

    [[nodiscard]] std::span<const trace::KeptModule> modules() const noexcept {
        return {modules_.data(), modules_count_};
    }

  private:
    static void unpack_module(Unpacker& unpacker, trace::KeptModule& module) noexcept {
        unpacker.take(module.place);
        module.path = unpacker.take_text();
        module.build_id = unpacker.take_text();
    }
    void unpack_locals(Unpacker& unpacker, std::string_view bytes, std::size_t index) noexcept {
        waiting_detail::LocalsFacts facts;
        unpacker.take(facts);
        written_[index] = {waiting_detail::text_of(bytes, facts.members), facts.redactions, facts.repaired};
        FrameLocals& locals = locals_[index];
        locals.function = unpacker.take_text();
        locals.file = unpacker.take_text();
        locals.line = facts.line;
        locals.frame_index = facts.frame_index;
        locals.written = &written_[index];
    }

    trace::StackRoom stack_{};
    std::array<trace::KeptModule, trace::StackModules::max_count> modules_{};
    std::size_t modules_count_ = 0;
    std::array<WrittenLocals, trace::Snapshot::max_locals> written_{};
    std::array<FrameLocals, trace::Snapshot::max_locals> locals_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
