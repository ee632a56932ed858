// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_HOUSEKEEPING_HPP
#define LOCCER_OUTPUTS_FILE_HOUSEKEEPING_HPP

// What has to be done for a log's directory beside writing: closing what was left, making what an interval's
// records durable, making the next file, mending what a kill has left, removing what is too old, compressing. One
// pass at a time; who calls it (a thread, or the writer itself) is not its business.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/back_off.hpp>
#include <loccer/outputs/file/backup_list.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/compress.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/directory_lock.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/mailbox.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/preparation.hpp>
#include <loccer/outputs/file/prune.hpp>
#include <loccer/outputs/file/recover.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/spare.hpp>
#include <loccer/outputs/file/sync.hpp>
#include <loccer/outputs/file/tick.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// Stands for compression in a log without Gzip<>.
struct NoCompressor {};

/// What can be asked of the housekeeping: bits of a request.
enum HousekeepingRequest : std::uint32_t {
    serve_writer = 1,  ///< close what is retired, make the spare that is wanted: done in every pass
    tidy_up = 2,       ///< recover, prune, compress
    sync_later = 4     ///< when the interval is over
};

/// What housekeeping has done so far. *Threads* any.
struct HousekeepingCounts {
    std::atomic<std::uint64_t> compressed{0};
    std::atomic<std::uint64_t> pruned{0};
    std::atomic<std::uint64_t> failures{0};
};

/// The work of a BackgroundThread. *Allocates* yes; what it cannot get is put off. *Throws* nothing, but at
/// construction. *Threads* one at a time for the call; the mailboxes, counts and `unsynced` any.
template <class Kernel, class Compressor>
class Housekeeping {
  public:
    Housekeeping(const Location& location, const FileSettings& settings)
        : directory_path_(location.directory()), name_(location.name()), settings_(settings) {
        if constexpr (compresses) {
            if (settings.gzip_level > 0) compressor_.emplace(static_cast<int>(settings.gzip_level));
        }
    }
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;
    /// What an interval's records are in, and was left, is still made durable.
    ~Housekeeping() {
        if (retired.has_mail()) close_all(open_directory<Kernel>(directory_path_.c_str()).descriptor);
    }

    /// *Effects* one pass. *Returns* after how many milliseconds it wants the next one; negative: not before the
    /// next request.
    template <class Stop>
    std::int64_t operator()(std::uint32_t requests, Stop&& stop) noexcept {
        const std::int64_t now_ms = monotonic_ms();
        if ((requests & sync_later) != 0 && sync_at_ms_ < 0) sync_at_ms_ = now_ms + settings_.interval_ms;
        if ((requests & tidy_up) != 0) tidy_at_ms_ = now_ms + back_off_.remaining_ms(now_ms);
        const Opened<Kernel> directory = open_directory<Kernel>(directory_path_.c_str());
        if (directory.failure) {
            close_all(directory.descriptor);
            put_off(directory.failure, now_ms);
            return until(sync_at_ms_, until(tidy_at_ms_, -1));
        }
        serve(directory.descriptor);
        if (is_due(sync_at_ms_, now_ms)) sync(directory.descriptor.number());
        if (is_due(tidy_at_ms_, now_ms)) tidy(directory.descriptor, now_ms, stop);
        return until(sync_at_ms_, until(tidy_at_ms_, -1));
    }

    /// *Returns* whether something has waited since an earlier run of a program: left-overs, surplus or plain
    /// backups. *Allocates* yes.
    [[nodiscard]] bool finds_work(int directory) noexcept {
        if (list_.template read<Kernel>(directory, name_) != 0) return true;  // to be tried where it delays nobody
        if (needs_recovery(list_) || surplus(list_, retention()) > 0) return true;
        for (const Backup& backup : list_.backups()) {
            if (is_compressible(backup)) return true;
        }
        return false;
    }

