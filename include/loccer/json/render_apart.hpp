// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_RENDER_APART_HPP
#define LOCCER_JSON_RENDER_APART_HPP

// A record of which all is written but the names of its frames, because they are looked up later: its parts are
// redacted and complete JSON, and are put together to what render() would have written at once. Where what is cut
// depends on how long the frames become, nothing is written apart. Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/json/budget.hpp>
#include <loccer/json/render.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/json/written_locals.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The parts of a record beside its frames. The texts lie in the storage that they were written into.
struct Apart {
    std::string_view head;     ///< the members before `frames`
    std::string_view globals;  ///< the value of `globals`
    std::size_t redactions = 0;
    std::size_t repaired = 0;  ///< both without those of the locals, which count where they are shown
    bool truncated = false;
};

namespace apart_detail {

/// What a frame takes beside its locals, where names are of usual length: the locals of the innermost one must find
/// room behind it.
inline constexpr std::size_t frame_bytes = 6 * 1024;

/// *Returns* whether all locals were written where each of them fits into any frame.
template <class Rules>
[[nodiscard]] bool put_locals_apart(Writer& writer, std::span<const FrameLocals> locals,
                                    std::span<WrittenLocals> written) noexcept {
    const LimitScope limit{writer, render_detail::frames_room(writer)};
    const std::size_t locals_room = frames_detail::locals_room(writer.room());
    if (locals.empty()) return true;
    if (locals.size() > written.size() || writer.room() - locals_room < frame_bytes) return false;
    // All of them together: nobody knows yet which ones share a frame.
    const LimitScope locals_limit{writer, Writer::value_room + locals_room};
    for (std::size_t i = 0; i < locals.size(); ++i) written[i] = write_locals<Rules>(writer, locals[i].tape);
    return true;
}

}  // namespace apart_detail

/// *Effects* writes the rest of an exception's record but its frames, behind what begin_record() has written. \param
/// parts as for end_record(), without frames. \param written takes the event's locals, in their order. *Returns* false
/// where end_record() has to make the record; the writer is as it was before then.
template <class Context, class Parts>
[[nodiscard]] bool render_apart(RenderWork& work, const Event& event, Parts& parts, std::span<WrittenLocals> written,
                                Apart& apart) noexcept {
    Writer& writer = *work.writer;  // NOLINT(bugprone-unchecked-optional-access): begin_record() has made it
    const Budget budget{writer.capacity()};
    const Writer::Mark start = writer.mark();
    apart.head = writer.view().substr(1);
    apart.redactions = writer.redactions();
    apart.repaired = writer.repaired();

    writer.limit_to(budget.frames_end());
    bool is_same = writer.own_key(schema::frames) && writer.begin_array() &&
                   apart_detail::put_locals_apart<typename Context::rules>(writer, event.locals, written);
    writer.end_array();

    apart.redactions -= writer.redactions();
    apart.repaired -= writer.repaired();
    // The room that globals have whatever the frames take.
    writer.limit_to(writer.size() + budget.globals_end() - budget.frames_end());
    is_same = is_same && writer.own_key(schema::globals);
    const std::size_t globals = writer.size();
    if (is_same) render_detail::put_globals<Context>(writer, parts);
    apart.globals = writer.view().substr(globals);
    apart.redactions += writer.redactions();
    apart.repaired += writer.repaired();
    apart.truncated = writer.truncated();
    if (is_same && writer.overflows() == start.overflows) return true;
    writer.rewind(start);
    return false;
}

/// *Effects* begins a record anew with what was written apart, up to its frames: end_record() writes the rest, with
/// parts that have `written_globals()`. *Returns* false where storage is smaller than that of the first beginning.
[[nodiscard]] inline bool resume_record(std::span<char> storage, RenderWork& work, const Apart& apart) noexcept {
    if (storage.size() < min_record_bytes) return false;
    Writer& writer = work.writer.emplace(storage.first(storage.size() - 1));
    writer.begin_object();
    if (!writer.raw_members(apart.head)) return false;
    writer.count_redactions(apart.redactions);
    writer.count_repaired(apart.repaired);
    if (apart.truncated) writer.set_truncated();
    return true;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
