// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_JSON_FILE_HPP
#define LOCCER_OUTPUTS_JSON_FILE_HPP

// Appends records to a file, one line of JSON each. Several threads, processes and children of fork()
// may share the file; a kill, a full disk or a removed file never costs a record that was acknowledged
// or one that comes later. The parts are in outputs/file.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/errno_guard.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/current_file.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/tick.hpp>
#include <loccer/policy/role.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Appends each record to a private file (mode 0600): `loccer::JsonFileOutput{"errors.log"}`.
/// The path is made absolute at construction. The file must be a regular one of the effective user with
/// one name, in a directory where only its owner can replace it.
/// *Threads* write() any. Move-only; move it before it is used.
/// \tparam Options none is needed.
template <class... Options>
class JsonFileOutput {
    static_assert((file::CheckOption<Options>::passed() && ...));

  public:
    using loccer_role = OutputRole;

    /// Opens the file, or creates it empty.
    /// *Errors* refused, with the reason and the remedy: an empty path, one with a zero byte or too long a
    /// name, a missing or shared directory, a link, FIFO, socket, device or directory, a file of another
    /// user, one that cannot be written. A full disk or too many open files are not refused: last_error()
    /// tells, and write() tries again. *Allocates* yes. *Throws* std::system_error.
    explicit JsonFileOutput(std::string_view path) : file_(path, false) { failures_.note(file_.opening()); }
    explicit JsonFileOutput(const char* path)
        : JsonFileOutput(path == nullptr ? std::string_view() : std::string_view(path)) {}
    JsonFileOutput(std::nullptr_t) = delete;

    /// Takes a std::filesystem::path without including it.
    template <file::NativePath Path>
    explicit JsonFileOutput(const Path& path) : JsonFileOutput(std::string_view(path.native())) {}

    JsonFileOutput(JsonFileOutput&& other) noexcept
        : file_(std::move(other.file_)), failures_(std::move(other.failures_)) {}
    JsonFileOutput& operator=(JsonFileOutput&& other) noexcept {
        file_ = std::move(other.file_);
        failures_ = std::move(other.failures_);
        return *this;
    }
    ~JsonFileOutput() = default;

    /// *Returns* true when the record is in the file with its line end: it survives the death of this
    /// process, not that of the machine. False where it was dropped; a part of it may stand in the file, and
    /// the next record begins on a new line. *Allocates* no. *Throws* nothing. *Signal-safe* no.
    bool write(const Record& record) noexcept {
        const outputs::ErrnoGuard errno_guard;
        const LockGuard guard(lock_, patience_ms);
        return failures_.passed(guard.held() ? append(record.bytes()) : file_.append_apart(record.bytes()));
    }

    /// Like write(), for `bytes` that end with a line end. Waits for no lock. *Signal-safe* yes.
    bool write_signal_safe(std::string_view bytes) noexcept {
        const outputs::ErrnoGuard errno_guard;
        if (!lock_.try_lock()) return failures_.passed(file_.append_apart(bytes));
        const OutputFailure failure = append(bytes);
        lock_.unlock();
        return failures_.passed(failure);
    }

    /// *Returns* how many records were not stored. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return failures_.dropped(); }
    /// *Returns* why the last one was not; false where nothing has failed yet. *Signal-safe* yes.
    [[nodiscard]] OutputFailure last_error() const noexcept { return failures_.last(); }
    /// *Returns* the absolute path. *Allocates* yes.
    [[nodiscard]] std::string path() const { return file_.location().path(); }

  private:
    OutputFailure append(std::string_view line) noexcept {
        const OutputFailure failure = file_.make_ready(file::coarse_now());
        return failure ? failure : file_.append(line);
    }

    /// How long a thread waits for another one's write before it opens the file for itself.
    static constexpr int patience_ms = 1000;

    Lock lock_;
    file::CurrentFile<> file_;
    outputs::Failures failures_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
