// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_MAKE_ROOM_HPP
#define LOCCER_OUTPUTS_FILE_MAKE_ROOM_HPP

// Gives the oldest backup up for a record that finds no room: WhenFull::drop_oldest.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/prune.hpp>

#include <cerrno>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Effects* removes the oldest backup that has records and that no writer has open.
/// *Requires* the directory lock. *Returns* whether there was one.
/// *Allocates* no: memory can be as short as the disk. *Throws* nothing. *Signal-safe* yes.
template <class Kernel = Posix>
[[nodiscard]] bool remove_oldest(int directory, std::string_view log_name) noexcept {
    constexpr int most_passed_over = 16;
    if (!fits(log_name)) return false;  // such a log has no backups, and its names would be cut
    std::uint64_t passed_over = 0;
    for (int round = 0; round < most_passed_over; ++round) {
        std::uint64_t oldest = 0;
        const auto compare = [&](const ParsedName& entry, const char*) noexcept {
            if (entry.form == Form::temporary || entry.number <= passed_over) return;
            if (oldest == 0 || entry.number < oldest) oldest = entry.number;
        };
        if (for_each_backup<Kernel>(directory, log_name, compare) != 0 || oldest == 0) return false;
        bool removed = false;  // perhaps one form only, which gives room all the same
        (void)remove_forms<Kernel>(directory, log_name, oldest, false,
                                   [&](BasicDescriptor<Kernel>&&) noexcept { removed = true; });
        if (removed) return true;
        passed_over = oldest;
    }
    return false;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
