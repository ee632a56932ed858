// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_RENDER_FRAMES_HPP
#define LOCCER_JSON_RENDER_FRAMES_HPP

// The frames of a record, outermost first. Where they do not all fit, the outermost are left out: the
// place of the error is at the other end.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/event/frame_memo.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/json/budget.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/json/written_locals.hpp>
#include <loccer/reflect/tape.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace frames_detail {

/// The longest texts of a frame. *Units* bytes. Names of template instances grow without bound.
inline constexpr std::size_t max_path = 1024;
inline constexpr std::size_t max_name = 2048;
inline constexpr std::size_t max_line = 512;
inline constexpr std::size_t max_build_id = 128;

/// *Returns* the text; an empty one is unknown.
[[nodiscard]] constexpr std::string_view known(std::string_view text) noexcept {
    return text.empty() ? std::string_view{} : text;
}

/// *Returns* how much of the room of all frames the locals of one may take.
[[nodiscard]] constexpr std::size_t locals_room(std::size_t frames_room) noexcept { return frames_room / 4; }

/// What one frame may hide from the question whether it fitted: locals cut by their own limit.
struct FrameFit {
    std::size_t locals_overflows = 0;
};

template <class Rules>
void put_locals(Writer& writer, std::span<const FrameLocals> locals, std::size_t room, FrameFit& fit) noexcept {
    if (locals.empty()) {
        writer.null();
        return;
    }
    if (locals.front().written != nullptr) return put_written_locals(writer, locals);
    const LimitScope limit{writer, Writer::value_room + room};
    const std::size_t before = writer.overflows();
    if (writer.begin_object()) {
        MemberSink<Rules> sink{writer};
        for (const FrameLocals& part : locals) reflect::replay(part.tape, sink);
        writer.end_object();
    }
    if (limit.narrows()) fit.locals_overflows = writer.overflows() - before;
}

/// What a function's frame says before its locals, and behind them.
template <class Rules>
void put_function(Writer& writer, const Frame& frame) noexcept {
    put_own_fact<Rules>(writer, schema::filename, known(frame.filename), max_path);
    if (frame.lineno != 0) writer.own_unsigned(schema::lineno, frame.lineno);
    else if (writer.own_key(schema::lineno)) writer.null();
    put_own_fact<Rules>(writer, schema::name, known(frame.name), max_name);
    put_own_member<Rules>(writer, schema::line, known(frame.line), max_line, TextKind::code);
}
template <class Rules>
void put_module(Writer& writer, const Frame& frame) noexcept {
    put_own_fact<Rules>(writer, schema::module, known(frame.module), max_path);
    if (writer.own_key(schema::offset)) {
        if (frame.module.empty()) writer.null();
        else writer.hexadecimal(frame.offset);
    }
    put_own_fact<Rules>(writer, schema::build_id, known(frame.build_id), max_build_id);
}

/// What these rules have made of a frame before. Tokens are made anew each time: their key may not have been at hand.
template <class Rules>
class Known {
  public:
    explicit Known(const Frame& frame) noexcept {
        if (Rules::correlates || frame.memo == nullptr) return;
        number_ = frame_writer.number_for(frame.memo->keeper());
        if (number_ != 0) rendered_ = frame.memo->find(number_);
    }

    [[nodiscard]] const RenderedFrame* rendered() const noexcept { return rendered_; }
    [[nodiscard]] bool is_wanted() const noexcept { return number_ != 0 && rendered_ == nullptr; }
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

  private:
    static constinit inline FrameWriter frame_writer;
    std::uint64_t number_ = 0;
    const RenderedFrame* rendered_ = nullptr;
};

/// Where the members of a frame begin and end in the record, and what was counted till there.
struct FrameMark {
    std::size_t size;
    std::size_t redactions;
    std::size_t repaired;
    bool truncated;

    explicit FrameMark(const Writer& writer) noexcept
        : size(writer.size()),
          redactions(writer.redactions()),
          repaired(writer.repaired()),
          truncated(writer.truncated()) {}
};

static_assert(RenderedFrame::no_locals.substr(2, schema::locals.view().size()) == schema::locals.view());

/// *Effects* keeps what was written between the marks, if it is the same whatever stands around it.
inline void keep_frame(Writer& writer, FrameMemo& memo, std::uint64_t number, const FrameMark& begin,
                       const FrameMark& locals, const FrameMark& behind) noexcept {
    const FrameMark end{writer};
    const bool is_repaired = locals.repaired != begin.repaired || end.repaired != behind.repaired;
    if (end.truncated || is_repaired || begin.size == locals.size || behind.size == end.size) return;
    const std::string_view written = writer.view();
    const std::size_t redactions = locals.redactions - begin.redactions + (end.redactions - behind.redactions);
    memo.keep(number, written.substr(begin.size, locals.size - begin.size),
              written.substr(behind.size + 1, end.size - behind.size - 1), static_cast<std::uint32_t>(redactions));
}

