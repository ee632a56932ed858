// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_CURRENT_FILE_HPP
#define LOCCER_OUTPUTS_FILE_CURRENT_FILE_HPP

// The live file: the one that stands under the log's name now. Before a record is written to it, it is made
// sure that the descriptor and the name still mean the same file, and the name is opened anew where they do
// not (it was rotated, removed, renamed, replaced, or the program has closed our descriptors).
//
// In a storm of records the name is looked at only so many times per clock tick, a few milliseconds. That does no
// harm: nobody compresses or prunes a rotated file while its writer lock is held.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/process.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/append.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/repair_tail.hpp>
#include <loccer/outputs/file/sync.hpp>
#include <loccer/outputs/file/writer_lock.hpp>
#include <loccer/outputs/signal_shield.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// The file that records are appended to. *Allocates* at construction only. *Throws* at construction only.
/// *Threads* needs a lock round it. *Signal-safe* while nothing else is in here.
template <class Kernel = Posix>
class CurrentFile {
  public:
    /// A line up to this size is repaired and written with one write. *Units* bytes.
    static constexpr std::size_t scratch_bytes = 64 * 1024 + 1;
    /// For so many records per clock tick the name is looked at, and afterwards the descriptor only: that it is
    /// ours and, unless this is the sole writer, how the file ends and that it has a name.
    static constexpr int looks_per_tick = 16;

    /// Opens the file, or creates it empty.
    /// *Errors* what can never work is refused; a full disk or a full table of descriptors passes, and
    /// `opening()` tells of it. *Throws* as refuse() does.
    CurrentFile(std::string_view path, bool sole_writer)
        : location_(path), scratch_(scratch_bytes, '\0'), process_(current_process()), sole_(sole_writer) {
        opening_ = reopen();
        if (opening_ && !passes(opening_.error)) refuse_path(path, opening_);
    }

    /// *Effects* makes sure that the file is the one under the name and learns how it ends.
    /// Where the name cannot be opened, a file that was renamed still takes records: it is ours and nothing is lost.
    /// \param now coarse_now(). *Returns* why there is no file to write to.
    [[gnu::always_inline]] OutputFailure make_ready(std::int64_t now) noexcept {
        if (now != looked_at_ || looks_ < looks_per_tick || process_ != current_process()) return look(now);
        if (sole_ ? file_.is_ours() : finds_end()) [[likely]]
            return {};
        return look(now);
    }

    /// *Effects* appends a line (append_line). *Requires* make_ready().
    [[gnu::always_inline]] OutputFailure append(std::string_view line) noexcept {
        const Appended appended = size_limited_ ? append_shielded(line) : append_bare(line);
        tail_ = {appended.error == 0 ? appended.end : -1, false};
        if (appended.error == 0) return {};
        looked_at_ = 0;
        if (appended.error == EBADF || appended.error == ESTALE) file_.reset();
        return {Problem::write, appended.error};
    }

