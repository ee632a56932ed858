// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_OPEN_RING_HPP
#define LOCCER_OUTPUTS_RING_FILE_OPEN_RING_HPP

// Opens a ring file, or makes it: safely, for one writer, with all of its space. What is a ring of another size or
// version is set aside under the next number (`errors.ring.1`), and what is none is left alone.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/rotate.hpp>
#include <loccer/outputs/file/sync.hpp>
#include <loccer/outputs/file/writer_lock.hpp>
#include <loccer/outputs/ring_file/layout.hpp>
#include <loccer/outputs/ring_file/mapping.hpp>
#include <loccer/outputs/signal_shield.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/types.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

using outputs::Problem;

/// What opening gave: a mapping of head and area, locked for this process, or the reason why there is none.
template <class Kernel = file::Posix>
struct OpenedRing {
    Mapping<Kernel> mapping;
    OutputFailure failure;
    file::Identity identity;
    std::uint64_t set_aside = 0;  ///< the number that another ring has got; 0: there was none
};

/// *Returns* whether an error can go away while the program runs.
[[nodiscard]] constexpr bool passes(int error) noexcept {
    return error == ENOSPC || error == EDQUOT || error == EMFILE || error == ENFILE || error == ENOMEM;
}

/// Opens one ring. *Allocates* no. *Throws* nothing. *Threads* one at a time.
template <class Kernel>
class RingOpener {
  public:
    RingOpener(const file::Location& location, std::uint64_t area_bytes, int patience_ms) noexcept
        : location_(location), area_bytes_(area_bytes), patience_ms_(patience_ms) {}

    [[nodiscard]] OpenedRing<Kernel> open() noexcept {
        const file::Opened<Kernel> directory = file::open_directory<Kernel>(location_.directory().c_str());
        if (directory.failure) return failed(directory.failure);
        directory_ = directory.descriptor.number();
        for (int round = 0; round < rounds;) {
            file::Opened<Kernel> opened = open_file();
            if (opened.failure.problem == Problem::unsettled) {
                ++round;
                continue;
            }
            if (opened.failure) return failed(opened.failure);
            const int refused = file::take_writer_lock<Kernel>(opened.descriptor.number(), true);
            if (refused == EWOULDBLOCK) {
                if (patience_ms_-- <= 0) return failed({Problem::ring_in_use, EWOULDBLOCK});
                ::poll(nullptr, 0, 1);
                continue;
            }
            if (refused != 0) return failed({Problem::ring_lock, refused});
            if (!is_named(opened.descriptor)) {  // the last one has set it aside meanwhile
                ++round;
                continue;
            }
            const OutputFailure failure = use(opened.descriptor);
            if (failure.problem == Problem::unsettled) {
                ++round;
                continue;
            }
            if (failure) return failed(failure);
            OpenedRing<Kernel> ring;
            ring.mapping = std::move(mapping_);
            ring.identity = opened.descriptor.identity();
            ring.set_aside = set_aside_;
            return ring;
        }
        return failed({Problem::unsettled, EAGAIN});
    }

  private:
    static constexpr int rounds = 16;

    enum class Content : unsigned char { ring, blank, other_ring, foreign, unreadable };

    [[nodiscard]] OpenedRing<Kernel> failed(OutputFailure failure) const noexcept {
        OpenedRing<Kernel> ring;
        ring.failure = failure;
        ring.set_aside = set_aside_;
        return ring;
    }
    [[nodiscard]] const char* name() const noexcept { return location_.name().c_str(); }
    [[nodiscard]] std::size_t file_bytes() const noexcept { return head_bytes + area_bytes_; }

    file::Opened<Kernel> open_file() noexcept {
        file::Opened<Kernel> opened = file::open_existing<Kernel>(directory_, name(), O_RDWR);
        was_made_ = opened.failure.problem == Problem::inspect && opened.failure.error == ENOENT;
        if (!was_made_) return opened;
        opened = file::create_file<Kernel>(directory_, name());
        if (opened.failure.error == EEXIST || opened.failure.error == EINTR)
            opened.failure.problem = Problem::unsettled;
        return opened;
    }

    [[nodiscard]] bool is_named(const file::BasicDescriptor<Kernel>& opened) const noexcept {
        file::FileStatus named;
        return Kernel::status_at(directory_, name(), named) == 0 && named.identity == opened.identity();
    }

    /// *Effects* maps what was opened, after making a ring of it where it is blank.
    OutputFailure use(const file::BasicDescriptor<Kernel>& opened) noexcept {
        file::FileStatus status;
        if (Kernel::status(opened.number(), status) != 0) return {Problem::inspect, errno};
        const Content content = look_into(opened.number(), status.size);
        switch (content) {
            case Content::ring:
            case Content::blank: break;
            case Content::other_ring: return put_aside();
            case Content::foreign: return {Problem::ring_foreign, EINVAL};
            case Content::unreadable: return {Problem::open, errno};
        }
        if (const int error = give_space(opened.number(), status.size); error != 0) {
            if (was_made_) (void)Kernel::unlink(directory_, name());
            return {Problem::ring_space, error};
        }
        mapping_ = Mapping<Kernel>(opened.number(), file_bytes());
        if (!mapping_) return {Problem::ring_mapping, errno};
        if (const int error = mapping_.populate(); error != 0) return {Problem::ring_space, ENOSPC};
        if (content == Content::blank) {
            write_geometry(opened.identity().inode);
            // The head is never written again; records reach the device when the kernel likes.
            (void)file::sync_once<Kernel>(opened.number(), true);
            (void)file::sync_once<Kernel>(directory_, true);
        }
        return {};
    }

