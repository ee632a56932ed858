// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_BACKUP_LIST_HPP
#define LOCCER_OUTPUTS_FILE_BACKUP_LIST_HPP

// All backups of a log at once, oldest first, with their sizes: what housekeeping decides by.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/process.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <span>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// One form of a backup.
struct BackupFile {
    bool exists = false;     ///< a regular file of ours, with one name; anything else is never touched
    Identity identity;       ///< which one
    std::uint64_t size = 0;  ///< *Units* bytes
};

/// What a number stands for.
struct Backup {
    std::uint64_t number = 0;
    BackupFile plain;
    BackupFile compressed;
    BackupFile temporary;

    /// *Returns* whether it holds records: an empty plain file is not a backup but waits to become the live file.
    [[nodiscard]] bool counts() const noexcept { return compressed.exists || plain.size > 0; }
    /// *Units* bytes.
    [[nodiscard]] std::uint64_t size() const noexcept { return plain.size + compressed.size; }
};

/// The backups as they were when they were read. *Throws* nothing: without memory it stays empty.
class BackupList {
  public:
    /// *Effects* reads them anew. *Returns* 0 or errno; ENOMEM where there is no memory. *Allocates* yes.
    template <class Kernel = Posix>
    [[nodiscard]] int read(int directory, std::string_view log_name) noexcept {
        if (process_ != current_process()) abandon();
        size_ = 0;
        highest_ = 0;
        int error = 0;
        const auto add = [&](const ParsedName& parsed, const char* entry) noexcept {
            if (parsed.form != Form::temporary && parsed.number > highest_) highest_ = parsed.number;
            FileStatus status;
            if (Kernel::status_at(directory, entry, status) != 0) {
                if (errno != ENOENT) error = errno;
            } else if (judge_file(status) == Problem::none && !put(parsed, status)) {
                error = ENOMEM;
            }
        };
        const int unread = for_each_backup<Kernel>(directory, log_name, add);
        if (unread != 0) error = unread;
        if (error != 0) size_ = 0;
        merge();
        return error;
    }

    /// *Returns* those that have a file of ours, by number.
    [[nodiscard]] std::span<const Backup> backups() const noexcept { return {backups_.get(), size_}; }
    /// *Returns* the highest number that any name has, also a foreign one; 0 where there is none.
    [[nodiscard]] std::uint64_t highest() const noexcept { return highest_; }

  private:
    /// Forgets what a thread of the process that forked into this one was perhaps just changing.
    void abandon() noexcept {
        (void)backups_.release();
        capacity_ = 0;
        process_ = current_process();
    }

    static BackupFile& of(Backup& backup, Form form) noexcept {
        if (form == Form::plain) return backup.plain;
        return form == Form::compressed ? backup.compressed : backup.temporary;
    }

    bool put(const ParsedName& name, const FileStatus& status) noexcept {
        constexpr std::size_t first_capacity = 64;
        if (size_ == capacity_) {
            const std::size_t larger = capacity_ == 0 ? first_capacity : capacity_ * 2;
            Owned<Backup[]> moved(new (std::nothrow) Backup[larger]);
            if (!moved) return false;
            for (std::size_t i = 0; i < size_; ++i) moved[i] = backups_[i];
            backups_ = std::move(moved);
            capacity_ = larger;
        }
        Backup& backup = backups_[size_++];
        backup = {};
        backup.number = name.number;
        of(backup, name.form) = {true, status.identity, static_cast<std::uint64_t>(status.size)};
        return true;
    }

    /// Sorts by number and joins the forms of each.
    void merge() noexcept {
        Backup* const begin = backups_.get();
        if (size_ == 0) return;
        std::qsort(begin, size_, sizeof(Backup), [](const void* a, const void* b) {
            const std::uint64_t left = static_cast<const Backup*>(a)->number;
            const std::uint64_t right = static_cast<const Backup*>(b)->number;
            return left < right ? -1 : left > right ? 1 : 0;
        });
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            const Backup& next = begin[i];
            if (kept == 0 || begin[kept - 1].number != next.number) {
                begin[kept++] = next;
                continue;
            }
            Backup& backup = begin[kept - 1];
            if (next.plain.exists) backup.plain = next.plain;
            if (next.compressed.exists) backup.compressed = next.compressed;
            if (next.temporary.exists) backup.temporary = next.temporary;
        }
        size_ = kept;
    }

    Owned<Backup[]> backups_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    std::uint64_t highest_ = 0;
    std::int32_t process_ = current_process();
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
