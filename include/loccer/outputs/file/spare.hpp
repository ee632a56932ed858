// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_SPARE_HPP
#define LOCCER_OUTPUTS_FILE_SPARE_HPP

// The spare: an empty file that has the next backup's number already. Rotation swaps its name with the live
// file's, one system call, and neither makes nor opens a file while a program waits for its record.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/writer_lock.hpp>

#include <cerrno>
#include <cstdint>
#include <string_view>
#include <sys/file.h>
#include <sys/types.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// A spare, or at least the number that the next backup gets.
template <class Kernel = Posix>
struct Spare {
    BasicDescriptor<Kernel> descriptor;  ///< opened as a live file is; none where there is no spare
    std::uint64_t number = 0;            ///< its number, or the next free one; 0 where that is not known
    OutputFailure failure;
};

namespace sparing {

/// *Returns* whether a file can become the live one as it is.
[[nodiscard]] inline bool is_blank(const FileStatus& status) noexcept {
    constexpr ::mode_t permissions = 07777;
    return judge_file(status) == Problem::none && status.size == 0 && (status.mode & permissions) == private_mode;
}

/// *Returns* a failure of the rotation, with the errno of the step that failed.
template <class Kernel>
[[nodiscard]] Spare<Kernel> failed(int error) noexcept {
    return {{}, 0, {Problem::rotation, error}};
}

}  // namespace sparing

/// *Returns* whether `spare` still stands under the number, is blank, and no backup has the number or the next
/// one. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] bool is_spare(int directory, std::string_view log_name, const BasicDescriptor<Kernel>& spare,
                            std::uint64_t number) noexcept {
    if (!spare || number == 0 || number > highest_number || !spare.is_ours()) return false;
    const auto status_of = [&](Form form, FileStatus& status) noexcept {
        return Kernel::status_at(directory, BackupName(log_name, number, form).c_str(), status);
    };
    FileStatus status;
    if (status_of(Form::plain, status) != 0 || status.identity != spare.identity()) return false;
    if (!sparing::is_blank(status)) return false;
    if (status_of(Form::compressed, status) == 0 || errno != ENOENT) return false;
    return number == highest_number || number_taken<Kernel>(directory, log_name, number + 1) == 0;
}

/// *Effects* looks for a spare, without making one. *Requires* the directory lock.
/// *Returns* it, opened, or the next free number. *Errors* in the answer.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] Spare<Kernel> find_spare(int directory, std::string_view log_name) noexcept {
    constexpr int rounds = 8;
    if (!fits(log_name)) return sparing::failed<Kernel>(ENAMETOOLONG);
    for (int round = 0; round < rounds; ++round) {
        Highest highest;
        if (const int error = find_highest<Kernel>(directory, log_name, highest); error != 0) {
            return sparing::failed<Kernel>(error);
        }
        if (highest.plain && !highest.compressed) {
            const BackupName name(log_name, highest.number, Form::plain);
            FileStatus status;
            if (Kernel::status_at(directory, name.c_str(), status) != 0) {
                if (errno == ENOENT) continue;
                return sparing::failed<Kernel>(errno);
            }
            if (judge_file(status) == Problem::none && status.size == 0) {
                Opened<Kernel> opened = open_existing<Kernel>(directory, name.c_str(), append_flags);
                if (opened.failure.problem == Problem::unsettled || opened.failure.error == ENOENT) continue;
                if (opened.failure) return {{}, 0, opened.failure};
                if (is_spare(directory, log_name, opened.descriptor, highest.number)) {
                    return {std::move(opened.descriptor), highest.number, {}};
                }
                continue;
            }
        }
        if (highest.number == highest_number) return sparing::failed<Kernel>(EOVERFLOW);
        const int taken = number_taken<Kernel>(directory, log_name, highest.number + 1);
        if (taken == 0) return {{}, highest.number + 1, {}};
        if (taken != EEXIST) return sparing::failed<Kernel>(taken);
    }
    return {{}, 0, {Problem::unsettled, EAGAIN}};
}

/// *Effects* opens the spare, or makes one. *Requires* the directory lock.
/// *Errors* in the answer. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] Spare<Kernel> prepare_spare(int directory, std::string_view log_name) noexcept {
    constexpr int rounds = 4;
    for (int round = 0; round < rounds; ++round) {
        Spare<Kernel> spare = find_spare<Kernel>(directory, log_name);
        if (spare.descriptor || spare.failure) return spare;
        const BackupName name(log_name, spare.number, Form::plain);
        Opened<Kernel> created = create_file<Kernel>(directory, name.c_str());
        if (!created.failure) return {std::move(created.descriptor), spare.number, {}};
        if (created.failure.error != EEXIST && created.failure.error != EINTR) return {{}, 0, created.failure};
    }
    return {{}, 0, {Problem::unsettled, EAGAIN}};
}

/// *Effects* removes an empty plain file, and only if nobody can write to it any more: its writer lock is taken
/// first, and given back where it stays. *Requires* the directory lock; `opened` is an opening of the file.
/// *Returns* 0, also where the name is gone; EWOULDBLOCK where a writer has it; ENOTEMPTY where it has records
/// by now; or another errno. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] int remove_empty(int directory, const char* name, const BasicDescriptor<Kernel>& opened) noexcept {
    const int refused = take_writer_lock<Kernel>(opened.number(), true);
    if (refused != 0) return refused;
    FileStatus status;
    int error = 0;
    if (Kernel::status_at(directory, name, status) != 0) {
        error = errno == ENOENT ? 0 : errno;
    } else if (status.identity != opened.identity()) {
        error = 0;
    } else if (status.size != 0) {
        error = ENOTEMPTY;
    } else if (Kernel::unlink(directory, name) != 0 && errno != ENOENT) {
        error = errno;
    }
    (void)Kernel::lock(opened.number(), LOCK_UN);
    return error;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
