// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_MAPPING_HPP
#define LOCCER_OUTPUTS_RING_FILE_MAPPING_HPP

// A file in memory, for this process alone. No descriptor is kept: the mapping holds the file and its lock, so a
// program that closes all descriptors takes nothing away, and a child of fork() inherits neither.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/process.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// Owns a shared mapping from a file's first byte on. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
template <class Kernel = file::Posix>
class Mapping {
  public:
    Mapping() noexcept = default;
    /// Maps `bytes` of the file. The descriptor can be closed then; a flock() of it stays as long as the mapping does.
    /// *Source* flock(2): the lock goes with the open file, which mmap(2) refers to; madvise(2): MADV_DONTFORK.
    Mapping(int number, std::size_t bytes) noexcept
        : at_(static_cast<char*>(Kernel::map(number, bytes))), bytes_(bytes), process_(current_process()) {
        if (at_ != nullptr) (void)Kernel::advise(at_, bytes_, MADV_DONTFORK);
    }
    Mapping(Mapping&& other) noexcept
        : at_(std::exchange(other.at_, nullptr)), bytes_(other.bytes_), process_(other.process_) {}
    Mapping& operator=(Mapping&& other) noexcept {
        if (this != &other) {
            reset();
            at_ = std::exchange(other.at_, nullptr);
            bytes_ = other.bytes_;
            process_ = other.process_;
        }
        return *this;
    }
    ~Mapping() { reset(); }

    /// *Effects* ends the mapping. In a child of fork() something else can lie there by now, so nothing is done.
    void reset() noexcept {
        if (at_ != nullptr && process_ == current_process()) (void)Kernel::unmap(at_, bytes_);
        at_ = nullptr;
    }

    /// Whether it can be used by this process.
    [[nodiscard]] explicit operator bool() const noexcept { return at_ != nullptr && process_ == current_process(); }
    [[nodiscard]] char* data() const noexcept { return at_; }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_; }

    /// *Effects* makes all pages ready to be written to, with blocks of their own where the file system gives these
    /// that late. *Returns* 0, or the errno of what would raise SIGBUS otherwise.
    [[nodiscard]] int populate() const noexcept { return ask(at_, bytes_); }

    /// *Returns* 0, or EFAULT where somebody has cut the file short, so that writing to it would raise SIGBUS.
    [[nodiscard]] int find_cut() const noexcept {
        const std::size_t page = ::getauxval(AT_PAGESZ);
        return ask(at_ + (bytes_ - 1) / page * page, page);
    }

  private:
    /// *Source* madvise(2): MADV_POPULATE_WRITE (Linux 5.14); older kernels say EINVAL, and nothing is known then.
    static int ask(char* at, std::size_t bytes) noexcept {
        constexpr int populate_write = 23;
        if (file::uninterrupted([&] { return Kernel::advise(at, bytes, populate_write); }) == 0) return 0;
        return errno == EFAULT || errno == ENOMEM || errno == EHWPOISON ? errno : 0;
    }

    char* at_ = nullptr;
    std::size_t bytes_ = 0;
    std::int32_t process_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
