// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_POSIX_HPP
#define LOCCER_OUTPUTS_FILE_POSIX_HPP

// Every system call that the file outputs make, each behind a static function of one type. The parts
// take that type as their parameter `Kernel`, so that tests can let any call fail, stop short or kill
// the process, without root and at no cost in a program: `Posix` is inlined away.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// Which file something is, whatever its name. As long as it is open nothing else can be the same.
struct Identity {
    ::dev_t device = 0;
    ::ino_t inode = 0;

    friend bool operator==(const Identity&, const Identity&) noexcept = default;
};

/// What the file output wants to know of a file. No times: asking for them makes the file system give
/// the next write a time of its own, which doubles the cost of that write.
struct FileStatus {
    Identity identity;
    ::off_t size = 0;  ///< *Units* bytes
    ::mode_t mode = 0;
    ::nlink_t links = 0;
    ::uid_t owner = 0;
};

/// The system calls themselves. Each returns what its call returns, -1 with errno where that failed.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes. *Threads* any.
struct Posix {
    static int open(const char* path, int flags) noexcept { return ::open(path, flags); }
    static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
        return ::openat(directory, name, flags, mode);
    }
    static int close(int number) noexcept { return ::close(number); }
    /// *Effects* makes a copy of `number` that is `lowest` or higher.
    static int duplicate(int number, int lowest) noexcept { return ::fcntl(number, F_DUPFD_CLOEXEC, lowest); }
    /// *Returns* how the descriptor was opened (F_GETFL).
    static int flags_of(int number) noexcept { return ::fcntl(number, F_GETFL); }

    static int status(int number, FileStatus& status) noexcept { return ask(number, "", AT_EMPTY_PATH, status); }
    /// Of `name` itself where that is a symbolic link.
    static int status_at(int directory, const char* name, FileStatus& status) noexcept {
        return ask(directory, name, AT_SYMLINK_NOFOLLOW, status);
    }

    static ::off_t seek(int number, ::off_t offset, int whence) noexcept { return ::lseek(number, offset, whence); }
    /// *Effects* tells how far the end of a regular file lies behind the position; the lower bits of that (FIONREAD).
    static int unread(int number, int& bytes) noexcept { return ::ioctl(number, FIONREAD, &bytes); }
    static ::ssize_t pread(int number, void* bytes, std::size_t count, ::off_t offset) noexcept {
        return ::pread(number, bytes, count, offset);
    }
    static ::ssize_t pwrite(int number, const void* bytes, std::size_t count, ::off_t offset) noexcept {
        return ::pwrite(number, bytes, count, offset);
    }
    /// *Effects* gives the file blocks for its first `bytes` bytes, and this size where it is smaller.
    static int allocate(int number, ::off_t bytes) noexcept { return ::fallocate(number, 0, 0, bytes); }
    /// *Effects* maps the file's first `bytes` bytes, shared, and reads them in. *Returns* null where that failed.
    static void* map(int number, std::size_t bytes) noexcept {
        void* const at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, number, 0);
        return at == MAP_FAILED ? nullptr : at;
    }
    static int unmap(void* at, std::size_t bytes) noexcept { return ::munmap(at, bytes); }
    /// \param advice as madvise(2) lists them.
    static int advise(void* at, std::size_t bytes, int advice) noexcept { return ::madvise(at, bytes, advice); }
    static int datasync(int number) noexcept { return ::fdatasync(number); }
    static int sync(int number) noexcept { return ::fsync(number); }

    static int chmod(int number, ::mode_t mode) noexcept { return ::fchmod(number, mode); }
    static int lock(int number, int operation) noexcept { return ::flock(number, operation); }
    /// \param flags 0, RENAME_NOREPLACE or RENAME_EXCHANGE. Both names lie in `directory`.
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        return ::renameat2(directory, from, directory, to, flags);
    }
    static int unlink(int directory, const char* name) noexcept { return ::unlinkat(directory, name, 0); }
    /// *Effects* reads directory entries (getdents64). *Returns* their bytes; 0 at the end.
    static ::ssize_t entries(int directory, void* buffer, std::size_t size) noexcept {
        return ::syscall(SYS_getdents64, directory, buffer, size);
    }

    /// *Effects* tells how many bytes the file system has left for this user.
    static int free_space(int number, std::uint64_t& bytes) noexcept {
        struct ::statvfs status{};
        if (::fstatvfs(number, &status) != 0) return -1;
        bytes = static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
        return 0;
    }
    /// *Effects* tells the largest size a file of this process may have (RLIMIT_FSIZE).
    static int size_limit(std::uint64_t& bytes) noexcept {
        struct ::rlimit limit{};
        if (::getrlimit(RLIMIT_FSIZE, &limit) != 0) return -1;
        bytes = limit.rlim_cur;
        return 0;
    }

  private:
    static int ask(int number, const char* name, int flags, FileStatus& status) noexcept {
        struct ::statx found{};
        constexpr unsigned wanted = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_UID | STATX_INO | STATX_SIZE;
        if (::statx(number, name, flags, wanted, &found) == 0) {
            status.identity = {::gnu_dev_makedev(found.stx_dev_major, found.stx_dev_minor), found.stx_ino};
            status.size = static_cast<::off_t>(found.stx_size);
            status.mode = found.stx_mode;
            status.links = found.stx_nlink;
            status.owner = found.stx_uid;
            return 0;
        }
        if (errno != ENOSYS && errno != EPERM) return -1;  // older sandboxes know fstat() alone
        struct ::stat older{};
        if (::fstatat(number, name, &older, flags) != 0) return -1;
        status = {{older.st_dev, older.st_ino}, older.st_size, older.st_mode, older.st_nlink, older.st_uid};
        return 0;
    }
};

/// *Effects* makes a call again while a signal interrupts it, but not for ever. *Returns* what it returned last.
template <class Act>
auto uninterrupted(Act act) noexcept -> decltype(act()) {
    constexpr int attempts = 100;
    decltype(act()) result = act();
    for (int attempt = 1; attempt < attempts && result < 0 && errno == EINTR; ++attempt) result = act();
    return result;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
