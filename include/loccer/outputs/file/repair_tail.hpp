// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_REPAIR_TAIL_HPP
#define LOCCER_OUTPUTS_FILE_REPAIR_TAIL_HPP

// Finds out whether the last line of a file is torn: a process that is killed in the middle of a write,
// or a disk that fills up, leaves one without its line end, and the next record glued to it would be
// lost with it. Nothing is ever cut off: another process may be writing there.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <sys/types.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// How a file ends.
struct Tail {
    ::off_t end = 0;    ///< *Units* bytes: the file's size when it was looked at; -1 where unknown
    bool torn = false;  ///< the next record has to begin with a line end
};

/// *Effects* reads the byte before `end`. A file that cannot be read costs at most one empty line, which
/// readers accept; so does another writer who is in the middle of a write.
/// *Allocates* no. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] bool is_torn(int number, ::off_t end) noexcept {
    if (end <= 0) return false;
    char byte = 0;
    return Kernel::pread(number, &byte, 1, end - 1) != 1 || byte != '\n';
}

/// *Effects* looks for the end of the file and at its last byte. *Allocates* no. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] Tail read_tail(int number) noexcept {
    FileStatus status;
    if (Kernel::status(number, status) != 0) return {-1, true};
    return {status.size, is_torn<Kernel>(number, status.size)};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
