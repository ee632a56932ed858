// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_COMPRESS_HPP
#define LOCCER_OUTPUTS_FILE_COMPRESS_HPP

// Turns `errors.log.17` into `errors.log.17.gz`. At any moment one of the two is whole: the plain file goes
// only when the compressed one and its name are on the device. It is never written to. What a kill leaves
// behind (a temporary file, or both forms) is done over, from the plain file, by the next attempt.
//
// The writer lock of the plain file, held exclusively, says that no writer adds to it any more, and keeps
// other processes from compressing it too.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/append.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/sync.hpp>
#include <loccer/outputs/file/writer_lock.hpp>
#include <loccer/outputs/signal_shield.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <span>
#include <string_view>
#include <sys/file.h>
#include <sys/types.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// What became of a backup that was to be compressed. In all but `done` it is as it was.
enum class Compression : std::uint8_t {
    done,       ///< it is compressed, and the plain file is gone
    postponed,  ///< somebody writes to it still, or compresses it
    absent,     ///< there is no such plain backup (any more), or it is empty
    stopped,    ///< `stop` said so
    failed
};

struct CompressResult {
    Compression outcome = Compression::failed;
    OutputFailure failure;           ///< says why where it has failed
    std::uint64_t plain_bytes = 0;   ///< *Units* bytes that were read
    std::uint64_t packed_bytes = 0;  ///< *Units* bytes that were written
};

/// The three names that one backup can have, in one directory.
struct BackupNames {
    const char* plain;      ///< errors.log.17
    const char* packed;     ///< errors.log.17.gz
    const char* temporary;  ///< .errors.log.17.gz.tmp
};

namespace compressing {

/// The names and the descriptor that the steps share.
template <class Kernel>
class Backup {
  public:
    Backup(int directory, const BackupNames& names) noexcept : directory_(directory), names_(names) {}
    Backup(const Backup&) = delete;
    Backup& operator=(const Backup&) = delete;
    /// A child that was forked meanwhile shares the lock, and would keep it.
    ~Backup() {
        if (locked_ && plain_.is_ours()) (void)Kernel::lock(plain_.number(), LOCK_UN);
    }

    template <class Compressor, class Stop>
    CompressResult compress(Compressor& compressor, Stop&& stop) noexcept {
        CompressResult result;
        result.outcome = take();
        if (result.outcome != Compression::done) return {result.outcome, failure_};
        result.outcome = pack(compressor, stop, result);
        if (result.outcome == Compression::done) result.outcome = publish();
        if (temporary_) (void)Kernel::unlink(directory_, names_.temporary);
        result.failure = failure_;
        return result;
    }

  private:
    Compression fail(int error) noexcept {
        failure_ = {Problem::compression, error};
        return Compression::failed;
    }

    /// *Returns* 0 where the plain name means `plain_`, of which `status` then tells; ENOENT where it does not
    /// (any more); another errno where that is not known.
    [[nodiscard]] int look(FileStatus& status) const noexcept {
        if (Kernel::status_at(directory_, names_.plain, status) != 0) return errno;
        return status.identity == plain_.identity() ? 0 : ENOENT;
    }

    /// *Returns* whether retention has taken the backup meanwhile, which then keeps its blocks for nobody.
    [[nodiscard]] bool is_removed() const noexcept {
        FileStatus status;
        return Kernel::status(plain_.number(), status) == 0 && status.links == 0;
    }

    Compression not_there(int error) noexcept { return error == ENOENT ? Compression::absent : fail(error); }

    /// Opens the plain file and makes sure that it is complete.
    Compression take() noexcept {
        Opened<Kernel> opened = open_existing<Kernel>(directory_, names_.plain, O_RDONLY);
        if (opened.failure) {
            if (opened.failure.error == ENOENT) return Compression::absent;
            if (opened.failure.problem == Problem::unsettled) return Compression::postponed;
            failure_ = opened.failure;
            return Compression::failed;
        }
        plain_ = std::move(opened.descriptor);
        const int refused = take_writer_lock<Kernel>(plain_.number(), true);
        if (refused == EWOULDBLOCK) return Compression::postponed;
        if (refused != 0) return fail(refused);
        locked_ = true;
        FileStatus status;
        if (const int error = look(status); error != 0) return not_there(error);
        if (status.size == 0) return Compression::absent;
        size_ = static_cast<std::uint64_t>(status.size);
        return Compression::done;
    }

