// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_LOG_FILE_HPP
#define LOCCER_OUTPUTS_FILE_LOG_FILE_HPP

// A log on disk: what happens to a record from write() until it counts as stored. The parts know how to append, to
// rotate, to make durable; this is the order in which they are asked, and who waits for whom.
// Layer: outputs.

#include <loccer/base/background_thread.hpp>
#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/process.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/current_file.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/free_space.hpp>
#include <loccer/outputs/file/housekeeping.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/rotation.hpp>
#include <loccer/outputs/file/seal.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/statistics.hpp>
#include <loccer/outputs/file/sync.hpp>
#include <loccer/outputs/file/syncing.hpp>
#include <loccer/outputs/file/tick.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// One log. Stays where it is. *Threads* store() and store_signal_safe() any.
/// \tparam Compressor GzipCompressor or NoCompressor. \tparam Seal as NoSeal.
template <class Kernel, class Compressor, class Seal>
class LogFile {
  public:
    /// Opens the file, or creates it empty. *Errors* refused as CurrentFile does, and settings that cannot work.
    /// *Allocates* yes. *Throws* as refuse() does.
    LogFile(std::string_view path, const FileSettings& settings)
        : settings_(checked(path, settings)),
          file_(path, settings.sole_writer),
          sealed_(Seal::room),
          space_(static_cast<std::uint64_t>(settings.keep_free_bytes)),
          housekeeping_(file_.location(), settings),
          rotation_(settings, file_, housekeeping_),
          syncing_(settings, file_, housekeeping_),
          background_(housekeeping_, options_of(settings)) {
        failures_.note(file_.opening());
    }
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;
    ~LogFile() {
        // What the thread would have synced later. Nobody can be told any more where that fails.
        const bool unsynced = housekeeping_.unsynced.load(std::memory_order_relaxed) == current_process();
        if (unsynced && file_.descriptor().is_ours()) {
            (void)sync_once<Kernel>(file_.descriptor().number(), false);
        }
    }

    /// *Effects* appends a line, which ends with a line end, and does what the settings ask for before it counts as
    /// stored. Waits for another thread's record, but not for ever.
    /// \param is_last the record tells of the program's end.
    /// *Returns* true where it is stored. *Allocates* when a thread is started for the housekeeping, or a record is
    /// larger than any before and has to be sealed. *Throws* nothing.
    bool store(std::string_view line, bool is_last) noexcept {
        const LockGuard guard(lock_, patience_ms);
        const bool durable = syncing_.is_at_once(is_last);
        if (!guard.held()) return failures_.passed(file_.append_apart(line, durable));
        const OutputFailure failure = store_locked(line, is_last);
        ask_for_housekeeping();  // a full disk needs it most
        return failures_.passed(failure);
    }

    /// *Effects* appends a line on the fatal path: neither rotates nor waits. *Signal-safe* yes.
    bool store_signal_safe(std::string_view line) noexcept {
        const bool durable = syncing_.is_at_once(true);
        if (!lock_.try_lock()) return failures_.passed(file_.append_apart(line, durable));
        OutputFailure failure = file_.make_ready(coarse_now());
        if (!failure) failure = Seal::signal_safe ? append_sealed(line, false, false) : file_.append(line);
        if (!failure && durable) failure = syncing_.sync_now();
        lock_.unlock();
        return failures_.passed(failure);
    }

    /// *Signal-safe* yes.
    [[nodiscard]] const outputs::Failures& failures() const noexcept { return failures_; }
    [[nodiscard]] const Location& location() const noexcept { return file_.location(); }
    [[nodiscard]] const FileSettings& settings() const noexcept { return settings_; }

    [[nodiscard]] FileStatistics statistics() const noexcept {
        const HousekeepingCounts& counts = housekeeping_.counts();
        return {rotation_.rotations(),
                counts.compressed.load(std::memory_order_relaxed),
                counts.pruned.load(std::memory_order_relaxed) + rotation_.removed(),
                failures_.dropped(),
                counts.failures.load(std::memory_order_relaxed) + rotation_.postponed(),
                failures_.last(),
                housekeeping_.last_failure()};
    }