    [[nodiscard]] Content look_into(int number, ::off_t size) const noexcept {
        RingGeometry found;
        const ::ssize_t count = file::uninterrupted([&] { return Kernel::pread(number, &found, sizeof found, 0); });
        if (count < 0) return Content::unreadable;
        const bool is_right_size = size >= static_cast<::off_t>(file_bytes());
        if (found.is_whole() && found.area_bytes == area_bytes_ && is_right_size) return Content::ring;
        if (found.has_magic()) return Content::other_ring;
        const std::uint64_t magic = read_magic(found);
        const bool may_be_begun = magic == 0 && size == static_cast<::off_t>(file_bytes());
        return look_for_zeros(number, may_be_begun ? static_cast<::off_t>(sizeof found) : 0, size);
    }
    [[nodiscard]] static std::uint64_t read_magic(const RingGeometry& geometry) noexcept {
        std::uint64_t magic = 0;
        static_assert(sizeof magic == sizeof geometry.magic);
        std::memcpy(&magic, geometry.magic, sizeof magic);
        return magic;
    }

    /// Zeros are what a process leaves that dies while it makes a ring: nothing that anybody could miss.
    [[nodiscard]] static Content look_for_zeros(int number, ::off_t from, ::off_t size) noexcept {
        constexpr std::size_t piece_bytes = 2048;  // the stack of a thread that captures can be small
        for (::off_t at = from; at < size;) {
            char piece[piece_bytes];
            const ::ssize_t count = file::uninterrupted([&] { return Kernel::pread(number, piece, sizeof piece, at); });
            if (count < 0) return Content::unreadable;
            if (count == 0) break;
            for (::ssize_t i = 0; i < count; ++i) {
                if (piece[i] != '\0') return Content::foreign;
            }
            at += count;
        }
        return Content::blank;
    }

    /// *Effects* renames a ring that is not this one. *Returns* what lets the name be opened anew.
    OutputFailure put_aside() noexcept {
        file::Highest highest;
        int error = file::fits(location_.name()) ? 0 : ENAMETOOLONG;
        if (error == 0) error = file::find_highest<Kernel>(directory_, location_.name(), highest);
        if (error == 0 && highest.number == file::highest_number) error = EOVERFLOW;
        if (error == 0) {
            const file::BackupName aside(location_.name(), highest.number + 1, file::Form::plain);
            error = file::rotating::rename_to_free<Kernel>(directory_, name(), aside.c_str());
        }
        if (error != 0 && error != EEXIST && error != ENOENT) return {Problem::ring_set_aside, error};
        if (error == 0) set_aside_ = highest.number + 1;
        return {Problem::unsettled, EAGAIN};
    }

    /// *Effects* gives each byte of the file a block, so that writing to it later cannot find the disk full.
    /// *Returns* 0 or errno.
    [[nodiscard]] int give_space(int number, ::off_t size) const noexcept {
        outputs::SignalShield shield;
        const auto wanted = static_cast<::off_t>(file_bytes());
        int error = file::uninterrupted([&] { return Kernel::allocate(number, wanted); }) == 0 ? 0 : errno;
        if (error == EOPNOTSUPP || error == ENOSYS) error = write_zeros(number, size, wanted);
        shield.take_back(error);
        return error;
    }
    /// For file systems that cannot give blocks otherwise.
    [[nodiscard]] static int write_zeros(int number, ::off_t size, ::off_t wanted) noexcept {
        static constexpr char zeros[1024] = {};
        while (size < wanted) {
            const auto left = static_cast<std::size_t>(wanted - size);
            const std::size_t count = left < sizeof zeros ? left : sizeof zeros;
            const ::ssize_t written = file::uninterrupted([&] { return Kernel::pwrite(number, zeros, count, size); });
            if (written <= 0) return written == 0 ? ENOSPC : errno;
            size += written;
        }
        return 0;
    }

    /// The magic comes last: without it the file is blank. What the head tells beside is zeros, which nobody believes.
    void write_geometry(std::uint64_t inode) noexcept {
        const auto chance = static_cast<std::uint64_t>(file::unlikely_position(0, std::uint64_t{1} << 62U));
        const RingGeometry geometry = make_geometry(area_bytes_, chance ^ (inode << 40U));
        char bytes[sizeof geometry];
        std::memcpy(bytes, &geometry, sizeof geometry);
        constexpr std::size_t magic = sizeof geometry.magic;
        std::memcpy(mapping_.data() + magic, bytes + magic, sizeof bytes - magic);
        std::atomic_signal_fence(std::memory_order_release);
        std::memcpy(mapping_.data(), bytes, magic);
    }

    const file::Location& location_;
    std::uint64_t area_bytes_;
    int patience_ms_;
    int directory_ = -1;
    bool was_made_ = false;
    std::uint64_t set_aside_ = 0;
    Mapping<Kernel> mapping_;
};

/// *Effects* opens or makes the ring at `location`. \param patience_ms how long to wait for its present writer to end.
/// *Errors* in the answer. *Allocates* no. *Throws* nothing. *Source* CWE-59, CWE-377, CWE-732, as open_safely.hpp.
template <class Kernel = file::Posix>
[[nodiscard]] OpenedRing<Kernel> open_ring(const file::Location& location, std::uint64_t area_bytes,
                                           int patience_ms) noexcept {
    return RingOpener<Kernel>(location, area_bytes, patience_ms).open();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
