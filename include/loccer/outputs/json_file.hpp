// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_JSON_FILE_HPP
#define LOCCER_OUTPUTS_JSON_FILE_HPP

// Writes records to a file, one line of JSON each, rotates it and keeps its backups. Any number of threads and
// processes may write the same log; a kill, a full disk or a removed file never costs a record that was
// acknowledged or one that comes later. The parts are in outputs/file, and so are the options.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/errno_guard.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/log_file.hpp>
#include <loccer/outputs/file/options.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/statistics.hpp>
#include <loccer/policy/role.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Appends each record to a private file (mode 0600): `JsonFileOutput<MaxSize<10 * MiB>, Gzip<>>{"errors.log"}`.
/// The path is made absolute at construction. The file must be a regular one of the effective user with
/// one name, in a directory where only its owner can replace it.
/// *Threads* write() any. Move-only; what was moved from stores nothing.
/// \tparam Options from loccer/outputs/file, each kind once, in any order: MaxSize, MaxAge, MaxFiles, MaxTotal, Gzip,
/// Durability, WhenFull, KeepFree, SoleWriter, InPlaceHousekeeping, Crc32, HashChain, UseKernel.
template <class... Options>
class JsonFileOutput {
    static_assert(file::CheckOptions<Options...>::passed());

  public:
    using loccer_role = OutputRole;

    /// *Returns* the settings that the options give: what a configuration file can go on from.
    [[nodiscard]] static constexpr FileSettings default_settings() noexcept { return file::settings_of<Options...>(); }

    /// Opens the file, or creates it empty. Starts no thread.
    /// \param settings take the place of what the options say; to compress, the output needs Gzip<> among these.
    /// *Errors* refused, with the reason and the remedy: settings that cannot work, an empty path, one with a zero
    /// byte or too long a name, a missing or shared directory, a link, FIFO, socket, device or directory, a file of
    /// another user, one that cannot be written or that another sole writer has. A full disk or too many open files
    /// are not refused: last_error() tells, and write() tries again. *Allocates* yes. *Throws* std::system_error.
    explicit JsonFileOutput(std::string_view path, const FileSettings& settings = default_settings())
        : log_(new Log(path, settings)) {}
    explicit JsonFileOutput(const char* path, const FileSettings& settings = default_settings())
        : JsonFileOutput(path == nullptr ? std::string_view() : std::string_view(path), settings) {}
    JsonFileOutput(std::nullptr_t) = delete;
    JsonFileOutput(std::nullptr_t, const FileSettings&) = delete;

    /// Takes a std::filesystem::path without including it.
    template <file::NativePath Path>
    explicit JsonFileOutput(const Path& path, const FileSettings& settings = default_settings())
        : JsonFileOutput(std::string_view(path.native()), settings) {}

    /// *Returns* true when the record is in the file with its line end, as durable as the settings ask for: it
    /// survives the death of this process, and where it was synced that of the machine. False where it was
    /// dropped, or is not that durable; a part of it may stand in the file, and the next record begins on a new
    /// line. *Allocates* when a thread is started for the housekeeping. *Throws* nothing. *Signal-safe* no.
    bool write(const Record& record) noexcept {
        const outputs::ErrnoGuard errno_guard;
        return log_ && log_->store(record.bytes(), !record.event().handled);
    }

    /// Like write(), for `bytes` that end with a line end. Waits for no lock and never rotates. *Signal-safe* yes.
    bool write_signal_safe(std::string_view bytes) noexcept {
        const outputs::ErrnoGuard errno_guard;
        return log_ && log_->store_signal_safe(bytes);
    }

    /// *Returns* how many records were not stored. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return !log_ ? 0 : log_->failures().dropped(); }
    /// *Returns* why the last one was not, or why the file was not rotated; false where nothing has failed yet.
    /// *Signal-safe* yes.
    [[nodiscard]] OutputFailure last_error() const noexcept {
        return !log_ ? OutputFailure{outputs::Problem::no_storage, 0} : log_->failures().last();
    }
    /// *Returns* what it has done so far. *Allocates* no. *Threads* any.
    [[nodiscard]] FileStatistics statistics() const noexcept {
        return !log_ ? FileStatistics{} : log_->statistics();
    }
    /// *Returns* the absolute path. *Allocates* yes.
    [[nodiscard]] std::string path() const { return !log_ ? std::string() : log_->location().path(); }

  private:
    using Log = file::LogFile<typename file::KernelOf<file::Posix, Options...>::Type,
                              typename file::CompressorOf<file::NoCompressor, Options...>::Type,
                              typename file::SealOf<file::NoSeal, Options...>::Type>;

    Owned<Log> log_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
