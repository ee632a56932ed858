// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_PRUNE_HPP
#define LOCCER_OUTPUTS_FILE_PRUNE_HPP

// Removes the oldest backups when there are more than are to be kept. A backup that a writer has open still is left
// alone for a while: a record can be on its way into it.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backup_list.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/writer_lock.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// What is to be kept.
struct Retention {
    std::uint64_t files = 0;        ///< backups
    std::uint64_t total_bytes = 0;  ///< of all backups together; 0: anything
};

/// *Returns* how many of the oldest backups have to go. *Allocates* no.
[[nodiscard]] inline std::size_t surplus(const BackupList& list, const Retention& retention) noexcept {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::size_t kept_from = list.backups().size();
    while (kept_from > 0) {
        const Backup& backup = list.backups()[kept_from - 1];
        if (backup.counts()) {
            files += 1;
            bytes += backup.size();
            if (files > retention.files || (retention.total_bytes != 0 && bytes > retention.total_bytes)) break;
        }
        --kept_from;
    }
    return kept_from;
}

/// Remembers which backups could not be removed because a writer has them open, and since when. A process that has
/// one open and writes nothing must not keep it for ever, and neither must a hundred of them.
/// *Allocates* no. *Throws* nothing.
class HeldBackups {
  public:
    /// After so long no write can be on its way any more: late writers find out by themselves (LogFile).
    static constexpr std::int64_t longest_ms = 60'000;

    /// *Returns* whether the backup was held already so long ago that it can go; after twice that time at the
    /// latest. \param now_ms of a monotonic clock.
    [[nodiscard]] bool is_overdue(std::uint64_t number, std::int64_t now_ms) noexcept {
        // Backups go by their numbers: where a higher one had to go already, this one was held then too.
        if (waiting_ != 0 && now_ms - since_ms_ >= longest_ms) overdue_ = std::exchange(waiting_, 0);
        if (number <= overdue_) return true;
        if (waiting_ == 0) since_ms_ = now_ms;
        if (since_ms_ == now_ms && number > waiting_) waiting_ = number;
        return false;
    }

  private:
    std::uint64_t overdue_ = 0;  ///< all up to this number can go
    std::uint64_t waiting_ = 0;  ///< all up to this number were held at `since_ms_`; 0: none was
    std::int64_t since_ms_ = 0;
};

/// *Returns* whether a backup's writer lock is held by one alone: not by writers, who share it, but by somebody who
/// compresses the backup or looks at it, and who is then told that it is gone. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] bool is_held_by_one(int number) noexcept {
    const int refused = take_writer_lock<Kernel>(number, false);
    if (refused == 0) (void)Kernel::lock(number, LOCK_UN);
    return refused == EWOULDBLOCK;
}

/// *Effects* removes one form of a backup unless a writer has it open. A file that is open is gone from the
/// directory at once, and gives its blocks back when it is closed, which takes longer: `opened` keeps it open.
/// \param even_held also while a writer has it.
/// *Requires* the directory lock. *Returns* 0; ENOENT where it is gone already; EWOULDBLOCK where a writer has it;
/// another errno where it stays. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] int remove_backup(int directory, const char* name, bool even_held,
                                BasicDescriptor<Kernel>& opened) noexcept {
    Opened<Kernel> found = open_existing<Kernel>(directory, name, O_RDONLY);
    if (found.failure) return found.failure.error;
    opened = std::move(found.descriptor);
    const int refused = take_writer_lock<Kernel>(opened.number(), true);
    if (refused == EWOULDBLOCK && !even_held && !is_held_by_one<Kernel>(opened.number())) return refused;
    return Kernel::unlink(directory, name) == 0 ? 0 : errno;
}

/// *Effects* removes a backup in whichever forms it has, the plain one last: while it stands nothing is lost. What is
/// not ours stays, and so does an empty plain file, which is no backup. \param keep is called with each file that was
/// removed and is open still.
/// *Requires* the directory lock. *Returns* 0; ENOENT where there is nothing (any more); EWOULDBLOCK where a writer has
/// it; another errno where it stays. *Allocates* no. *Throws* nothing. *Signal-safe* as `keep`.
template <class Kernel = Posix, class Keep>
[[nodiscard]] int remove_forms(int directory, std::string_view log_name, std::uint64_t number, bool even_held,
                               Keep&& keep) noexcept {
    int result = ENOENT;
    for (const Form form : {Form::compressed, Form::plain}) {
        const BackupName name(log_name, number, form);
        FileStatus status;
        if (Kernel::status_at(directory, name.c_str(), status) != 0) {
            if (errno != ENOENT) return errno;
            continue;
        }
        if (judge_file(status) != Problem::none || (form == Form::plain && status.size == 0)) continue;
        BasicDescriptor<Kernel> opened;
        const int error = remove_backup<Kernel>(directory, name.c_str(), even_held, opened);
        if (error != 0 && error != ENOENT) return error;
        if (error == 0) {
            result = 0;
            keep(std::move(opened));
        }
    }
    return result;
}

/// What pruning has done.
struct Pruned {
    std::uint64_t removed = 0;  ///< backups
    std::uint64_t held = 0;     ///< surplus backups that stay until their writers have moved on
    OutputFailure failure;      ///< why another one stays; the first
};

/// Closes removed files at once.
struct CloseAtOnce {
    template <class Kernel>
    void operator()(BasicDescriptor<Kernel>&& removed) const noexcept {
        removed.reset();
    }
};

/// *Effects* removes the oldest backups of the list beyond what is to be kept.
/// *Requires* the directory lock, taken before the list was read. \param now_ms of a monotonic clock.
/// \param keep gets each removed file as a descriptor, to close it where that delays nobody.
/// *Allocates* no. *Throws* nothing.
template <class Kernel = Posix, class Keep = CloseAtOnce>
[[nodiscard]] Pruned prune(int directory, std::string_view log_name, const BackupList& list, const Retention& retention,
                           HeldBackups& held, std::int64_t now_ms, Keep keep = {}) noexcept {
    Pruned result;
    for (const Backup& backup : list.backups().first(surplus(list, retention))) {
        if (!backup.counts()) continue;
        const auto remove = [&](bool even_held) noexcept {
            return remove_forms<Kernel>(directory, log_name, backup.number, even_held, keep);
        };
        int error = remove(false);
        if (error == EWOULDBLOCK && held.is_overdue(backup.number, now_ms)) error = remove(true);
        if (error == 0) {
            ++result.removed;
        } else if (error == EWOULDBLOCK) {
            ++result.held;
        } else if (error != ENOENT && !result.failure) {
            result.failure = {Problem::pruning, error};
        }
    }
    return result;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