    /// *Effects* closes the retired files; where records count on being synced later, that comes first. *Threads* any.
    void close_all(const BasicDescriptor<Kernel>& directory) noexcept {
        const bool syncs = settings_.durability == FileDurability::interval;
        BasicDescriptor<Kernel> old;
        FileStatus status;
        while (retired.take(old)) {
            if (syncs && old.is_ours() && Kernel::status(old.number(), status) == 0 && status.links > 0) {
                note_sync(sync_once<Kernel>(old.number(), false));
                if (directory) note_sync(sync_once<Kernel>(directory.number(), true));
            }
            old.reset();
        }
    }

    [[nodiscard]] Retention retention() const noexcept { return retention_of(settings_); }

    Mailbox<BasicDescriptor<Kernel>, 8> retired;   ///< files to be closed
    Mailbox<BasicDescriptor<Kernel>, 1> written;   ///< the file that an interval's records are in, opened once more
    Mailbox<Preparation<Kernel>, 1> preparations;  ///< the next file
    std::atomic<bool> spare_wanted{false};         ///< a writer will need the next file soon
    std::atomic<std::int32_t> unsynced{0};         ///< which process has written records since its last sync

    [[nodiscard]] const HousekeepingCounts& counts() const noexcept { return counts_; }
    /// *Returns* why something was put off last, if it was.
    [[nodiscard]] OutputFailure last_failure() const noexcept { return failures_.last(); }

  private:
    static constexpr bool compresses = !std::is_same_v<Compressor, NoCompressor>;
    static constexpr int lock_patience_ms = 100;
    static constexpr std::int64_t soon_ms = 50;  ///< until a writer that is just writing has moved on
    static constexpr int most_looks = 20;        ///< at a backup that others hold, before the next request

    static std::int64_t monotonic_ms() noexcept { return coarse_now() / nanoseconds_per_ms; }
    static bool is_due(std::int64_t at_ms, std::int64_t now_ms) noexcept { return at_ms >= 0 && at_ms <= now_ms; }
    static std::int64_t until(std::int64_t at_ms, std::int64_t other_ms) noexcept {
        if (at_ms < 0) return other_ms;
        const std::int64_t now_ms = monotonic_ms();
        const std::int64_t wait_ms = at_ms > now_ms ? at_ms - now_ms : 0;
        return other_ms < 0 || wait_ms < other_ms ? wait_ms : other_ms;
    }

    void fail(OutputFailure failure) noexcept {
        failures_.note(failure);
        counts_.failures.fetch_add(1, std::memory_order_relaxed);
    }
    void note_sync(int error) noexcept {
        if (error != 0) fail({Problem::not_durable, error});
    }

    /// Nothing can be done without the directory. What was asked for is tried again.
    void put_off(OutputFailure failure, std::int64_t now_ms) noexcept {
        fail(failure);
        if (is_due(sync_at_ms_, now_ms)) {
            const std::int64_t least_ms = BackOff::first_pause_ms;
            sync_at_ms_ = now_ms + (settings_.interval_ms > least_ms ? settings_.interval_ms : least_ms);
        }
        if (is_due(tidy_at_ms_, now_ms)) {
            back_off_.failed(now_ms);
            tidy_at_ms_ = now_ms + back_off_.remaining_ms(now_ms);
        }
    }

    /// Other processes can have rotated the file meanwhile, so it is known by its descriptor and not by its name.
    void sync(int directory) noexcept {
        sync_at_ms_ = -1;
        unsynced.store(0, std::memory_order_seq_cst);  // a record that comes now asks for the next sync
        Opened<Kernel> file;
        if (!written.take(file.descriptor) || !file.descriptor.is_ours()) {
            file = open_existing<Kernel>(directory, name_.c_str(), O_RDONLY);
        }
        note_sync(file.failure ? file.failure.error : sync_once<Kernel>(file.descriptor.number(), false));
        note_sync(sync_once<Kernel>(directory, true));
    }

    void prepare_rotation(int directory) noexcept {
        const auto hold = lock_.try_hold(directory, lock_patience_ms);
        if (!hold) return;
        Preparation<Kernel> next;
        (void)preparations.take(next);
        if (prepare(directory, name_, settings_, next_list_, next)) (void)preparations.put(std::move(next));
    }

    /// What a writer waits for, or will: also while a backup is compressed, which can take longer than the next takes
    /// to fill.
    void serve(const BasicDescriptor<Kernel>& directory) noexcept {
        close_all(directory);
        if (spare_wanted.load(std::memory_order_relaxed) && spare_wanted.exchange(false))
            prepare_rotation(directory.number());
    }

