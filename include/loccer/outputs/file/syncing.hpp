// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_SYNCING_HPP
#define LOCCER_OUTPUTS_FILE_SYNCING_HPP

// When a record that was appended is synced to the device: before it counts as stored, by the housekeeping when an
// interval is over, or never.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/process.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/current_file.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/housekeeping.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/sync.hpp>
#include <loccer/outputs/file/tick.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Allocates* no. *Throws* nothing. *Threads* needs a lock, but for is_at_once().
template <class Kernel, class Compressor>
class Syncing {
  public:
    Syncing(const FileSettings& settings, CurrentFile<Kernel>& file, Housekeeping<Kernel, Compressor>& housekeeping)
        : durability_(settings.durability),
          interval_ns_(settings.interval_ms * nanoseconds_per_ms),
          background_(settings.background),
          file_(file),
          housekeeping_(housekeeping) {}
    Syncing(const Syncing&) = delete;
    Syncing& operator=(const Syncing&) = delete;

    /// *Returns* whether a record must be on the device before it counts as stored. \param is_last it tells of the
    /// program's end. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] bool is_at_once(bool is_last) const noexcept {
        if (is_last) return durability_ != FileDurability::none;
        return durability_ == FileDurability::always;
    }

    /// *Effects* does for the record that was just appended what the durability asks for.
    /// \param now coarse_now(). \param ask_housekeeping asks it to sync when the interval is over.
    /// *Returns* why the record is not as durable as it has to be.
    template <class Ask>
    OutputFailure settle(bool is_last, std::int64_t now, Ask&& ask_housekeeping) noexcept {
        if (is_at_once(is_last)) return sync_now();
        if (durability_ != FileDurability::interval) return {};
        if (!background_ && now - synced_at_ >= interval_ns_) {
            synced_at_ = now;
            return sync_now();
        }
        if (needs_asking(now)) ask_housekeeping();
        return {};
    }

    /// A file that could not be synced is opened anew: the kernel tells each opening of such a failure once.
    /// *Signal-safe* yes.
    OutputFailure sync_now() noexcept {
        const OutputFailure failure =
            durable_.make<Kernel>(file_.descriptor().number(), file_.directory().number(), file_.generation());
        if (failure) file_.drop();
        return failure;
    }

  private:
    /// Once per interval and file, and again when nobody came to do it. A file that is left is synced when it is
    /// closed.
    bool needs_asking(std::int64_t now) noexcept {
        const std::int32_t self = current_process();
        const bool is_asked = housekeeping_.unsynced.exchange(self) == self && asked_for_ == file_.generation() &&
                              now - synced_at_ <= 2 * interval_ns_;
        if (is_asked || !background_) return false;
        synced_at_ = now;
        asked_for_ = file_.generation();
        BasicDescriptor<Kernel> former;
        (void)housekeeping_.written.take(former);
        (void)housekeeping_.written.put(file_.descriptor().duplicate());
        return true;
    }

    FileDurability durability_;
    std::int64_t interval_ns_;
    bool background_;
    CurrentFile<Kernel>& file_;
    Housekeeping<Kernel, Compressor>& housekeeping_;
    Durable durable_;
    std::int64_t synced_at_ = 0;   ///< or asked for
    std::uint64_t asked_for_ = 0;  ///< the generation that the housekeeping was asked to sync last
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
