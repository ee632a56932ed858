// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_SYNC_HPP
#define LOCCER_OUTPUTS_FILE_SYNC_HPP

// Makes what was written outlive the machine's death: the file's bytes (fdatasync) and, once for each new
// file, its name (fsync of the directory; without it a power loss can take the whole file).
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Effects* calls fdatasync, or fsync where `whole` is set. *Returns* 0 or errno. A failure is never tried again:
/// the kernel reports it once and may have dropped the pages, so the next call would lie.
/// *Signal-safe* yes. *Source* fsync(2), ERRORS; PostgreSQL's "fsync errors".
template <class Kernel = Posix>
[[nodiscard]] int sync_once(int number, bool whole) noexcept {
    const auto act = [&] { return whole ? Kernel::sync(number) : Kernel::datasync(number); };
    return uninterrupted(act) == 0 ? 0 : errno;
}

/// Remembers which file's name is on the device. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
class Durable {
  public:
    /// *Effects* makes everything written to `file` durable, and its name where `generation` is a new one.
    /// *Returns* why that is not certain.
    template <class Kernel = Posix>
    OutputFailure make(int file, int directory, std::uint64_t generation) noexcept {
        if (const int error = sync_once<Kernel>(file, false); error != 0) return {outputs::Problem::not_durable, error};
        if (generation == named_) return {};
        if (const int error = sync_once<Kernel>(directory, true); error != 0) {
            return {outputs::Problem::not_durable, error};
        }
        named_ = generation;
        return {};
    }

  private:
    std::uint64_t named_ = 0;  ///< the generation whose name is durable
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
