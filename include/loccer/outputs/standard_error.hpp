// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_STANDARD_ERROR_HPP
#define LOCCER_OUTPUTS_STANDARD_ERROR_HPP

// Writes records to stderr, as printable ASCII only: a record holds texts that strangers chose, and a
// terminal obeys what it displays. Nothing behind the descriptor can kill or stop the program.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/ascii.hpp>
#include <loccer/outputs/chunk.hpp>
#include <loccer/outputs/descriptor_writer.hpp>
#include <loccer/outputs/errno_guard.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/indent.hpp>
#include <loccer/outputs/signal_shield.hpp>
#include <loccer/policy/role.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Writes each record to stderr, on one line. IndentedStderrOutput spreads it over several.
/// A line goes out in one write(2) where its reader can take it at once: into a file always where it is
/// ASCII already, into a pipe or terminal up to PIPE_BUF bytes. A reader that has stopped reading costs
/// a second and the record, not the program.
/// *Threads* any. Move-only; move it before it is used.
class StderrOutput {
  public:
    using loccer_role = OutputRole;

    constexpr explicit StderrOutput(JsonLayout layout = JsonLayout::compact) noexcept : layout_(layout) {}

    StderrOutput(StderrOutput&& other) noexcept
        : layout_(other.layout_), torn_(other.torn_.load()), failures_(std::move(other.failures_)) {}
    StderrOutput& operator=(StderrOutput&& other) noexcept {
        layout_ = other.layout_;
        torn_.store(other.torn_.load());
        failures_ = std::move(other.failures_);
        return *this;
    }
    ~StderrOutput() = default;

    /// *Returns* false where the record was not written completely; the next one begins on a new line.
    /// *Errors* counted in dropped() and told by last_error(): closed stderr, no reader, full disk, a
    /// second without progress. *Allocates* no. *Throws* nothing. *Signal-safe* no.
    bool write(const Record& record) noexcept {
        const outputs::ErrnoGuard errno_guard;
        const LockGuard guard(lock_, timeout_ms);
        return failures_.passed(guard.held() ? put(record.bytes(), buffer_) : OutputFailure{outputs::Problem::busy, 0});
    }

    /// Like write(), for `bytes` that end with a line end, without the lock: a line that is not ASCII or
    /// is indented goes out in smaller pieces. *Signal-safe* yes.
    bool write_signal_safe(std::string_view bytes) noexcept {
        const outputs::ErrnoGuard errno_guard;
        std::array<char, 512> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
        return failures_.passed(put(bytes, buffer));
    }

    /// *Returns* how many records were not written completely. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return failures_.dropped(); }
    /// *Returns* why the last one was not; false where none was dropped. *Signal-safe* yes.
    [[nodiscard]] OutputFailure last_error() const noexcept { return failures_.last(); }

  private:
    static constexpr int timeout_ms = 1000;

    OutputFailure put(std::string_view bytes, std::span<char> buffer) noexcept {
        outputs::SignalShield shield;
        outputs::DescriptorWriter writer(STDERR_FILENO, timeout_ms);
        const bool torn = torn_.load(std::memory_order_relaxed);
        const bool written = !torn && layout_ == JsonLayout::compact && outputs::is_plain(bytes)
                                 ? writer.write(bytes)
                                 : filter(bytes, torn, buffer, writer);
        if (written) {
            torn_.store(false, std::memory_order_relaxed);
            return {};
        }
        if (writer.began()) torn_.store(true, std::memory_order_relaxed);
        shield.take_back(writer.failure().error);
        return writer.failure();
    }

    bool filter(std::string_view bytes, bool torn, std::span<char> buffer, outputs::DescriptorWriter& writer) noexcept {
        auto write = [&writer](std::string_view chunk) noexcept { return writer.write(chunk); };
        outputs::ChunkSink chunks(buffer, write);
        outputs::AsciiFilter ascii(chunks);
        if (torn) chunks.put('\n');
        if (layout_ == JsonLayout::indented) {
            outputs::IndentFilter indent(ascii);
            for (const char c : bytes) indent.put(c);
        } else {
            for (const char c : bytes) ascii.put(c);
        }
        ascii.finish();
        return chunks.flush();
    }

    Lock lock_;
    JsonLayout layout_;
    std::atomic<bool> torn_{false};
    outputs::Failures failures_;
    std::array<char, outputs::DescriptorWriter::piece_bytes> buffer_{};
};

/// StderrOutput with one member or element per line, for a program whose errors are read as they come.
class IndentedStderrOutput : public StderrOutput {
  public:
    constexpr IndentedStderrOutput() noexcept : StderrOutput(JsonLayout::indented) {}
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