/// *Returns* whether the frame fitted below the limit of all frames.
template <class Rules>
bool put_frame(Writer& writer, const Frame& frame, std::span<const FrameLocals> locals, std::size_t room) noexcept {
    const Known<Rules> known{frame};
    const RenderedFrame* const rendered = known.rendered();
    if (rendered != nullptr && locals.empty() && writer.raw_element(rendered->object)) {
        writer.count_redactions(rendered->redactions);
        return true;
    }
    FrameFit fit;
    const std::size_t overflows = writer.overflows();
    if (!writer.element_object()) return false;
    const FrameMark begin{writer};
    if (rendered != nullptr) writer.raw_members(rendered->before_locals());
    else put_function<Rules>(writer, frame);
    const FrameMark before_locals{writer};
    if (writer.own_key(schema::locals)) put_locals<Rules>(writer, locals, room, fit);
    const FrameMark behind_locals{writer};
    if (rendered != nullptr) writer.raw_members(rendered->behind_locals());
    else put_module<Rules>(writer, frame);
    if (rendered != nullptr) writer.count_redactions(rendered->redactions);
    const bool fitted = writer.overflows() == overflows + fit.locals_overflows;
    if (fitted && known.is_wanted()) {
        keep_frame(writer, *frame.memo, known.number(), begin, before_locals, behind_locals);
    }
    writer.end_object();
    return writer.overflows() == overflows + fit.locals_overflows;
}

/// The sizes of the innermost frames that were seen, from which follows how many are kept.
class FrameSizes {
  public:
    // Only what add() has written is read.
    FrameSizes() noexcept {}  // NOLINT(modernize-use-equals-default)

    void clear() noexcept { seen_ = 0; }
    void add(std::size_t size) noexcept { sizes_[seen_++ % sizes_.size()] = static_cast<std::uint32_t>(size); }

    /// *Returns* how many outermost frames have to go for the others to fit; the innermost stays always.
    [[nodiscard]] std::size_t to_skip(std::size_t room) const noexcept {
        // Near the limit a member is not begun though it might fit, see Writer::value_room.
        constexpr std::size_t slack = 2 * Writer::value_room;
        std::size_t first = seen_;
        std::size_t used = slack;
        while (first > 0 && seen_ - first < sizes_.size()) {
            used += sizes_[(first - 1) % sizes_.size()] + std::size_t{1};
            if (used > room) break;
            --first;
        }
        return first == seen_ && seen_ > 0 ? seen_ - 1 : first;
    }

  private:
    std::size_t seen_ = 0;
    std::array<std::uint32_t, 512> sizes_;
};

}  // namespace frames_detail

/// *Effects* writes the elements of the open array. \param parts has `frames(visit)`, which calls
/// `visit(const Frame&, std::span<const FrameLocals>)` for each frame, outermost first, every time alike.
/// \param sizes room to work with, of any content. *Returns* how many outermost frames were left out.
template <class Rules, class Parts>
std::size_t put_frames(Writer& writer, frames_detail::FrameSizes& sizes, Parts& parts) noexcept {
    const std::size_t room = writer.room();
    const std::size_t locals_room = frames_detail::locals_room(room);
    const Writer::Mark start = writer.mark();
    const std::size_t start_size = writer.size();
    sizes.clear();
    bool all_fit = true;
    parts.frames([&](const Frame& frame, std::span<const FrameLocals> locals) noexcept {
        const std::size_t before = writer.size();
        if (all_fit && frames_detail::put_frame<Rules>(writer, frame, locals, locals_room)) {
            sizes.add(writer.size() - before);
            return;
        }
        // From here on each frame is only measured, alone in all of the room.
        all_fit = false;
        writer.rewind(start);
        const bool fits = frames_detail::put_frame<Rules>(writer, frame, locals, locals_room);
        sizes.add(fits ? writer.size() - start_size : room + 1);
        writer.rewind(start);
    });
    if (all_fit) return 0;
    const std::size_t skipped = sizes.to_skip(room);
    std::size_t index = 0;
    std::size_t left_out = 0;
    parts.frames([&](const Frame& frame, std::span<const FrameLocals> locals) noexcept {
        const std::size_t before = writer.size();
        if (index++ >= skipped) frames_detail::put_frame<Rules>(writer, frame, locals, locals_room);
        if (writer.size() == before) ++left_out;
    });
    if (left_out != 0) writer.set_truncated();
    return left_out;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
