// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_APPEND_FILE_HPP
#define LOCCER_OUTPUTS_FILE_APPEND_FILE_HPP

// A log file that stays the one under its name: before each record it is checked that the descriptor
// and the name still mean the same file, and the name is opened anew where they do not (the file was
// removed, renamed, replaced, or the program has closed our descriptors).
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/append.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/repair_tail.hpp>
#include <loccer/outputs/signal_shield.hpp>

#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// A file that records are appended to. Movable. *Threads* append() needs a lock round it,
/// append_apart() none.
class AppendFile {
  public:
    /// A line up to this size is repaired and written with one write(2). *Units* bytes.
    static constexpr std::size_t scratch_bytes = 64 * 1024 + 1;

    /// Opens the file, or creates it empty.
    /// *Errors* what can never work is refused; a full disk or a full table of descriptors passes, and
    /// `opening()` tells of it. *Throws* as refuse() does.
    explicit AppendFile(std::string_view path) : location_(path), scratch_(scratch_bytes, '\0') {
        opening_ = reopen();
        if (opening_ && !passes(opening_.error)) refuse_path(path, opening_);
    }

    /// *Effects* appends a line (append_line) to the file that stands under the name now. Where that
    /// cannot be opened, a file that was renamed still takes the line: it is ours and nothing is lost.
    /// *Returns* why not. *Allocates* no. *Throws* nothing. *Signal-safe* yes, while nothing else is in here.
    OutputFailure append(std::string_view line) noexcept {
        outputs::SignalShield shield;
        int error = 0;
        for (int attempt = 0; attempt < 2; ++attempt) {
            if (!is_current()) {
                const OutputFailure failure = reopen();
                if (failure && !is_linked()) return failure;
            }
            error = append_line(file_.number(), line, read_tail(file_.number()), scratch_).error;
            if (error != EBADF && error != ESTALE) break;
            file_.reset();
        }
        shield.take_back(error);
        return written(error);
    }

    /// Like append(), with descriptors of its own: for when another thread, perhaps one that a signal
    /// has stopped or that hangs in a stuck device, is in append(). *Signal-safe* yes. *Threads* any.
    [[nodiscard]] OutputFailure append_apart(std::string_view line) const noexcept {
        const Opened<> directory = open_directory(location_.directory().c_str());
        if (directory.failure) return directory.failure;
        const Opened<> opened = open_file(directory.descriptor.number(), location_.name().c_str());
        if (opened.failure) return opened.failure;
        outputs::SignalShield shield;
        const int error = append_line(opened.descriptor.number(), line, read_tail(opened.descriptor.number()), {}).error;
        shield.take_back(error);
        return written(error);
    }

    /// *Returns* what kept the constructor from opening the file; write() tries again.
    [[nodiscard]] OutputFailure opening() const noexcept { return opening_; }
    [[nodiscard]] const Location& location() const noexcept { return location_; }

  private:
    static OutputFailure written(int error) noexcept {
        return error == 0 ? OutputFailure{} : OutputFailure{Problem::write, error};
    }

    /// Whether an error can go away while the program runs.
    static bool passes(int error) noexcept {
        return error == ENOSPC || error == EDQUOT || error == EMFILE || error == ENFILE || error == ENOMEM;
    }

    [[nodiscard]] bool is_current() const noexcept {
        if (!is_linked()) return false;
        // A directory whose number is not ours any more holds no such file, so it need not be checked here.
        FileStatus named;
        return Posix::status_at(directory_.number(), location_.name().c_str(), named) == 0 &&
               named.identity == file_.identity();
    }

    /// Whether the descriptor is still ours and leads to a file that has a name.
    [[nodiscard]] bool is_linked() const noexcept {
        FileStatus status;
        return file_.is_ours() && Posix::status(file_.number(), status) == 0 && status.links > 0;
    }

    /// Opens the name, and first the directory where it is not open, not ours any more, or removed.
    OutputFailure reopen() noexcept {
        file_.forget_foreign();
        directory_.forget_foreign();
        if (directory_.number() >= 0) {
            const OutputFailure failure = open_in_directory();
            if (failure.error != ENOENT) return failure;
        }
        Opened<> directory = open_directory(location_.directory().c_str());
        if (directory.failure) return directory.failure;
        directory_ = std::move(directory.descriptor);
        return open_in_directory();
    }

    OutputFailure open_in_directory() noexcept {
        Opened<> opened = open_file(directory_.number(), location_.name().c_str());
        if (!opened.failure) file_ = std::move(opened.descriptor);
        return opened.failure;
    }

    Location location_;
    std::string scratch_;
    Descriptor directory_;
    Descriptor file_;
    OutputFailure opening_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
