// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_RAW_FRAME_HPP
#define LOCCER_TRACE_RAW_FRAME_HPP

// Frames with module, offset and build id only: all that is needed to find function, file and line
// later on another machine, and all that a signal handler can know.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/trace/frame_filter.hpp>
#include <loccer/trace/modules.hpp>

#include <cstdint>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A frame and whose it is.
struct ResolvedFrame : Frame {
    FrameKind kind = FrameKind::program;
};

/// *Returns* the address to look up: a return address lies behind the call that it belongs to, which may
/// be the last instruction of its line or even of its function. *Signal-safe* yes.
[[nodiscard]] inline std::uintptr_t lookup_address(const void* address, bool is_return_address) noexcept {
    const auto number = reinterpret_cast<std::uintptr_t>(address);
    return is_return_address && number != 0 ? number - 1 : number;
}

/// *Effects* calls `visit(const ResolvedFrame&)` once, with module, offset and build id; the texts are
/// valid during that call. An address in no module has itself as offset.
/// *Allocates* no. *Throws* what `visit` throws. *Signal-safe* as far as `visit` and find_module() are.
template <class Visit>
void resolve_raw(const void* address, bool is_return_address, Visit&& visit) {
    ResolvedFrame frame;
    frame.offset = lookup_address(address, is_return_address);
    Module module;
    if (!find_module(frame.offset, module)) {
        std::forward<Visit>(visit)(static_cast<const ResolvedFrame&>(frame));
        return;
    }
    const BuildIdText build_id{module.image.build_id};
    frame.offset -= module.base;
    frame.module = path_of(module);
    frame.build_id = build_id.view();
    frame.kind = kind_of_module(frame.module);
    std::forward<Visit>(visit)(static_cast<const ResolvedFrame&>(frame));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
