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
#include <loccer/trace/frame_filter.hpp>
#include <loccer/trace/function_name.hpp>
#include <loccer/trace/raw_frame.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/symbolizer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// Resolves addresses as the log was composed to.
template <bool Symbolized>
class Resolver {
  public:
    using Visit = FunctionRef<void(const trace::ResolvedFrame&)>;

    void operator()(const void* address, Visit visit) {
        view_.resolve(address, true, [&](const trace::ResolvedFrame& frame) {
            is_lasting_ = is_lasting_ && frame.memo != nullptr && frame.memo->is_lasting();
            visit(frame);
        });
    }

    /// *Returns* whether all frames that it has told would be told again for the same addresses.
    [[nodiscard]] bool is_lasting() const noexcept { return is_lasting_; }

  private:
    bool is_lasting_ = true;
    trace::Symbolizer::View view_ = (Symbolized ? trace::symbolizer : trace::module_finder).pin();
};

/// The frames of one event. *Allocates* the first time of an address, where frames are symbolised.
/// \tparam Resolve resolves an address, or refers to what does.
template <bool Symbolized, class Resolve = Resolver<Symbolized>>
class Frames {
  public:
    using Visit = FunctionRef<void(const Frame&, std::span<const FrameLocals>)>;

    /// Where the locals of one frame are put together.
    using Room = std::array<FrameLocals, trace::Snapshot::max_locals>;

    /// \param room outlives this. \param resolver what `Resolve` is made of; nothing by default.
    template <class... Given>
    Frames(const Event& event, Room& room, Given&&... resolver)
        : resolve_(std::forward<Given>(resolver)...), stack_(event.stack), locals_(event.locals), room_(room) {
        const bool is_interrupted = event.origin == Origin::signal;
        while (first_ < stack_.size() && !is_program(stack_[first_], is_interrupted)) ++first_;
        for (std::size_t i = 0; i < locals_.size() && i < places_.size(); ++i) places_[i] = place_of(i);
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

    /// *Returns* whether all that was visited is told by the addresses alone, and will always be.
    [[nodiscard]] bool are_lasting() const noexcept { return locals_.empty() && resolve_.is_lasting(); }

  private:
    /// A frame: which address, and which of the functions inlined there, outermost first.
    struct Place {
        static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
        std::size_t index = nowhere;
        std::size_t level = 0;

        friend bool operator==(const Place&, const Place&) = default;
    };

    /// *Returns* whether the thrower may be found at an address. What the standard library's own functions
    /// without a name do innermost is throwing and terminating; an interrupted one is shown.
    bool is_program(const void* address, bool is_interrupted) {
        bool program = false;
        resolve_(address, [&](const trace::ResolvedFrame& frame) {
            const bool of_runtime = frame.name.empty() && trace::is_standard_library(frame.module);
            program = program || (frame.kind == trace::FrameKind::program && (is_interrupted || !of_runtime));
        });
        return program;
    }

    /// *Returns* whether the frame may be of the function that registered the locals. The compiler calls it
    /// by its plain name, debug information by its full one.
    static bool is_of(const Frame& frame, const FrameLocals& locals) noexcept {
        return trace::is_named(frame.name, locals.function) &&
               (frame.filename.empty() || file_name(frame.filename) == file_name(locals.file));
    }

    static std::string_view file_name(std::string_view path) noexcept { return path.substr(path.rfind('/') + 1); }

    /// *Returns* how far behind the registration a frame's line is. One before it can be no line of a function
    /// that has registered already, unless compilers count the lines of a macro differently: the last choice.
    static std::uint32_t distance(const Frame& frame, const FrameLocals& locals) noexcept {
        constexpr std::uint32_t far = 0x8000'0000U;
        return frame.lineno >= locals.line ? frame.lineno - locals.line : far | (locals.line - frame.lineno);
    }

    /// The functions at one address that may have registered some locals, outermost first.
    struct Candidates {
        struct Candidate {
            std::size_t level;
            std::uint32_t distance;
        };
        std::array<Candidate, 32> all;
        std::size_t count = 0;

        void add(std::size_t level, std::uint32_t distance) noexcept {
            if (count < all.size()) all[count++] = {level, distance};
        }

        /// *Effects* keeps the nearest, of equally near ones the outermost.
        void keep(std::size_t wanted) noexcept {
            while (count > wanted) {
                std::size_t farthest = 0;
                for (std::size_t i = 1; i < count; ++i) {
                    if (all[i].distance >= all[farthest].distance) farthest = i;
                }
                for (--count; farthest < count; ++farthest) all[farthest] = all[farthest + 1];
            }
        }
    };

    static bool is_same_site(const FrameLocals& left, const FrameLocals& right) noexcept {
        return left.frame_index == right.frame_index && left.line == right.line && left.function == right.function &&
               left.file == right.file;
    }

    /// *Returns* which of the candidates it is: where a recursion was inlined, each call has registered its own.
    std::size_t choose(Candidates& candidates, std::size_t which) const noexcept {
        std::size_t before = 0;
        std::size_t in_all = 0;
        for (std::size_t i = 0; i < locals_.size(); ++i) {
            if (!is_same_site(locals_[i], locals_[which])) continue;
            if (i < which) ++before;
            ++in_all;
        }
        candidates.keep(in_all);
        const std::size_t from_innermost = before < candidates.count ? before : candidates.count - 1;
        return candidates.all[candidates.count - 1 - from_innermost].level;
    }

    /// The function of that name at the registered index or, since a scope's own frame is not shown, not far
    /// outside of it. Where it cannot be told from those it is inlined in, the outermost of them.
    Place place_of(std::size_t which) {
        constexpr std::size_t reach = 8;
        const FrameLocals& locals = locals_[which];
        const bool known = locals.frame_index != FrameLocals::unknown_frame;
        const std::size_t from = known && locals.frame_index > first_ ? locals.frame_index : first_;
        const std::size_t to = known && from + reach < stack_.size() ? from + reach : stack_.size();
        Place visible;
        for (std::size_t index = from; index < to; ++index) {
            Candidates candidates;
            std::size_t level = 0;
            bool is_its_own = false;  // the real function there, in whose part of the stack the locals are
            resolve_(stack_[index], [&](const trace::ResolvedFrame& frame) {
                const Place here{index, level++};
                if (frame.kind != trace::FrameKind::program) return;
                if (here.level == 0) is_its_own = true;
                if (known && visible.index == Place::nowhere) visible = here;
                if (is_of(frame, locals)) candidates.add(here.level, distance(frame, locals));
            });
            if (candidates.count != 0) return {index, choose(candidates, which)};
            if (known && is_its_own) break;
        }
        return visible;
    }

    void visit_with_locals(Visit visit, const Frame& frame, const Place& here) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < locals_.size() && i < places_.size(); ++i) {
            if (places_[i] == here) room_[count++] = locals_[i];
        }
        visit(frame, std::span<const FrameLocals>(room_.data(), count));
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

    Resolve resolve_;
    std::span<const void* const> stack_;
    std::span<const FrameLocals> locals_;
    Room& room_;
    std::size_t first_ = 0;  ///< the thrower
    std::array<Place, trace::Snapshot::max_locals> places_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
