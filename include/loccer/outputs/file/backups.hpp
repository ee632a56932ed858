// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_BACKUPS_HPP
#define LOCCER_OUTPUTS_FILE_BACKUPS_HPP

// Looks through a log's directory for its backups, without memory of its own: a rotation asks for the next free
// number while the program waits.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <sys/types.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Effects* opens a directory that is open already once more, with a position and locks of its own.
/// *Returns* its number, or -1 with errno. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] int open_again(int directory) noexcept {
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    return above_standard_streams<Kernel>(Kernel::openat(directory, ".", flags, 0));
}

/// *Effects* calls `visit(const ParsedName&, const char* entry)`, which must not throw, for each entry of the
/// directory that is called as a backup of the log, in no order, whatever kind of file it is. What is renamed
/// meanwhile can be missing or come twice. *Returns* 0 or errno. *Allocates* no. *Signal-safe* yes.
/// *Source* getdents(2).
template <class Kernel = Posix, class Visit>
[[nodiscard]] int for_each_backup(int directory, std::string_view log_name, Visit&& visit) noexcept {
    constexpr std::size_t buffer_bytes = 2048;  // the stack of a thread that captures can be small
    const int number = open_again<Kernel>(directory);
    if (number < 0) return errno;
    FileStatus status;
    if (Kernel::status(number, status) != 0) return give_up<Kernel>(number, Problem::directory_open).failure.error;
    // The program may close all descriptors meanwhile, on another thread, and open its own.
    const BasicDescriptor<Kernel> opened(number, status);
    alignas(::dirent64) char buffer[buffer_bytes];
    int error = 0;
    for (;;) {
        const ::ssize_t count = uninterrupted([&] { return Kernel::entries(number, buffer, buffer_bytes); });
        if (count < 0) error = errno;
        if (count <= 0) break;
        for (::ssize_t at = 0; at < count;) {
            const auto* const entry = reinterpret_cast<const ::dirent64*>(buffer + at);
            at += entry->d_reclen;
            const char* const name = entry->d_name;
            if (const std::optional<ParsedName> parsed = parse_backup_name(log_name, name)) visit(*parsed, name);
        }
    }
    return error;
}

/// The highest number that a backup has, and what has it.
struct Highest {
    std::uint64_t number = 0;  ///< 0: there is no backup
    bool plain = false;
    bool compressed = false;
};

/// *Effects* looks for the highest number. A temporary file has none: it is nobody's without the plain file.
/// *Returns* 0 or errno. *Allocates* no. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] int find_highest(int directory, std::string_view log_name, Highest& highest) noexcept {
    highest = {};
    return for_each_backup<Kernel>(directory, log_name, [&](const ParsedName& entry, const char*) noexcept {
        if (entry.form == Form::temporary || entry.number < highest.number) return;
        if (entry.number > highest.number) highest = {entry.number, false, false};
        (entry.form == Form::plain ? highest.plain : highest.compressed) = true;
    });
}

/// *Returns* 0 where no file has the number, EEXIST where one has it, or another errno where that is not known.
/// *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] int number_taken(int directory, std::string_view log_name, std::uint64_t number) noexcept {
    for (const Form form : {Form::plain, Form::compressed}) {
        FileStatus status;
        if (Kernel::status_at(directory, BackupName(log_name, number, form).c_str(), status) == 0) return EEXIST;
        if (errno != ENOENT) return errno;
    }
    return 0;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
