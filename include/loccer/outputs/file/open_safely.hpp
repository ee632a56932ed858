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

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

using outputs::Problem;

/// What opening gave: a descriptor, or the reason why there is none.
struct Opened {
    Descriptor descriptor;
    OutputFailure failure;
};

/// *Returns* what forbids writing a log into the file: it has to be a regular one, with one name, of
/// the effective user. *Signal-safe* yes.
[[nodiscard]] inline Problem judge_file(const struct ::stat& status) noexcept {
    switch (status.st_mode & S_IFMT) {
        case S_IFREG: break;
        case S_IFLNK: return Problem::symbolic_link;
        case S_IFDIR: return Problem::directory;
        case S_IFIFO: return Problem::fifo;
        case S_IFSOCK: return Problem::socket;
        default: return Problem::device;
    }
    if (status.st_nlink > 1) return Problem::hard_link;
    return status.st_uid == ::geteuid() ? Problem::none : Problem::foreign_owner;
}

/// *Returns* what forbids keeping a log in the directory. Whoever may write in it may rename and remove
/// our file and put another one there, and so decide what a reader takes for our history. The sticky bit
/// (as on /tmp) reserves that for the file's owner. *Signal-safe* yes.
[[nodiscard]] inline Problem judge_directory(const struct ::stat& status) noexcept {
    const bool shared = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    return shared && (status.st_mode & S_ISVTX) == 0 ? Problem::directory_shared : Problem::none;
}

/// Moves a descriptor above those of stdin, stdout and stderr: where the program has closed one of these,
/// its number would be ours, and everything that it prints would go into the log.
[[nodiscard]] inline int above_standard_streams(int number) noexcept {
    if (number < 0 || number > STDERR_FILENO) return number;
    const int higher = ::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int error = errno;
    ::close(number);
    errno = error;
    return higher;
}

/// *Effects* opens a directory; one reached through symbolic links is fine, as its administrator made them.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline Opened open_directory(const char* path) noexcept {
    const int number = above_standard_streams(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (number < 0) return {{}, {Problem::directory_open, errno}};
    struct ::stat status{};
    if (::fstat(number, &status) != 0) {
        const int error = errno;
        ::close(number);
        return {{}, {Problem::directory_open, error}};
    }
    Descriptor directory(number, status);
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
inline constexpr int append_flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
inline constexpr int create_flags = append_flags | O_CREAT | O_EXCL;

/// *Returns* why an existing file that was opened as `name` must not be used. A hard link to another file
/// that was there when it was opened and is removed meanwhile leaves a file with one name, which is not
/// this one; so the name is looked at again. The kernel counts one name less before it takes the name
/// away and holds the directory for both: trying to create the name, which has to fail, waits for that,
/// so that whoever deceives the first look has to win the same race once more. *Signal-safe* yes.
[[nodiscard]] inline OutputFailure judge_opened(int directory, const char* name, const Descriptor& opened) noexcept {
    for (int look = 0; look < 2; ++look) {
        struct ::stat named{};
        if (::fstatat(directory, name, &named, AT_SYMLINK_NOFOLLOW) != 0) {
            return {errno == ENOENT ? Problem::unsettled : Problem::inspect, errno};
        }
        if (Identity(named) != opened.identity()) return {Problem::unsettled, EAGAIN};
        if (const Problem problem = judge_file(named); problem != Problem::none) return {problem, error_of(problem)};
        if (look > 0) break;
        if (const int created = ::openat(directory, name, create_flags, private_mode); created >= 0) {
            ::close(created);
            return {Problem::unsettled, EAGAIN};
        }
    }
    return {};
}

/// *Effects* gives an opened file the mode 0600 if it has another one, whatever the umask made of it.
/// *Returns* why that is impossible. *Signal-safe* yes.
[[nodiscard]] inline OutputFailure make_private(const Descriptor& opened, const struct ::stat& status) noexcept {
    constexpr ::mode_t permissions = 07777;
    if ((status.st_mode & permissions) == private_mode || ::fchmod(opened.number(), private_mode) == 0) return {};
    return {Problem::mode, errno};
}

/// *Effects* opens `name` in `directory` for appending, or creates it. What stands under the name is
/// looked at before (opening a device can act) and, since it can be replaced in between, again when it
/// is open. Never blocks, never follows a link, never creates through one.
/// *Errors* in the answer. *Allocates* no. *Signal-safe* yes.
/// *Source* POSIX openat(): O_NOFOLLOW, O_EXCL; CWE-59, CWE-377, CWE-732.
[[nodiscard]] inline Opened open_file(int directory, const char* name) noexcept {
    constexpr int rounds = 16;
    for (int round = 0; round < rounds; ++round) {
        struct ::stat status{};
        const bool exists = ::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
        if (!exists && errno != ENOENT) return {{}, {Problem::inspect, errno}};
        if (exists) {
            if (const Problem problem = judge_file(status); problem != Problem::none) {
                return {{}, {problem, error_of(problem)}};
            }
        }
        const int number =
            above_standard_streams(::openat(directory, name, exists ? append_flags : create_flags, private_mode));
        if (number < 0) {
            const bool replaced = exists ? errno == ENOENT || errno == ELOOP : errno == EEXIST;
            if (replaced || errno == EINTR) continue;
            return {{}, {Problem::open, errno}};
        }
        if (::fstat(number, &status) != 0) {
            const int error = errno;
            ::close(number);
            return {{}, {Problem::inspect, error}};
        }
        Descriptor opened(number, status);
        OutputFailure failure = exists ? judge_opened(directory, name, opened) : OutputFailure{};
        if (failure.problem == Problem::unsettled) continue;
        if (!failure) failure = make_private(opened, status);
        if (failure) return {{}, failure};
        return {std::move(opened), {}};
    }
    return {{}, {Problem::unsettled, EAGAIN}};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
