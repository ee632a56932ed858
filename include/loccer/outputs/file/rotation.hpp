// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_ROTATION_HPP
#define LOCCER_OUTPUTS_FILE_ROTATION_HPP

// The rotation of one log by one writer: takes the directory lock, makes sure that it is still due, rotates, goes on
// in the new file and removes what is surplus by that, so that the log never takes more than it may. What
// fails is put off, and the live file grows on.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/back_off.hpp>
#include <loccer/outputs/file/backup_list.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/current_file.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/directory_lock.hpp>
#include <loccer/outputs/file/housekeeping.hpp>
#include <loccer/outputs/file/make_room.hpp>
#include <loccer/outputs/file/prune.hpp>
#include <loccer/outputs/file/rotate.hpp>
#include <loccer/outputs/file/rotation_due.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/tick.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Allocates* where the housekeeping has not prepared the next file. *Throws* nothing. *Threads* needs a lock, but for
/// the counters.
template <class Kernel, class Compressor>
class Rotation {
  public:
    using Hold = typename DirectoryLock<Kernel>::Hold;

    Rotation(const FileSettings& settings, CurrentFile<Kernel>& file, Housekeeping<Kernel, Compressor>& housekeeping)
        : goes_at_once_(keeps_no_backup_of(settings.max_size_bytes, housekeeping.retention())),
          due_(settings),
          file_(file),
          housekeeping_(housekeeping) {}
    Rotation(const Rotation&) = delete;
    Rotation& operator=(const Rotation&) = delete;

    /// *Returns* whether the file has to be rotated before a line of `size` bytes. *Requires* make_ready().
    [[nodiscard]] bool is_due(std::size_t size, std::int64_t tick) noexcept { return due_(file_, size, tick); }

    /// *Effects* holds the directory lock for a record, for up to `for_ms`.
    [[nodiscard]] Hold hold(int for_ms) noexcept { return lock_.try_hold(directory(), for_ms); }

    /// *Effects* rotates, if that is still due before a line of `size` bytes. To be followed by make_ready().
    /// \param is_held the caller holds the directory lock.
    /// *Returns* why it was put off, if it was. Others who rotate or tidy up just now are no failure.
    LOCCER_COLD OutputFailure rotate(std::size_t size, std::int64_t tick, bool is_held) noexcept {
        const std::int64_t now_ms = tick / nanoseconds_per_ms;
        if (!pause_.may_try(now_ms)) return {};
        std::optional<Hold> own;
        if (!is_held) {
            own.emplace(hold(patience_ms));
            if (!*own) {
                const OutputFailure failure = own->failure();
                return failure.error == EWOULDBLOCK ? OutputFailure{} : postpone(failure, now_ms);
            }
        }
        file_.look_again();  // another process may have rotated while this one waited
        if (file_.make_ready(tick) || !is_due(size, tick)) return {};
        if (!file_.is_locked()) return postpone({Problem::directory_lock, ENOLCK}, now_ms);

        Preparation<Kernel> next;
        (void)housekeeping_.preparations.take(next);
        const Identity prepared = next.spare.descriptor.identity();
        Rotated<Kernel> rotated = file::rotate<Kernel>(directory(), name().data(), file_.descriptor().identity(),
                                                       next.spare.descriptor, next.spare.number);
        if (rotated.failure) return postpone(rotated.failure, now_ms);
        file_.look_again();
        if (rotated.number == 0) return {};  // another has rotated
        const bool is_as_prepared = next.has_all && rotated.file && rotated.file.identity() == prepared;
        if (!rotated.by_another) (void)file_.adopt(std::move(rotated.file));
        pause_.succeeded();
        rotations_.fetch_add(1, std::memory_order_relaxed);
        has_rotated_ = true;
        remove_surplus(next, is_as_prepared, now_ms);
        return {};
    }

    /// *Effects* removes the oldest backup for a record that finds no room. *Returns* false where there is none.
    LOCCER_COLD bool make_room(bool is_held) noexcept {
        std::optional<Hold> own;
        if (!is_held) {
            own.emplace(hold(patience_ms));
            if (!*own) return false;
        }
        // Until its former live files are closed they are held by this writer itself.
        housekeeping_.close_all(file_.directory());
        if (!remove_oldest<Kernel>(directory(), name())) return false;
        removed_.fetch_add(1, std::memory_order_relaxed);
        return true;
    }

