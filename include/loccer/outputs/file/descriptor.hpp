// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_DESCRIPTOR_HPP
#define LOCCER_OUTPUTS_FILE_DESCRIPTOR_HPP

// A descriptor that knows which file it was opened for. A program that daemonises closes all
// descriptors, and the numbers then belong to its sockets and databases: what is no longer ours is
// neither written nor closed.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// Which file something is, whatever its name. As long as it is open nothing else can be the same.
struct Identity {
    ::dev_t device = 0;
    ::ino_t inode = 0;

    Identity() noexcept = default;
    explicit Identity(const struct ::stat& status) noexcept : device(status.st_dev), inode(status.st_ino) {}
    friend bool operator==(const Identity&, const Identity&) noexcept = default;
};

/// Owns a descriptor for as long as its number still stands for the file it was opened for, opened the
/// way it was. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
class Descriptor {
  public:
    Descriptor() noexcept = default;
    Descriptor(int number, const struct ::stat& status) noexcept
        : number_(number), way_(way_of(number)), identity_(status) {}
    Descriptor(Descriptor&& other) noexcept
        : number_(std::exchange(other.number_, -1)), way_(other.way_), identity_(other.identity_) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            reset();
            number_ = std::exchange(other.number_, -1);
            way_ = other.way_;
            identity_ = other.identity_;
        }
        return *this;
    }
    ~Descriptor() { reset(); }

    /// *Returns* true when the number still stands for what was opened; `status` then tells of it.
    [[nodiscard]] bool is_ours(struct ::stat& status) const noexcept {
        return number_ >= 0 && ::fstat(number_, &status) == 0 && Identity(status) == identity_ &&
               way_of(number_) == way_;
    }
    [[nodiscard]] bool is_ours() const noexcept {
        struct ::stat status{};
        return is_ours(status);
    }

    /// *Effects* lets go of a number that is not ours. To be called before opening anew: the new
    /// descriptor can get the same number, and would then be closed in place of the old one.
    void forget_foreign() noexcept {
        if (!is_ours()) number_ = -1;
    }

    /// *Effects* closes what is ours.
    void reset() noexcept {
        if (is_ours()) ::close(number_);
        number_ = -1;
    }

    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] const Identity& identity() const noexcept { return identity_; }

  private:
    /// The program can have opened the same file for itself, but hardly for reading, writing and appending.
    static int way_of(int number) noexcept {
        return ::fcntl(number, F_GETFL) & (O_ACCMODE | O_APPEND | O_DIRECTORY | O_NOFOLLOW);
    }

    int number_ = -1;
    int way_ = 0;
    Identity identity_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
