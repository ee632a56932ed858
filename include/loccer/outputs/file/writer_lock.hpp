// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_WRITER_LOCK_HPP
#define LOCCER_OUTPUTS_FILE_WRITER_LOCK_HPP

// The lock that tells that a file is still written to. Each writer holds it, shared, on its descriptor for as
// long as it has that; so taking it costs nothing per record, and the kernel frees it when the process dies.
// Who gets it exclusively knows that no record can come any more.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <sys/file.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Effects* tries to take the lock, without waiting. \param exclusive nobody else may hold it.
/// *Returns* 0; EWOULDBLOCK where others hold it; another errno where the file system has no such locks.
/// *Signal-safe* yes. *Source* flock(2): the lock belongs to the open file, which fork() shares.
template <class Kernel = Posix>
[[nodiscard]] int take_writer_lock(int number, bool exclusive) noexcept {
    const int operation = (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB;
    return uninterrupted([&] { return Kernel::lock(number, operation); }) == 0 ? 0 : errno;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