    /// Writes the temporary file. An older one is nobody's: its owner would hold the lock.
    template <class Compressor, class Stop>
    Compression pack(Compressor& compressor, Stop&& stop, CompressResult& result) noexcept {
        if (!remove_own(names_.temporary)) return fail(errno);
        Opened<Kernel> created = create_file<Kernel>(directory_, names_.temporary);
        if (created.failure) return fail(created.failure.error);
        temporary_ = std::move(created.descriptor);
        if (const int error = compressor.begin(names_.plain); error != 0) return fail(error);

        outputs::SignalShield shield;
        const auto write = [&](std::span<const char> bytes) noexcept {
            const int error = write_whole({bytes.data(), bytes.size()}, result.packed_bytes);
            if (error == EFBIG) shield.take_back(error);
            return error;
        };
        for (bool last = false; !last;) {
            if (stop()) return Compression::stopped;
            if (is_removed()) return Compression::absent;
            const std::span<char> piece = compressor.input();
            const ::ssize_t count = uninterrupted([&] {
                return Kernel::pread(plain_.number(), piece.data(), piece.size(),
                                     static_cast<::off_t>(result.plain_bytes));
            });
            if (count < 0) return fail(errno);
            last = count == 0;
            result.plain_bytes += static_cast<std::uint64_t>(count);
            if (result.plain_bytes > size_) return Compression::postponed;
            const int error = compressor.feed(static_cast<std::size_t>(count), last, write);
            if (error != 0) return fail(error);
        }
        if (!temporary_.is_ours()) return fail(EBADF);
        if (const int error = sync_once<Kernel>(temporary_.number(), true); error != 0) return fail(error);
        if (!plain_.is_ours()) return fail(EBADF);  // so it has been ours, and what was read was the backup
        // Somebody without a lock, or with an editor, may have added to it while it was read.
        FileStatus status;
        if (const int error = look(status); error != 0) return not_there(error);
        const bool whole = result.plain_bytes == size_ && static_cast<std::uint64_t>(status.size) == size_;
        return whole ? Compression::done : Compression::postponed;
    }

    /// Lets the compressed file take the place of the plain one.
    Compression publish() noexcept {
        if (!remove_own(names_.packed)) return fail(errno);
        if (const int error = give_name(); error != 0) return fail(error);
        temporary_.reset();
        int error = sync_once<Kernel>(directory_, true);
        if (error == EINVAL || error == EOPNOTSUPP) error = 0;  // no file system of a kind that could lose names
        if (error == 0) error = remove_plain();
        if (error == 0) return Compression::done;
        (void)Kernel::unlink(directory_, names_.packed);  // the plain file stays, so this one must not
        return fail(error);
    }

    /// *Effects* removes the plain name, if it is there and means the file that was compressed.
    [[nodiscard]] int remove_plain() const noexcept {
        FileStatus status;
        int error = look(status);
        if (error == 0 && Kernel::unlink(directory_, names_.plain) != 0) error = errno;
        return error == ENOENT ? 0 : error;
    }

    /// *Effects* removes a name of a file that we could have made; one with other names (a copy made of hard
    /// links) stays under these. *Returns* false with errno where the name stays.
    [[nodiscard]] bool remove_own(const char* name) const noexcept {
        FileStatus status;
        if (Kernel::status_at(directory_, name, status) != 0) return errno == ENOENT;
        const Problem problem = judge_file(status);
        if (problem != Problem::none && problem != Problem::hard_link) {
            errno = error_of(problem);
            return false;
        }
        return Kernel::unlink(directory_, name) == 0 || errno == ENOENT;
    }

    /// *Effects* renames the temporary file, never onto another one. *Returns* 0 or errno.
    [[nodiscard]] int give_name() const noexcept {
        const char* const from = names_.temporary;
        const char* const to = names_.packed;
        if (Kernel::rename(directory_, from, to, RENAME_NOREPLACE) == 0) return 0;
        const bool unsupported = errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM;
        if (!unsupported) return errno;
        FileStatus status;  // a file system without that flag, or a sandbox that forbids the call
        if (Kernel::status_at(directory_, to, status) == 0) return EEXIST;
        if (errno != ENOENT) return errno;
        return Kernel::rename(directory_, from, to, 0) == 0 ? 0 : errno;
    }

    [[nodiscard]] int write_whole(std::string_view rest, std::uint64_t& written) const noexcept {
        while (!rest.empty()) {
            if (!temporary_.is_ours()) return EBADF;  // the program has closed it, and the number may be its own now
            const ::ssize_t count = write_once<Kernel>(temporary_.number(), rest, static_cast<::off_t>(written));
            if (count < 0) return errno;
            rest.remove_prefix(static_cast<std::size_t>(count));
            written += static_cast<std::uint64_t>(count);
        }
        return 0;
    }

    int directory_;
    BackupNames names_;
    BasicDescriptor<Kernel> plain_;
    BasicDescriptor<Kernel> temporary_;
    OutputFailure failure_;
    std::uint64_t size_ = 0;  ///< of the plain file when it was locked; *Units* bytes
    bool locked_ = false;
};

}  // namespace compressing

/// *Effects* compresses the plain backup in `directory`, and then removes it. Whatever stands under its other
/// two names is removed first, if it is a file that we could have made.
/// \param compressor as GzipCompressor. \param stop is asked before each 64 KiB whether to give up.
/// *Returns* what became of it. *Allocates* no. *Throws* nothing. *Signal-safe* no.
/// *Threads* any, processes too: who comes second is told `postponed`.
template <class Kernel = Posix, class Compressor, class Stop>
[[nodiscard]] CompressResult compress_backup(int directory, const BackupNames& names, Compressor& compressor,
                                             Stop&& stop) noexcept {
    return compressing::Backup<Kernel>(directory, names).compress(compressor, stop);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
