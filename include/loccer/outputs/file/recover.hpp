// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_RECOVER_HPP
#define LOCCER_OUTPUTS_FILE_RECOVER_HPP

// Clears away what a kill or a failure in the middle of a rotation or a compression has left: temporary files,
// compressed files whose plain file still stands, spares that were passed over. Records are in none of them that
// are not also in a plain file.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backup_list.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/spare.hpp>
#include <loccer/outputs/file/writer_lock.hpp>

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// What recovery has done.
struct Recovered {
    std::uint64_t removed = 0;  ///< files
    OutputFailure failure;      ///< why another one stays; the first

    void count(int error) noexcept {
        if (error == 0) {
            ++removed;
        } else if (error != EWOULDBLOCK && error != ENOTEMPTY && !failure) {
            failure = {Problem::pruning, error};
        }
    }
};

/// *Returns* whether a backup is an empty file that will not become the live one: the spare has the highest number.
[[nodiscard]] inline bool is_passed_over(const Backup& backup, const BackupList& list) noexcept {
    if (!backup.plain.exists || backup.plain.size != 0) return false;
    return backup.number != list.highest() || backup.compressed.exists;
}

/// *Returns* whether something was left half done. *Allocates* no.
[[nodiscard]] inline bool needs_recovery(const BackupList& list) noexcept {
    for (const Backup& backup : list.backups()) {
        if (backup.temporary.exists || (backup.plain.exists && backup.compressed.exists)) return true;
        if (is_passed_over(backup, list)) return true;
    }
    return false;
}

/// *Effects* removes the left-overs, unless somebody is at work on them, which the writer lock of the plain file
/// tells. The list is then out of date for them.
/// *Requires* the directory lock, taken before the list was read. *Allocates* no. *Throws* nothing.
template <class Kernel = Posix>
[[nodiscard]] Recovered recover(int directory, std::string_view log_name, const BackupList& list) noexcept {
    Recovered result;
    const auto unlink = [&](std::uint64_t number, Form form) noexcept {
        const BackupName victim(log_name, number, form);
        result.count(Kernel::unlink(directory, victim.c_str()) == 0 || errno == ENOENT ? 0 : errno);
    };
    for (const Backup& backup : list.backups()) {
        if (!backup.plain.exists) {
            if (backup.temporary.exists) unlink(backup.number, Form::temporary);
            continue;
        }
        const bool passed_over = is_passed_over(backup, list);
        if (!passed_over && !backup.temporary.exists && !backup.compressed.exists) continue;
        const BackupName name(log_name, backup.number, Form::plain);
        const Opened<Kernel> plain = open_existing<Kernel>(directory, name.c_str(), O_RDONLY);
        if (plain.failure) {
            const bool gone = plain.failure.error == ENOENT || plain.failure.problem == Problem::unsettled;
            if (!gone) result.count(plain.failure.error);
            continue;
        }
        const int number = plain.descriptor.number();
        if (const int refused = take_writer_lock<Kernel>(number, true); refused != 0) {
            result.count(refused);
            continue;
        }
        // Whoever had the lock may have completed the compressed form and removed the plain one.
        FileStatus named;
        if (Kernel::status_at(directory, name.c_str(), named) == 0 && named.identity == plain.descriptor.identity()) {
            if (backup.temporary.exists) unlink(backup.number, Form::temporary);
            if (passed_over) {
                result.count(remove_empty<Kernel>(directory, name.c_str(), plain.descriptor));
            } else if (backup.compressed.exists && named.size > 0) {
                unlink(backup.number, Form::compressed);
            }
        }
        (void)Kernel::lock(number, LOCK_UN);  // a child that was forked meanwhile shares it, and would keep it
    }
    return result;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
