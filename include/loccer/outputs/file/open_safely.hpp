// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_OPEN_SAFELY_HPP
#define LOCCER_OUTPUTS_FILE_OPEN_SAFELY_HPP

// Opens a log file in a place where others may have prepared something else under its name: a
// symbolic or hard link to a file worth destroying, a FIFO that blocks, a device that acts when it is
// opened, a file that somebody else can read. All of it only looks at what was really opened.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

using outputs::Problem;

/// What opening gave: a descriptor, or the reason why there is none.
template <class Kernel = Posix>
struct Opened {
    BasicDescriptor<Kernel> descriptor;
    OutputFailure failure;
};

/// *Returns* what forbids writing a log into the file: it has to be a regular one, with one name, of
/// the effective user. *Signal-safe* yes.
[[nodiscard]] inline Problem judge_file(const FileStatus& status) noexcept {
    switch (status.mode & S_IFMT) {
        case S_IFREG: break;
        case S_IFLNK: return Problem::symbolic_link;
        case S_IFDIR: return Problem::directory;
        case S_IFIFO: return Problem::fifo;
        case S_IFSOCK: return Problem::socket;
        default: return Problem::device;
    }
    if (status.links > 1) return Problem::hard_link;
    return status.owner == ::geteuid() ? Problem::none : Problem::foreign_owner;
}

/// *Returns* what forbids keeping a log in the directory. Whoever may write in it may rename and remove
/// our file and put another one there, and so decide what a reader takes for our history. The sticky bit
/// (as on /tmp) reserves that for the file's owner. *Signal-safe* yes.
[[nodiscard]] inline Problem judge_directory(const FileStatus& status) noexcept {
    const bool shared = (status.mode & (S_IWGRP | S_IWOTH)) != 0;
    return shared && (status.mode & S_ISVTX) == 0 ? Problem::directory_shared : Problem::none;
}

/// Moves a descriptor above those of stdin, stdout and stderr: where the program has closed one of these,
/// its number would be ours, and everything that it prints would go into the log.
template <class Kernel>
[[nodiscard]] inline int above_standard_streams(int number) noexcept {
    if (number < 0 || number > STDERR_FILENO) return number;
    const int higher = Kernel::duplicate(number, STDERR_FILENO + 1);
    const int error = errno;
    (void)Kernel::close(number);
    errno = error;
    return higher;
}

/// *Effects* closes a number that nobody owns yet. *Returns* a failed opening with `problem` and errno.
template <class Kernel>
[[nodiscard]] Opened<Kernel> give_up(int number, Problem problem) noexcept {
    const int error = errno;
    (void)Kernel::close(number);
    return {{}, {problem, error}};
}

/// *Effects* opens a directory; one reached through symbolic links is fine, as its administrator made them.
/// *Allocates* no. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] Opened<Kernel> open_directory(const char* path) noexcept {
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    const int number = above_standard_streams<Kernel>(Kernel::open(path, flags));
    if (number < 0) return {{}, {Problem::directory_open, errno}};
    FileStatus status;
    if (Kernel::status(number, status) != 0) return give_up<Kernel>(number, Problem::directory_open);
    BasicDescriptor<Kernel> directory(number, status);
    if (const Problem problem = judge_directory(status); problem != Problem::none) return {{}, {problem, EPERM}};
    return {std::move(directory), {}};
}

/// *Returns* the errno that fits a verdict on a file.
[[nodiscard]] constexpr int error_of(Problem problem) noexcept {
    switch (problem) {
        case Problem::symbolic_link: return ELOOP;
        case Problem::directory: return EISDIR;
        case Problem::hard_link: return EMLINK;
        case Problem::foreign_owner: return EPERM;
        default: return EINVAL;
    }
}

inline constexpr ::mode_t private_mode = S_IRUSR | S_IWUSR;
inline constexpr int safe_flags = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
inline constexpr int append_flags = O_RDWR | O_APPEND | safe_flags;
inline constexpr int create_flags = append_flags | O_CREAT | O_EXCL;