    /// *Returns* whether it has rotated since this was asked last.
    [[nodiscard]] bool has_rotated() noexcept { return std::exchange(has_rotated_, false); }

    [[nodiscard]] std::uint64_t rotations() const noexcept { return rotations_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t removed() const noexcept { return removed_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t postponed() const noexcept { return postponed_.load(std::memory_order_relaxed); }

  private:
    /// How long a record waits for another process that rotates. Not to rotate now does no harm.
    static constexpr int patience_ms = 20;

    static bool keeps_no_backup_of(std::int64_t size_bytes, const Retention& kept) noexcept {
        return kept.files == 0 || (kept.total_bytes != 0 && kept.total_bytes < static_cast<std::uint64_t>(size_bytes));
    }

    [[nodiscard]] int directory() const noexcept { return file_.directory().number(); }
    [[nodiscard]] std::string_view name() const noexcept { return file_.location().name(); }

    OutputFailure postpone(OutputFailure failure, std::int64_t now_ms) noexcept {
        postponed_.fetch_add(1, std::memory_order_relaxed);
        pause_.failed(now_ms);
        return failure;
    }

    /// Only names go here where that was prepared; blocks go when the housekeeping closes the files. What another
    /// process has open is left to it altogether; what this one has is closed here, if it is surplus already.
    void remove_surplus(Preparation<Kernel>& prepared, bool is_as_prepared, std::int64_t now_ms) noexcept {
        if (goes_at_once_) {
            (void)file_.take_retired();
            close_former();
        } else if (is_as_prepared) {
            for (const std::uint64_t victim : prepared.victims) remove(victim);
            return;
        }
        // The housekeeping was not fast enough to prepare this, or another process has rotated meanwhile.
        if (list_.template read<Kernel>(directory(), name()) != 0) return;
        if (prune_once(now_ms) == 0) return;
        close_former();
        (void)prune_once(now_ms);
    }

    /// *Returns* how many backups somebody has open.
    [[nodiscard]] std::uint64_t prune_once(std::int64_t now_ms) noexcept {
        const Pruned pruned =
            prune<Kernel>(directory(), name(), list_, housekeeping_.retention(), held_, now_ms,
                          [this](BasicDescriptor<Kernel>&& removed) noexcept { retire(std::move(removed)); });
        removed_.fetch_add(pruned.removed, std::memory_order_relaxed);
        return pruned.held;
    }

    void close_former() noexcept {
        BasicDescriptor<Kernel> written;
        (void)housekeeping_.written.take(written);
        housekeeping_.close_all(file_.directory());
    }

    void remove(std::uint64_t victim) noexcept {
        if (victim == 0) return;
        const auto close_later = [this](BasicDescriptor<Kernel>&& removed) noexcept { retire(std::move(removed)); };
        int error = remove_forms<Kernel>(directory(), name(), victim, false, close_later);
        if (error == EWOULDBLOCK) {  // perhaps only by this writer: in a storm of records nobody has come to closing it
            close_former();
            error = remove_forms<Kernel>(directory(), name(), victim, false, close_later);
        }
        if (error == 0) removed_.fetch_add(1, std::memory_order_relaxed);
    }

    /// Where the housekeeping has too much to close already, this thread closes it: else blocks would pile up that
    /// belong to no name.
    void retire(BasicDescriptor<Kernel>&& removed) noexcept {
        if (!housekeeping_.retired.put(std::move(removed))) removed.reset();
    }

    bool goes_at_once_;  ///< the file that was just rotated is surplus already
    RotationDue due_;
    CurrentFile<Kernel>& file_;
    Housekeeping<Kernel, Compressor>& housekeeping_;
    DirectoryLock<Kernel> lock_;
    BackupList list_;
    HeldBackups held_;
    BackOff pause_;
    std::atomic<std::uint64_t> rotations_{0};
    std::atomic<std::uint64_t> removed_{0};
    std::atomic<std::uint64_t> postponed_{0};
    bool has_rotated_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
