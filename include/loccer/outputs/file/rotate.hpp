// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_ROTATE_HPP
#define LOCCER_OUTPUTS_FILE_ROTATE_HPP

// Makes the live file a backup and puts an empty one in its place: with one rename that swaps it with the
// spare, or with a rename to the next number and a new file where there is no spare or no such rename. Nothing
// is ever renamed onto a file, truncated or copied. A step that fails leaves, or brings back, the live file
// under its name, and it goes on growing.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/spare.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// What a rotation gave.
template <class Kernel = Posix>
struct Rotated {
    BasicDescriptor<Kernel> file;  ///< the new live file: empty, private, opened for appending
    OutputFailure failure;         ///< why there is none
    std::uint64_t number = 0;      ///< which backup the former live file is
    bool by_another = false;       ///< the name means another file already: open it
};

namespace rotating {

/// *Returns* whether an errno of a rename with flags says that there is no such rename: the file system's or, as
/// EPERM, a sandbox's. Where more than that is forbidden, the rename without flags says so too.
[[nodiscard]] inline bool is_unsupported(int error) noexcept {
    return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP || error == EPERM;
}

/// *Effects* renames to a name that is free. *Returns* 0, EEXIST where it is not free, or another errno.
template <class Kernel>
[[nodiscard]] int rename_to_free(int directory, const char* from, const char* to) noexcept {
    if (Kernel::rename(directory, from, to, RENAME_NOREPLACE) == 0) return 0;
    if (!is_unsupported(errno)) return errno;
    FileStatus status;
    if (Kernel::status_at(directory, to, status) == 0) return EEXIST;
    if (errno != ENOENT) return errno;
    return Kernel::rename(directory, from, to, 0) == 0 ? 0 : errno;
}

template <class Kernel>
[[nodiscard]] Rotated<Kernel> failed(OutputFailure failure) noexcept {
    return {{}, failure, 0, false};
}

/// *Effects* renames the live file to `name` and makes a new one; where that is impossible renames it back.
/// *Returns* ENOENT or EEXIST in the failure where one of the names has changed meanwhile.
template <class Kernel>
[[nodiscard]] Rotated<Kernel> move_away(int directory, const char* live_name, const char* name,
                                        std::uint64_t number) noexcept {
    if (const int error = rename_to_free<Kernel>(directory, live_name, name); error != 0) {
        return failed<Kernel>({Problem::rotation, error});
    }
    // A writer who finds the name missing makes the file too, and without the directory lock.
    Opened<Kernel> opened = open_file<Kernel>(directory, live_name);
    if (!opened.failure) return {std::move(opened.descriptor), {}, number, false};
    const int error = rename_to_free<Kernel>(directory, name, live_name);
    if (error == EEXIST) return {{}, {}, number, true};
    return failed<Kernel>({Problem::rotation, opened.failure.error});
}

}  // namespace rotating

/// *Effects* rotates the live file, if `live_name` still means `live`.
/// *Requires* the directory lock.
/// \param spare the spare that was prepared, or none; it is used up, or given up where it is none any more.
/// *Returns* the new live file. *Errors* in the answer; the live file is then as it was.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes.
/// *Source* rename(2): RENAME_EXCHANGE, RENAME_NOREPLACE.
template <class Kernel = Posix>
[[nodiscard]] Rotated<Kernel> rotate(int directory, const char* live_name, const Identity& live,
                                     BasicDescriptor<Kernel>& spare, std::uint64_t spare_number) noexcept {
    constexpr int rounds = 8;
    bool exchanges = true;
    for (int round = 0; round < rounds; ++round) {
        FileStatus named;
        if (Kernel::status_at(directory, live_name, named) != 0) {
            if (errno == ENOENT) return {{}, {}, 0, true};
            return rotating::failed<Kernel>({Problem::rotation, errno});
        }
        if (named.identity != live) return {{}, {}, 0, true};

        if (!is_spare(directory, live_name, spare, spare_number)) {
            spare.forget_foreign();
            Spare<Kernel> found = find_spare<Kernel>(directory, live_name);
            if (found.failure) return rotating::failed<Kernel>({Problem::rotation, found.failure.error});
            spare = std::move(found.descriptor);
            spare_number = found.number;
        }
        const BackupName name(live_name, spare_number, Form::plain);
        if (spare && exchanges) {
            if (Kernel::rename(directory, live_name, name.c_str(), RENAME_EXCHANGE) == 0) {
                return {std::move(spare), {}, spare_number, false};
            }
            if (errno == ENOENT) continue;
            if (!rotating::is_unsupported(errno)) return rotating::failed<Kernel>({Problem::rotation, errno});
            exchanges = false;
        }
        std::uint64_t number = spare_number;
        if (spare && remove_empty(directory, name.c_str(), spare) != 0) {
            if (number == highest_number) return rotating::failed<Kernel>({Problem::rotation, EOVERFLOW});
            ++number;
        }
        spare.reset();
        Rotated<Kernel> rotated = rotating::move_away<Kernel>(
            directory, live_name, BackupName(live_name, number, Form::plain).c_str(), number);
        if (rotated.failure.error != EEXIST && rotated.failure.error != ENOENT) return rotated;
    }
    return rotating::failed<Kernel>({Problem::unsettled, EAGAIN});
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