  private:
    /// How long a thread waits for another one's record before it opens the file for itself.
    static constexpr int patience_ms = 1000;
    /// How long a sealed record waits for the one before it. Not to be sealed is noticed later.
    static constexpr int order_patience_ms = 500;
    /// A write that took longer may have gone into a file that was given up meanwhile (HeldBackups::longest_ms).
    static constexpr std::int64_t late_ns = 10'000'000'000;

    /// A file that fills in less leaves the housekeeping too little time when a quarter is left.
    static constexpr std::int64_t storm_ns = 1'000'000'000;
    static constexpr std::int64_t never = (std::numeric_limits<std::int64_t>::max)();

    static FileSettings checked(std::string_view path, const FileSettings& settings) {
        check(settings);
        const bool rotates = settings.max_size_bytes != 0 || settings.max_age_s != 0;
        if (rotates && !fits(path.substr(path.rfind('/') + 1))) refuse_path(path, {Problem::long_name, ENAMETOOLONG});
        if (settings.gzip_level != 0 && std::is_same_v<Compressor, NoCompressor>) {
            refuse(std::make_error_code(std::errc::invalid_argument),
                   "loccer::FileSettings: gzip_level " + std::to_string(settings.gzip_level) +
                       " needs an output that can compress; add loccer::Gzip<> to the options of JsonFileOutput");
        }
        return settings;
    }
    static BackgroundThreadOptions options_of(const FileSettings& settings) noexcept {
        BackgroundThreadOptions options;
        options.background = settings.background;
        // The thread must not end before the interval does.
        if (settings.durability == FileDurability::interval) {
            const auto interval_ms = static_cast<std::int32_t>(settings.interval_ms);
            if (options.idle_ms < interval_ms) options.idle_ms = interval_ms;
        }
        return options;
    }

    [[nodiscard]] bool rotates() const noexcept { return settings_.max_size_bytes != 0 || settings_.max_age_s != 0; }
    [[nodiscard]] int directory() const noexcept { return file_.directory().number(); }

    // What each record passes through is inlined, here and in CurrentFile and RotationDue: behind a system call code
    // and its jumps are cold, so that fewer lines of it count for more than fewer instructions do.

    [[gnu::always_inline]] OutputFailure store_locked(std::string_view line, bool is_last) noexcept {
        const std::int64_t now = coarse_now();
        if (OutputFailure failure = file_.make_ready(now)) return failure;
        std::optional<typename Rotation<Kernel, Compressor>::Hold> order;
        if constexpr (Seal::ordered) {
            order.emplace(rotation_.hold(order_patience_ms));
            file_.look_again();
            if (OutputFailure failure = file_.make_ready(now)) return failure;
        }
        const bool is_held = order && *order;
        if (const std::size_t size = line.size() + Seal::room; rotation_.is_due(size, now)) [[unlikely]] {
            if (OutputFailure failure = rotation_.rotate(size, now, is_held)) failures_.note(failure);
            if (OutputFailure failure = file_.make_ready(now)) return failure;
        }
        const OutputFailure failure = append_with_room(line, now, is_held);
        order.reset();  // the next one need not wait for the device
        if (failure) return failure;
        return syncing_.settle(is_last, now, [this]() noexcept { background_.request(sync_later); });
    }

    // Appending

    [[gnu::always_inline]] OutputFailure append_with_room(std::string_view line, std::int64_t now,
                                                          bool is_held) noexcept {
        for (;;) {
            OutputFailure failure;
            if (!space_.template take<Kernel>(directory(), line.size() + Seal::room, now)) {
                failure = {Problem::disk_low, ENOSPC};
            } else {
                failure = append_sealed(line, is_held, true);
            }
            if (!failure) return append_late(line, now, is_held);
            const bool is_full = failure.error == ENOSPC || failure.error == EDQUOT;
            if (!is_full || settings_.when_full != FileWhenFull::drop_oldest || !rotation_.make_room(is_held))
                return failure;
            space_.ask_again();
            if (OutputFailure unready = file_.make_ready(coarse_now())) return unready;
        }
    }

