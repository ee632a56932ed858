// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_RECORD_WORK_HPP
#define LOCCER_PIPELINE_RECORD_WORK_HPP

// What the making of a record works with beside the line, made with the log's buffers: too large for the stack of a
// small thread. Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/json/render.hpp>
#include <loccer/pipeline/error_text.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/stack.hpp>
#include <loccer/trace/stack_modules.hpp>

#include <array>
#include <cstddef>
#include <optional>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// For any record.
struct RecordWork {
    std::optional<ErrorTexts> texts;
    std::array<FrameLocals, trace::Snapshot::max_locals> locals;
    std::array<FrameLocals, trace::Snapshot::max_locals> locals_of_frame;
    trace::Stack stack;
    json::RenderWork rendering;

    /// *Effects* lets go of what was borrowed from the exception.
    void clear() noexcept { texts.reset(); }
};

/// For one whose frames are named on another thread.
struct DeferringWork : RecordWork {
    std::array<WrittenLocals, trace::Snapshot::max_locals> written;
    trace::StackModules modules;
};

/// Room behind a record for what its frames are made of.
inline constexpr std::size_t packed_bytes = 8 * 1024;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
