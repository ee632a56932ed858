// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_OUTPUTS_KERNELS_HPP
#define LOCCER_TESTS_OUTPUTS_KERNELS_HPP

// Kernels that fail: at the N-th call, or always in one way, as an old or a foreign file system does.

#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <sys/file.h>
#include <sys/types.h>

namespace outputs_test {

/// Lets the N-th call, and as many after it as wanted, fail; or kills the process there.
struct Staged : loccer::file::Posix {
    static inline int calls = 0;
    static inline int first = INT_MAX;
    static inline int last = INT_MAX;
    static inline int error = 0;  ///< 0: SIGKILL

    static void fail_from(int call, int with, int times = INT_MAX) {
        calls = 0;
        first = call;
        last = times == INT_MAX ? INT_MAX : call + times - 1;
        error = with;
    }
    static void kill_at(int call) { fail_from(call, 0); }
    static void never() { fail_from(INT_MAX, 0); }

    static bool fails() noexcept {
        const int call = calls++;
        if (call < first || call > last) return false;
        if (error == 0) ::raise(SIGKILL);
        errno = error;
        return true;
    }

    static int open(const char* path, int flags) noexcept { return fails() ? -1 : Posix::open(path, flags); }
    static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
        return fails() ? -1 : Posix::openat(directory, name, flags, mode);
    }
    static int close(int number) noexcept {
        (void)fails();
        return Posix::close(number);
    }
    static int status(int number, loccer::file::FileStatus& status) noexcept {
        return fails() ? -1 : Posix::status(number, status);
    }
    static int status_at(int directory, const char* name, loccer::file::FileStatus& status) noexcept {
        return fails() ? -1 : Posix::status_at(directory, name, status);
    }
    static ::ssize_t pread(int number, void* bytes, std::size_t count, ::off_t offset) noexcept {
        return fails() ? -1 : Posix::pread(number, bytes, count, offset);
    }
    static ::ssize_t pwrite(int number, const void* bytes, std::size_t count, ::off_t offset) noexcept {
        return fails() ? -1 : Posix::pwrite(number, bytes, count, offset);
    }
    static int datasync(int number) noexcept { return fails() ? -1 : Posix::datasync(number); }
    static int sync(int number) noexcept { return fails() ? -1 : Posix::sync(number); }
    static int chmod(int number, ::mode_t mode) noexcept { return fails() ? -1 : Posix::chmod(number, mode); }
    static int lock(int number, int operation) noexcept {
        return fails() && operation != LOCK_UN ? -1 : Posix::lock(number, operation);
    }
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        return fails() ? -1 : Posix::rename(directory, from, to, flags);
    }
    static int unlink(int directory, const char* name) noexcept {
        return fails() ? -1 : Posix::unlink(directory, name);
    }
    static ::ssize_t entries(int directory, void* buffer, std::size_t size) noexcept {
        return fails() ? -1 : Posix::entries(directory, buffer, size);
    }
    static int free_space(int number, std::uint64_t& bytes) noexcept {
        return fails() ? -1 : Posix::free_space(number, bytes);
    }
};

/// A file system that knows neither flag of renameat2.
struct OldRename : loccer::file::Posix {
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        if (flags == 0) return Posix::rename(directory, from, to, 0);
        errno = EINVAL;
        return -1;
    }
};

/// A sandbox that forbids renameat2.
struct ForbiddenRename : loccer::file::Posix {
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        if (flags == 0) return Posix::rename(directory, from, to, 0);
        errno = EPERM;
        return -1;
    }
};

/// A file system that knows RENAME_NOREPLACE, but does not exchange names.
struct NoExchange : loccer::file::Posix {
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        if (flags != RENAME_EXCHANGE) return Posix::rename(directory, from, to, flags);
        errno = EINVAL;
        return -1;
    }
};

/// A file system without flock().
struct NoLocks : loccer::file::Posix {
    static int lock(int, int) noexcept {
        errno = ENOLCK;
        return -1;
    }
};

}  // namespace outputs_test

#endif