    /// Without its turn a line of an ordered seal stays as it is: two of the same number would look like an attack.
    [[gnu::always_inline]] OutputFailure append_sealed(std::string_view line, bool is_held, bool may_grow) noexcept {
        if constexpr (Seal::room != 0) {
            if (Seal::ordered && !is_held) return file_.append(line);
            const SealPlace place{directory(), file_.location().name(), file_.descriptor().number(), file_.end(),
                                  file_.generation()};
            char* const out = sealed_.room_for(line.size(), may_grow);
            if (out != nullptr && seal_.template prepare<Kernel>(place)) {
                if (const std::size_t size = seal_.seal(line, out); size != 0) {
                    const OutputFailure failure = file_.append({out, size});
                    if (!failure) seal_.appended(file_.end(), file_.generation());
                    return failure;
                }
            }
        }
        return file_.append(line);
    }

    /// A process that was stopped between its look at the name and its write wrote into a file that nobody keeps.
    OutputFailure append_late(std::string_view line, std::int64_t began, bool is_held) noexcept {
        if (coarse_now() - began < late_ns) [[likely]]
            return {};
        FileStatus status;
        if (file_.is_linked(status)) return {};
        file_.look_again();
        const OutputFailure failure = file_.make_ready(coarse_now());
        return failure ? failure : append_sealed(line, is_held, true);
    }

    // Housekeeping

    void ask_for_housekeeping() noexcept {
        if (file_.end() <= spare_from_ && file_.generation() == served_generation_) [[likely]]
            return;
        std::uint32_t requests = 0;
        if (file_.generation() != served_generation_) requests = see_next_file();
        if (file_.end() > spare_from_) {
            spare_from_ = never;
            housekeeping_.spare_wanted.store(true, std::memory_order_release);
            requests |= serve_writer;
        }
        if (requests != 0) background_.request(requests);
    }

    /// *Returns* what to ask for when another file has become the live one.
    LOCCER_COLD std::uint32_t see_next_file() noexcept {
        std::uint32_t requests = 0;
        if (file_.has_retired()) {
            BasicDescriptor<Kernel> old = file_.take_retired();
            if (housekeeping_.retired.put(std::move(old))) {
                requests |= serve_writer;
            } else if (settings_.durability == FileDurability::interval && old.is_ours()) {
                (void)sync_once<Kernel>(old.number(), false);
            }
        }
        if (served_generation_ == 0 && rotates() && housekeeping_.finds_work(directory())) requests |= tidy_up;
        if (rotation_.has_rotated()) requests |= tidy_up;
        // A spare is an empty file for people to wonder about. It is made late, but where files fill fast: at once.
        const std::int64_t now = coarse_now();
        const bool is_storm = served_generation_ != 0 && now - served_at_ < storm_ns;
        spare_from_ = settings_.max_size_bytes == 0 ? never : is_storm ? 0 : settings_.max_size_bytes / 4 * 3;
        served_generation_ = file_.generation();
        served_at_ = now;
        return requests;
    }

    FileSettings settings_;
    Lock lock_;
    CurrentFile<Kernel> file_;
    Seal seal_;
    SealBuffer sealed_;
    FreeSpace space_;
    outputs::Failures failures_;
    std::uint64_t served_generation_ = 0;  ///< which live file the housekeeping knows of
    std::int64_t served_at_ = 0;
    std::int64_t spare_from_ = 0;  ///< at which size of it the next one is wanted
    Housekeeping<Kernel, Compressor> housekeeping_;
    Rotation<Kernel, Compressor> rotation_;
    Syncing<Kernel, Compressor> syncing_;
    BackgroundThread<Housekeeping<Kernel, Compressor>> background_;  // ends first
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