    /// Like make_ready() and append(), with descriptors of its own: for when another thread, perhaps one that
    /// a signal has stopped or that hangs in a stuck device, is in here.
    /// \param durable the line and the file's name have to be on the device too. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] OutputFailure append_apart(std::string_view line, bool durable) const noexcept {
        constexpr int rounds = 3;
        const Opened<Kernel> directory = open_directory<Kernel>(location_.directory().c_str());
        if (directory.failure) return directory.failure;
        for (int round = 1;; ++round) {
            const Opened<Kernel> opened = open_file<Kernel>(directory.descriptor.number(), location_.name().c_str());
            if (opened.failure) return opened.failure;
            // Held exclusively: it is a backup already, or this process is the sole writer itself.
            const int number = opened.descriptor.number();
            if (take_writer_lock<Kernel>(number, false) == EWOULDBLOCK && round < rounds) continue;
            outputs::SignalShield shield;
            const int error = append_line<Kernel>(number, line, read_tail<Kernel>(number), {}).error;
            shield.take_back(error);
            if (error != 0) return {Problem::write, error};
            // Compressed or removed between the opening and the lock: the line is in no file that is kept.
            if (FileStatus status; Kernel::status(number, status) == 0 && status.links == 0) {
                if (round < rounds) continue;
                return {Problem::unsettled, EAGAIN};
            }
            return durable ? Durable().make<Kernel>(number, directory.descriptor.number(), 1) : OutputFailure{};
        }
    }

    /// *Effects* goes on in `next`, which has been put under the name. *Returns* false where that was made a
    /// backup already; make_ready() then opens the name.
    bool adopt(BasicDescriptor<Kernel>&& next) noexcept {
        looked_at_ = 0;
        const int refused = take_writer_lock<Kernel>(next.number(), sole_);
        if (refused == EWOULDBLOCK) return false;
        accept(std::move(next), refused == 0);
        return true;
    }

    /// Whether the descriptor is still ours and leads to a file that has a name; `status` then tells of it.
    [[nodiscard]] bool is_linked(FileStatus& status) const noexcept {
        return file_ && Kernel::status(file_.number(), status) == 0 && status.identity == file_.identity() &&
               status.links > 0;
    }

    /// *Returns* the file that was left last, to be closed where that delays nobody.
    [[nodiscard]] BasicDescriptor<Kernel> take_retired() noexcept { return std::move(retired_); }
    [[nodiscard]] bool has_retired() const noexcept { return static_cast<bool>(retired_); }

    /// *Effects* closes the file; the next make_ready() opens the name anew.
    void drop() noexcept {
        file_.reset();
        looked_at_ = 0;
    }

    /// *Effects* lets the next make_ready() look at the name.
    void look_again() noexcept { looked_at_ = 0; }

    /// *Returns* what kept the constructor from opening the file; make_ready() tries again.
    [[nodiscard]] OutputFailure opening() const noexcept { return opening_; }
    [[nodiscard]] const Location& location() const noexcept { return location_; }
    [[nodiscard]] const BasicDescriptor<Kernel>& descriptor() const noexcept { return file_; }
    [[nodiscard]] const BasicDescriptor<Kernel>& directory() const noexcept { return directory_; }
    /// *Returns* where the next record goes. *Units* bytes. *Requires* make_ready().
    [[nodiscard]] ::off_t end() const noexcept { return tail_.end; }
    /// Whether the writer lock is held, without which no file is rotated.
    [[nodiscard]] bool is_locked() const noexcept { return locked_; }
    /// Grows by one whenever another file is the live one.
    [[nodiscard]] std::uint64_t generation() const noexcept { return generation_; }

  private:
    /// Whether an error can go away while the program runs.
    static bool passes(int error) noexcept {
        return error == ENOSPC || error == EDQUOT || error == EMFILE || error == ENFILE || error == ENOMEM;
    }

    [[gnu::always_inline]] Appended append_bare(std::string_view line) noexcept {
        return append_line<Kernel>(file_.number(), line, tail_, scratch_, !sole_, &file_);
    }

    LOCCER_COLD Appended append_shielded(std::string_view line) noexcept {
        outputs::SignalShield shield;
        const Appended appended = append_bare(line);
        shield.take_back(appended.error);
        return appended;
    }

    /// *Effects* learns how the file ends. *Returns* whether it is ours and has a name.
    [[gnu::noinline]] bool finds_end() noexcept {
        FileStatus status;
        if (!is_linked(status)) return false;
        see_end(status.size);
        return true;
    }

    LOCCER_COLD OutputFailure look(std::int64_t now) noexcept {
        if (process_ != current_process()) {
            process_ = current_process();
            // The parent goes on writing. It shares the lock, which says from now on that writers do.
            if (sole_ && file_.is_ours()) (void)take_writer_lock<Kernel>(file_.number(), false);
            sole_ = false;
        }
        FileStatus status;
        // A directory whose number is not ours any more holds no such file, so it need not be checked here.
        const bool same = file_.is_ours() &&
                          Kernel::status_at(directory_.number(), location_.name().c_str(), status) == 0 &&
                          status.identity == file_.identity();
        if (!same) {
            const OutputFailure failure = reopen();
            if (!is_linked(status)) return failure ? failure : OutputFailure{Problem::unsettled, EAGAIN};
        }
        see_end(status.size);
        ++looks_;
        if (now == looked_at_) return {};
        std::uint64_t limit = 0;
        size_limited_ = Kernel::size_limit(limit) != 0 || limit != RLIM_INFINITY;
        looked_at_ = now;
        looks_ = 0;
        return {};
    }

    /// Where nothing has come since the last look, what that has found still holds.
    void see_end(::off_t end) noexcept {
        if (end != tail_.end) tail_ = {end, is_torn<Kernel>(file_.number(), end)};
    }

    /// Opens the name, and first the directory where it is not open, not ours any more, or removed.
    OutputFailure reopen() noexcept {
        file_.forget_foreign();
        directory_.forget_foreign();
        if (directory_) {
            const OutputFailure failure = open_in_directory();
            if (failure.error != ENOENT) return failure;
        }
        Opened<Kernel> directory = open_directory<Kernel>(location_.directory().c_str());
        if (directory.failure) return directory.failure;
        directory_ = std::move(directory.descriptor);
        return open_in_directory();
    }

    /// A file that another program has locked exclusively is a backup already, and its name means another
    /// file in a moment; or that program is the sole writer, and stays that.
    OutputFailure open_in_directory() noexcept {
        constexpr int rounds = 20;
        constexpr int pause_ms = 1;
        for (int round = 0; round < rounds; ++round) {
            Opened<Kernel> opened = open_file<Kernel>(directory_.number(), location_.name().c_str());
            if (opened.failure) return opened.failure;
            const int refused = take_writer_lock<Kernel>(opened.descriptor.number(), sole_);
            if (refused == EWOULDBLOCK) {
                ::poll(nullptr, 0, pause_ms);
                continue;
            }
            FileStatus named;
            if (Kernel::status_at(directory_.number(), location_.name().c_str(), named) != 0 ||
                named.identity != opened.descriptor.identity()) {
                continue;
            }
            accept(std::move(opened.descriptor), refused == 0);
            return {};
        }
        return {Problem::held_by_sole_writer, EWOULDBLOCK};
    }

    void accept(BasicDescriptor<Kernel>&& next, bool locked) noexcept {
        retired_ = std::exchange(file_, std::move(next));
        locked_ = locked;
        tail_ = {-1, false};
        ++generation_;
    }

    Location location_;
    std::string scratch_;
    BasicDescriptor<Kernel> directory_;
    BasicDescriptor<Kernel> file_;
    BasicDescriptor<Kernel> retired_;
    OutputFailure opening_;
    Tail tail_{-1, false};
    std::int64_t looked_at_ = 0;
    std::uint64_t generation_ = 0;
    int looks_ = 0;  ///< since looked_at_
    std::int32_t process_;
    bool sole_;
    bool locked_ = false;
    bool size_limited_ = true;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
