// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_REPAIR_TAIL_HPP
#define LOCCER_OUTPUTS_FILE_REPAIR_TAIL_HPP

// Finds out whether the last line of a file is torn: a process that is killed in the middle of a write,
// or a disk that fills up, leaves one without its line end, and the next record glued to it would be
// lost with it. Nothing is ever cut off: another process may be writing there.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <sys/types.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// How a file ends.
struct Tail {
    ::off_t end = 0;    ///< *Units* bytes: the file's size when it was looked at; -1 where unknown
    bool torn = false;  ///< the next record has to begin with a line end
};

/// *Effects* reads the last byte. The descriptor's position is moved, which O_APPEND makes meaningless;
/// a process that shares it and moves it in between, or a file that cannot be read, costs at most one
/// empty line, which readers accept. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline Tail read_tail(int number) noexcept {
    const ::off_t last = ::lseek(number, -1, SEEK_END);
    if (last < 0) return {0, false};  // EINVAL: there is no last byte
    char byte = 0;
    if (::read(number, &byte, 1) != 1) return {-1, true};
    return {last + 1, byte != '\n'};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