/// *Returns* why an existing file that was opened as `name` must not be used. A hard link to another file
/// that was there when it was opened and is removed meanwhile leaves a file with one name, which is not
/// this one; so the name is looked at again. The kernel counts one name less before it takes the name
/// away and holds the directory for both: trying to rename the name onto itself, which has to fail, waits for
/// that, so that whoever deceives the first look has to win the same race once more. It makes no file where
/// the name is gone: an empty one would stand beside its compressed form. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] OutputFailure judge_opened(int directory, const char* name,
                                         const BasicDescriptor<Kernel>& opened) noexcept {
    for (int look = 0; look < 2; ++look) {
        FileStatus named;
        if (Kernel::status_at(directory, name, named) != 0) {
            return {errno == ENOENT ? Problem::unsettled : Problem::inspect, errno};
        }
        if (named.identity != opened.identity()) return {Problem::unsettled, EAGAIN};
        if (const Problem problem = judge_file(named); problem != Problem::none) return {problem, error_of(problem)};
        if (look > 0) break;
        if (Kernel::rename(directory, name, name, RENAME_NOREPLACE) == 0 || errno == ENOENT) {
            return {Problem::unsettled, EAGAIN};
        }
    }
    return {};
}

/// *Effects* gives an opened file the mode 0600 if it has another one, whatever the umask made of it.
/// *Returns* why that is impossible. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] OutputFailure make_private(const BasicDescriptor<Kernel>& opened, const FileStatus& status) noexcept {
    constexpr ::mode_t permissions = 07777;
    if ((status.mode & permissions) == private_mode || Kernel::chmod(opened.number(), private_mode) == 0) return {};
    return {Problem::mode, errno};
}

/// *Effects* creates `name`, which must not exist, for appending.
/// *Errors* in the answer; where the mode cannot be set the file is removed again.
/// *Allocates* no. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] Opened<Kernel> create_file(int directory, const char* name) noexcept {
    const int number = above_standard_streams<Kernel>(Kernel::openat(directory, name, create_flags, private_mode));
    if (number < 0) return {{}, {Problem::open, errno}};
    FileStatus status;
    if (Kernel::status(number, status) != 0) return give_up<Kernel>(number, Problem::inspect);
    BasicDescriptor<Kernel> created(number, status);
    const OutputFailure failure = make_private(created, status);
    if (failure) {
        (void)Kernel::unlink(directory, name);
        return {{}, failure};
    }
    return {std::move(created), {}};
}

/// *Effects* opens `name`, which has to exist, with `flags` and the safe ones. What stands under the name
/// is looked at before (opening a device can act) and, since it can be replaced in between, again when it
/// is open. Never blocks, never follows a link.
/// *Errors* in the answer; Problem::unsettled where the name was replaced meanwhile.
/// *Allocates* no. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] Opened<Kernel> open_existing(int directory, const char* name, int flags) noexcept {
    FileStatus status;
    if (Kernel::status_at(directory, name, status) != 0) return {{}, {Problem::inspect, errno}};
    if (const Problem problem = judge_file(status); problem != Problem::none) return {{}, {problem, error_of(problem)}};
    const int number = above_standard_streams<Kernel>(Kernel::openat(directory, name, flags | safe_flags, 0));
    if (number < 0) {
        const bool replaced = errno == ENOENT || errno == ELOOP || errno == EINTR;
        return {{}, {replaced ? Problem::unsettled : Problem::open, errno}};
    }
    if (Kernel::status(number, status) != 0) return give_up<Kernel>(number, Problem::inspect);
    BasicDescriptor<Kernel> opened(number, status);
    OutputFailure failure = judge_opened(directory, name, opened);
    if (!failure && flags != O_RDONLY) failure = make_private(opened, status);
    if (failure) return {{}, failure};
    return {std::move(opened), {}};
}

/// *Effects* opens `name` in `directory` for appending, or creates it: open_existing or create_file,
/// whichever succeeds first.
/// *Errors* in the answer. *Allocates* no. *Signal-safe* yes.
/// *Source* POSIX openat(): O_NOFOLLOW, O_EXCL; CWE-59, CWE-377, CWE-732.
template <class Kernel = Posix>
[[nodiscard]] Opened<Kernel> open_file(int directory, const char* name) noexcept {
    constexpr int rounds = 16;
    for (int round = 0; round < rounds; ++round) {
        Opened<Kernel> opened = open_existing<Kernel>(directory, name, append_flags);
        if (opened.failure.problem == Problem::unsettled) continue;
        if (opened.failure.problem != Problem::inspect || opened.failure.error != ENOENT) return opened;
        opened = create_file<Kernel>(directory, name);
        if (!opened.failure || (opened.failure.error != EEXIST && opened.failure.error != EINTR)) return opened;
    }
    return {{}, {Problem::unsettled, EAGAIN}};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
