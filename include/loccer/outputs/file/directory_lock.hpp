// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_DIRECTORY_LOCK_HPP
#define LOCCER_OUTPUTS_FILE_DIRECTORY_LOCK_HPP

// The lock under which numbers are given out: rotating, making the next file, removing backups. It is a lock on
// the directory itself, so it leaves no file behind, and the kernel frees it when its holder dies. It belongs
// to an opening of the directory that nobody else has: a child of fork() shares its parent's, which would not
// keep the two apart.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/process.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/file.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// The lock of one directory. Its descriptor is kept, so that it can be had when the program has used up all.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes.
/// *Threads* one at a time; two threads that shall exclude each other need an object each.
template <class Kernel = Posix>
class DirectoryLock {
  public:
    /// The lock, held until its end, or the reason why it is not held.
    class [[nodiscard]] Hold {
      public:
        explicit Hold(OutputFailure failure) noexcept : failure_(failure) {}
        explicit Hold(DirectoryLock& lock) noexcept : lock_(&lock) {}
        Hold(Hold&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)), failure_(other.failure_) {}
        Hold& operator=(Hold&&) = delete;
        ~Hold() {
            if (lock_ != nullptr) lock_->release();
        }

        [[nodiscard]] explicit operator bool() const noexcept { return lock_ != nullptr; }
        /// *Returns* Problem::directory_lock, with EWOULDBLOCK where others held it all the time.
        [[nodiscard]] OutputFailure failure() const noexcept { return failure_; }

      private:
        DirectoryLock* lock_ = nullptr;
        OutputFailure failure_;
    };

    DirectoryLock() noexcept = default;
    DirectoryLock(const DirectoryLock&) = delete;
    DirectoryLock& operator=(const DirectoryLock&) = delete;
    ~DirectoryLock() = default;

    /// *Effects* tries to take the lock of the directory that `directory` stands for, for about `patience_ms`;
    /// with 0 once. *Returns* the hold, which must not outlive this object.
    Hold try_hold(int directory, int patience_ms) noexcept {
        constexpr int pause_ms = 1;
        if (const int error = open(directory); error != 0) return Hold({Problem::directory_lock, error});
        for (int waited_ms = 0;;) {
            if (Kernel::lock(directory_.number(), LOCK_EX | LOCK_NB) == 0) return Hold(*this);
            if (errno != EWOULDBLOCK && errno != EINTR) break;
            if (waited_ms >= patience_ms) break;
            if (errno == EWOULDBLOCK) ::poll(nullptr, 0, pause_ms);
            waited_ms += pause_ms;
        }
        return Hold({Problem::directory_lock, errno == EINTR ? EWOULDBLOCK : errno});
    }

  private:
    /// Makes sure that there is a descriptor of the same directory, opened by this process.
    int open(int directory) noexcept {
        FileStatus wanted;
        if (Kernel::status(directory, wanted) != 0) return errno;
        if (process_ == current_process() && directory_.identity() == wanted.identity && directory_.is_ours()) return 0;
        directory_.reset();  // which frees no lock: that would be the parent's too
        const int number = open_again<Kernel>(directory);
        if (number < 0) return errno;
        process_ = current_process();
        directory_ = BasicDescriptor<Kernel>(number, wanted);
        return 0;
    }

    /// Says so explicitly: a child that was forked meanwhile has the descriptor too, and would keep the lock.
    /// Where that is refused, the end of the descriptor has to do.
    void release() noexcept {
        if (process_ != current_process() || !directory_.is_ours()) return;
        const int refused = uninterrupted([this] { return Kernel::lock(directory_.number(), LOCK_UN); });
        if (refused != 0) directory_.reset();
    }

    BasicDescriptor<Kernel> directory_;
    std::int32_t process_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
