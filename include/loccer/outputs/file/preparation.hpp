// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_PREPARATION_HPP
#define LOCCER_OUTPUTS_FILE_PREPARATION_HPP

// What is made ready before a rotation, so that the record which rotates need not do it: the next live file, and
// which backups have to go when it takes its place.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/backup_list.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/prune.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/spare.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// The next live file, and the backups that have to go when it takes its place.
template <class Kernel = Posix>
struct Preparation {
    static constexpr std::size_t most_victims = 4;

    Spare<Kernel> spare;
    std::array<std::uint64_t, most_victims> victims{};  ///< numbers; 0: none
    bool has_all = false;                               ///< no more have to go
};

/// *Returns* what of the backups is to be kept beside a live file of full size.
[[nodiscard]] constexpr Retention retention_of(const FileSettings& settings) noexcept {
    const auto total = static_cast<std::uint64_t>(settings.max_total_bytes);
    const auto live = static_cast<std::uint64_t>(settings.max_size_bytes);
    // Where the live file may take all, backups get a byte: 0 would mean that they may take anything.
    const std::uint64_t rest = total == 0 ? 0 : total > live ? total - live : 1;
    return {static_cast<std::uint64_t>(settings.max_files), rest};
}

/// *Effects* chooses the backups that are surplus when the live file has become one, of its largest size: they have to
/// go in the same moment, or the log would take more than it may. None where none is kept at all.
template <class Kernel>
void choose_victims(Preparation<Kernel>& next, const BackupList& list, const FileSettings& settings) noexcept {
    next.victims = {};
    next.has_all = false;
    Retention later = retention_of(settings);
    if (later.files == 0) return;
    --later.files;
    if (later.total_bytes != 0) {
        const auto live = static_cast<std::uint64_t>(settings.max_size_bytes);
        later.total_bytes = later.total_bytes > live ? later.total_bytes - live : 1;
    }
    std::size_t chosen = 0;
    for (const Backup& backup : list.backups().first(surplus(list, later))) {
        if (!backup.counts()) continue;
        if (chosen == next.most_victims) return;
        next.victims[chosen++] = backup.number;
    }
    next.has_all = true;
}

/// *Effects* prepares a rotation, or makes sure that what was prepared still holds: another process may have rotated.
/// *Requires* the directory lock. *Returns* whether it is prepared.
/// *Allocates* yes, in `list`. *Throws* nothing.
template <class Kernel>
[[nodiscard]] bool prepare(int directory, std::string_view log_name, const FileSettings& settings, BackupList& list,
                           Preparation<Kernel>& next) noexcept {
    const auto is_good = [&]() noexcept {
        return is_spare(directory, log_name, next.spare.descriptor, next.spare.number);
    };
    if (!is_good()) next.spare = prepare_spare<Kernel>(directory, log_name);
    // The rotation asks the same; the kernel then knows without searching that the names after it are free.
    if (!is_good() || list.template read<Kernel>(directory, log_name) != 0) return false;
    choose_victims(next, list, settings);
    return true;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
