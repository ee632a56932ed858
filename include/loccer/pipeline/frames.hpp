// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_FRAMES_HPP
#define LOCCER_PIPELINE_FRAMES_HPP

// The frames of a record: from raw addresses to what a person reads, without the frames of loccer and of
// the runtime, and with each function's registered locals in its frame.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/function_ref.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/trace/raw_frame.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/symbolizer.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// Resolves addresses as the log was composed to.
template <bool Symbolized>
class Resolver {
  public:
    using Visit = FunctionRef<void(const trace::ResolvedFrame&)>;

    void operator()(const void* address, Visit visit) {
        if constexpr (Symbolized) {
            view_.resolve(address, true, visit);
        } else {
            trace::resolve_raw(address, true, visit);
        }
    }

  private:
    struct Nothing {};
    static auto make_view() {
        if constexpr (Symbolized) {
            return trace::symbolizer.pin();
        } else {
            return Nothing{};
        }
    }

    [[no_unique_address]] decltype(make_view()) view_ = make_view();
};

/// The frames of one event. *Allocates* the first time of an address, where frames are symbolised.
template <bool Symbolized>
class Frames {
  public:
    using Visit = FunctionRef<void(const Frame&, std::span<const FrameLocals>)>;

    explicit Frames(const Event& event) : stack_(event.stack), locals_(event.locals) {
        while (first_ < stack_.size() && !is_program(stack_[first_])) ++first_;
        for (std::size_t i = 0; i < locals_.size() && i < places_.size(); ++i) places_[i] = place_of(locals_[i]);
    }

    /// *Effects* calls `visit(const Frame&, std::span<const FrameLocals>)` for each frame, outermost first.
    void operator()(Visit visit) {
        visit_homeless_locals(visit);
        for (std::size_t index = stack_.size(); index-- > first_;) {
            std::size_t level = 0;
            resolve_(stack_[index], [&](const trace::ResolvedFrame& frame) {
                const Place here{index, level++};
                if (frame.kind == trace::FrameKind::program) visit_with_locals(visit, frame, here);
            });
        }
    }

  private:
    /// A frame: which address, and which of the functions inlined there, outermost first.
    struct Place {
        static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
        std::size_t index = nowhere;
        std::size_t level = 0;

        friend bool operator==(const Place&, const Place&) = default;
    };

    bool is_program(const void* address) {
        bool program = false;
        resolve_(address, [&](const trace::ResolvedFrame& frame) {
            program = program || frame.kind == trace::FrameKind::program;
        });
        return program;
    }

    /// *Returns* whether the frame is of the function that registered the locals. The compiler calls it
    /// by its plain name, debug information by its full one.
    static bool is_of(const Frame& frame, const FrameLocals& locals) noexcept {
        return frame.name.find(locals.function) != std::string_view::npos &&
               (frame.filename.empty() || file_name(frame.filename) == file_name(locals.file));
    }

    static std::string_view file_name(std::string_view path) noexcept { return path.substr(path.rfind('/') + 1); }

    /// The frame at the registered index or, since a scope's own frame is not shown and functions are
    /// inlined, the function of that name not far outside of it.
    Place place_of(const FrameLocals& locals) {
        constexpr std::size_t reach = 8;
        const bool known = locals.frame_index != FrameLocals::unknown_frame;
        const std::size_t from = known && locals.frame_index > first_ ? locals.frame_index : first_;
        const std::size_t to = known && from + reach < stack_.size() ? from + reach : stack_.size();
        Place visible;
        for (std::size_t index = from; index < to; ++index) {
            Place match;
            std::size_t level = 0;
            resolve_(stack_[index], [&](const trace::ResolvedFrame& frame) {
                const Place here{index, level++};
                if (frame.kind != trace::FrameKind::program) return;
                if (known && visible.index == Place::nowhere) visible = here;
                if (is_of(frame, locals)) match = here;
            });
            if (match.index != Place::nowhere) return match;
        }
        return visible;
    }

    void visit_with_locals(Visit visit, const Frame& frame, const Place& here) {
        std::array<FrameLocals, trace::Snapshot::max_locals> found;
        std::size_t count = 0;
        for (std::size_t i = 0; i < locals_.size() && i < places_.size(); ++i) {
            if (places_[i] == here) found[count++] = locals_[i];
        }
        visit(frame, std::span<const FrameLocals>(found.data(), count));
    }

    /// Locals of functions that the stack does not show: they do live, so they get a frame of their own.
    void visit_homeless_locals(Visit visit) {
        for (std::size_t i = 0; i < locals_.size() && i < places_.size(); ++i) {
            if (places_[i].index != Place::nowhere) continue;
            Frame frame;
            frame.filename = locals_[i].file;
            frame.lineno = locals_[i].line;
            frame.name = locals_[i].function;
            visit(frame, locals_.subspan(i, 1));
        }
    }

    Resolver<Symbolized> resolve_;
    std::span<const void* const> stack_;
    std::span<const FrameLocals> locals_;
    std::size_t first_ = 0;  ///< the thrower
    std::array<Place, trace::Snapshot::max_locals> places_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