    template <class Stop>
    void tidy(const BasicDescriptor<Kernel>& directory, std::int64_t now_ms, Stop&& stop) noexcept {
        tidy_at_ms_ = -1;
        bool again = false;
        OutputFailure failure = mend_and_prune(directory.number(), now_ms, again);
        close_all(directory);
        if constexpr (compresses) {
            if (compressor_ && !failure) failure = compress_all(directory, stop, again);
        }
        if (failure) {
            fail(failure);
            back_off_.failed(now_ms);
            tidy_at_ms_ = now_ms + back_off_.remaining_ms(now_ms);
            return;
        }
        back_off_.succeeded();
        looks_ = again ? looks_ + 1 : 0;
        if (again && looks_ < most_looks) tidy_at_ms_ = now_ms + soon_ms;
    }

    [[nodiscard]] OutputFailure mend_and_prune(int directory, std::int64_t now_ms, bool& again) noexcept {
        const auto hold = lock_.try_hold(directory, lock_patience_ms);
        if (!hold) {
            again = hold.failure().error == EWOULDBLOCK;
            return again ? OutputFailure{} : hold.failure();
        }
        if (const int error = list_.template read<Kernel>(directory, name_); error != 0) {
            return {Problem::pruning, error};
        }
        const Recovered recovered = recover<Kernel>(directory, name_, list_);
        // Closed when the lock is given back: a writer can be waiting for it.
        const Pruned pruned = prune<Kernel>(
            directory, name_, list_, retention(), held_, now_ms,
            [this](BasicDescriptor<Kernel>&& removed) noexcept { (void)retired.put(std::move(removed)); });
        counts_.pruned.fetch_add(pruned.removed, std::memory_order_relaxed);
        again = pruned.held > 0;
        return pruned.failure ? pruned.failure : recovered.failure;
    }

    [[nodiscard]] bool is_compressible(const Backup& backup) const noexcept {
        return compressor_ && backup.plain.exists && backup.plain.size > 0;
    }

    /// Compresses what the list has, which is as old as mend_and_prune(). What is gone meanwhile is passed over. The
    /// newest comes first: where records come faster than they are compressed, the oldest would be removed
    /// just after, or before, they are done.
    template <class Stop>
    [[nodiscard]] OutputFailure compress_all(const BasicDescriptor<Kernel>& directory, Stop&& stop,
                                             bool& again) noexcept {
        const auto serve_and_stop = [&]() noexcept {
            serve(directory);
            return stop();
        };
        const std::span<const Backup> backups = list_.backups();
        for (std::size_t left = backups.size(); left > 0; --left) {
            const Backup& backup = backups[left - 1];
            if (!is_compressible(backup)) continue;
            const BackupName plain(name_, backup.number, Form::plain);
            const BackupName packed(name_, backup.number, Form::compressed);
            const BackupName temporary(name_, backup.number, Form::temporary);
            const BackupNames names{plain.c_str(), packed.c_str(), temporary.c_str()};
            const CompressResult result =
                compress_backup<Kernel>(directory.number(), names, *compressor_, serve_and_stop);
            if (result.outcome == Compression::done) counts_.compressed.fetch_add(1, std::memory_order_relaxed);
            if (result.outcome == Compression::postponed) again = true;
            if (result.outcome == Compression::stopped) return {};
            if (result.outcome == Compression::failed) return result.failure;
        }
        return {};
    }

    std::string directory_path_;
    std::string name_;
    FileSettings settings_;
    DirectoryLock<Kernel> lock_;
    BackupList list_;
    BackupList next_list_;  ///< of prepare_rotation(), which may be called while list_ is gone through
    HeldBackups held_;
    BackOff back_off_;
    std::optional<Compressor> compressor_;
    outputs::Failures failures_;
    HousekeepingCounts counts_;
    std::int64_t tidy_at_ms_ = -1;  ///< -1: not asked for
    std::int64_t sync_at_ms_ = -1;
    int looks_ = 0;  ///< in a row that found a backup held
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
