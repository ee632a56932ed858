// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_DESCRIPTOR_HPP
#define LOCCER_OUTPUTS_FILE_DESCRIPTOR_HPP

// A descriptor that knows which file it was opened for. A program that daemonises closes all
// descriptors, and the numbers then belong to its sockets and databases: what is no longer ours is
// neither written nor closed.
// Layer: outputs.

#include <loccer/base/config.hpp>

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

/// Owns a descriptor for as long as its number still stands for the file it was opened for.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes.
class Descriptor {
  public:
    Descriptor() noexcept = default;
    Descriptor(int number, const struct ::stat& status) noexcept : number_(number), identity_(status) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)), identity_(other.identity_) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            number_ = std::exchange(other.number_, -1);
            identity_ = other.identity_;
        }
        return *this;
    }
    ~Descriptor() { close(); }

    /// *Returns* true when the number still stands for the file it was opened for.
    [[nodiscard]] bool is_ours() const noexcept {
        struct ::stat status{};
        return number_ >= 0 && ::fstat(number_, &status) == 0 && Identity(status) == identity_;
    }

    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] const Identity& identity() const noexcept { return identity_; }

  private:
    void close() noexcept {
        if (is_ours()) ::close(number_);
        number_ = -1;
    }

    int number_ = -1;
    Identity identity_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
