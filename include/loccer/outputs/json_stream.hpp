// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_JSON_STREAM_HPP
#define LOCCER_OUTPUTS_JSON_STREAM_HPP

// Writes records to any std::ostream of the program, whatever the stream's state, exception mask or
// buffer do, and leaves the stream usable.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/chunk.hpp>
#include <loccer/outputs/errno_guard.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/indent.hpp>
#include <loccer/policy/role.hpp>

#include <array>
#include <cstdint>
#include <ios>
#include <ostream>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Writes each record to a stream, one per line or indented, and flushes. The stream is borrowed and has
/// to outlive the log. Texts stay UTF-8.
/// *Threads* write() may run on several threads at once; the program itself must not use the stream
/// meanwhile, except where the stream permits it (std::cout, std::cerr). Move-only.
class JsonStreamOutput {
  public:
    using loccer_role = OutputRole;

    explicit JsonStreamOutput(std::ostream& stream, JsonLayout layout = JsonLayout::compact) noexcept
        : stream_(&stream), layout_(layout) {}

    JsonStreamOutput(JsonStreamOutput&& other) noexcept
        : stream_(other.stream_), layout_(other.layout_), torn_(other.torn_), failures_(std::move(other.failures_)) {}
    JsonStreamOutput& operator=(JsonStreamOutput&& other) noexcept {
        stream_ = other.stream_;
        layout_ = other.layout_;
        torn_ = other.torn_;
        failures_ = std::move(other.failures_);
        return *this;
    }
    ~JsonStreamOutput() = default;

    /// *Returns* false where the stream did not take the record or could not be flushed; the next one
    /// begins on a new line. A stream that the program has left in a failed state is not touched. A failure
    /// of our own is told here and by last_error(), and does not stay in the stream's state, so that the
    /// next record is tried again. *Allocates* what the stream does. *Throws* nothing, whatever the
    /// stream's exceptions() say. *Signal-safe* no.
    bool write(const Record& record) noexcept {
        const outputs::ErrnoGuard errno_guard;
        const LockGuard guard(lock_, timeout_ms);
        return failures_.passed({guard.held() ? put(record.bytes()) : outputs::Problem::busy, 0});
    }

    /// *Returns* how many records were not written completely. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return failures_.dropped(); }
    /// *Returns* why the last one was not; false where none was dropped. *Signal-safe* yes.
    [[nodiscard]] OutputFailure last_error() const noexcept { return failures_.last(); }

  private:
    static constexpr int timeout_ms = 1000;

    outputs::Problem put(std::string_view bytes) noexcept {
        if (!stream_->good()) return outputs::Problem::stream_failed;
        const std::ios_base::iostate mask = stream_->exceptions();
        stream_->exceptions(std::ios_base::goodbit);
        // What can still throw is the stream it is tied to, which is flushed first and has its own mask.
        const bool returned = guarded([&] { send(bytes); }, [] {});
        const bool taken = returned && stream_->good();
        torn_ = !taken;
        if (!taken) stream_->clear();
        stream_->exceptions(mask);
        return taken ? outputs::Problem::none : outputs::Problem::stream_failed;
    }

    void send(std::string_view bytes) {
        if (torn_) stream_->put('\n');
        if (layout_ == JsonLayout::compact) {
            stream_->write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        } else {
            auto write = [this](std::string_view chunk) noexcept {
                return guarded([&] { stream_->write(chunk.data(), static_cast<std::streamsize>(chunk.size())); },
                               [&] { stream_->setstate(std::ios_base::badbit); }) &&
                       stream_->good();
            };
            std::array<char, 512> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
            outputs::ChunkSink chunks(buffer, write);
            outputs::IndentFilter indent(chunks);
            for (const char c : bytes) indent.put(c);
            chunks.flush();
        }
        stream_->flush();
    }

    Lock lock_;
    std::ostream* stream_;
    JsonLayout layout_;
    bool torn_ = false;
    outputs::Failures failures_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
