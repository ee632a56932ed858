// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_LOG_SET_HPP
#define LOCCER_OUTPUTS_FILE_LOG_SET_HPP

// Reads all files of a log in the order in which they were written: backups by number, then the live file. Only what
// is a regular file is opened, links are not followed, and names come from the directory alone. Writers may rotate,
// compress and remove meanwhile: each record that stays is read once.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/gunzip.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// How the reading of a file has ended; `more` where it holds more than was asked for.
struct LogSetEnd {
    Unpacking state = Unpacking::whole;
    int error = 0;  ///< errno where a read failed
};

/// A file of a log, opened, or why it is not.
struct LogSetFile {
    std::string name;
    bool is_compressed = false;
    bool is_regular = true;
    int error = 0;                    ///< errno of opening it
    std::uint64_t missing_first = 0;  ///< numbers of backups that are not there, before this one; 0: none
    std::uint64_t missing_last = 0;
    Descriptor descriptor;
    ::off_t size = 0;  ///< when it was opened; *Units* bytes
    std::vector<char>* buffer = nullptr;
    Gunzip* gunzip = nullptr;

    /// *Effects* gives the text to `take(std::string_view)`, piece by piece; of a compressed file up to `longest`
    /// bytes. *Throws* what `take` throws.
    template <class Take>
    LogSetEnd read(std::uint64_t longest, Take&& take) {
        ::off_t offset = 0;
        int failed = 0;
        const auto fill = [&](std::span<char> piece) -> ::ssize_t {
            const ::off_t left = size - offset;
            const std::size_t wanted =
                left < static_cast<::off_t>(piece.size()) ? static_cast<std::size_t>(left) : piece.size();
            const ::ssize_t count =
                uninterrupted([&] { return Posix::pread(descriptor.number(), piece.data(), wanted, offset); });
            if (count < 0) failed = errno;
            if (count > 0) offset += count;
            return count;
        };
        if (is_compressed) gunzip->begin();
        for (std::uint64_t all = 0;;) {
            std::size_t count = 0;
            Unpacking state = Unpacking::more;
            if (is_compressed) {
                state = gunzip->next(fill, *buffer, count);
            } else if (const ::ssize_t got = fill(*buffer); got <= 0) {
                state = got == 0 ? Unpacking::whole : Unpacking::unreadable;
            } else {
                count = static_cast<std::size_t>(got);
            }
            all += count;
            if (count > 0) take(std::string_view(buffer->data(), count));
            if (state != Unpacking::more) return {state, failed};
            if (is_compressed && all >= longest) return {Unpacking::more, 0};
        }
    }
};

/// *Allocates* yes. *Throws* std::bad_alloc, std::system_error where zlib has no memory, and what `visit` throws.
class LogSet {
  public:
    /// \param path of the live file. *Requires* that it names a file.
    explicit LogSet(std::string_view path) : buffer_(buffer_bytes) {
        const std::size_t slash = path.rfind('/');
        name_ = slash == path.npos ? path : path.substr(slash + 1);
        directory_path_ = slash == path.npos ? "." : path.substr(0, slash + 1);
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// *Effects* opens the directory. *Returns* 0 or errno.
    [[nodiscard]] int open() {
        const int number = Posix::open(directory_path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        FileStatus status;
        if (number < 0 || Posix::status(number, status) != 0) return errno;
        directory_ = Descriptor(number, status);
        return list();
    }

    /// *Effects* calls `visit(LogSetFile&)` for each file, in order; the live file last, also where it is missing.
    /// *Requires* open().
    template <class Visit>
    void for_each_file(Visit&& visit) {
        constexpr int rounds = 100;
        for (int round = 0; round < rounds; ++round) {
            for (const Number& number : std::exchange(listed_, {})) read_backup(number, visit);
            LogSetFile live = open_file(name_, false);
            // A backup that has come meanwhile goes first, and can even be the file that was just opened.
            if (list() != 0 || !has_news() || round + 1 == rounds) {
                tell_gap(live);
                visit(live);
                return;
            }
        }
    }

  private:
    static constexpr std::size_t buffer_bytes = std::size_t{64} * 1024;

    struct Number {
        std::uint64_t number = 0;
        bool is_filled = false;  ///< it is not an empty plain file, which waits to become the live one
    };

    /// Lists the backups that have not been read.
    int list() {
        listed_.clear();
        if (!fits(name_)) return 0;
        std::vector<std::pair<std::uint64_t, bool>> found;
        const int error = for_each_backup(directory_.number(), name_, [&](const ParsedName& name, const char* entry) {
            if (name.form == Form::temporary || name.number <= last_) return;
            FileStatus status;
            const bool is_empty = name.form == Form::plain &&
                                  Posix::status_at(directory_.number(), entry, status) == 0 && S_ISREG(status.mode) &&
                                  status.size == 0;
            found.emplace_back(name.number, !is_empty);
        });
        std::ranges::sort(found);
        for (const auto& [number, is_filled] : found) {
            if (listed_.empty() || listed_.back().number != number) listed_.push_back({number, false});
            listed_.back().is_filled |= is_filled;
        }
        return error;
    }

    [[nodiscard]] bool has_news() const noexcept { return std::ranges::any_of(listed_, &Number::is_filled); }

    template <class Visit>
    void read_backup(const Number& number, Visit&& visit) {
        if (!number.is_filled) {
            note_gap(number.number);
            return;
        }
        LogSetFile file = open_file(std::string(BackupName(name_, number.number, Form::plain).view()), false);
        if (file.error == ENOENT || (file.error == 0 && file.is_regular && file.size == 0)) {
            LogSetFile packed = open_file(std::string(BackupName(name_, number.number, Form::compressed).view()), true);
            if (packed.error != ENOENT || file.error == ENOENT) file = std::move(packed);
        }
        if (file.error == ENOENT) return;  // removed as too old since it was listed, or the next number shows the gap
        note_gap(number.number);
        last_ = number.number;
        tell_gap(file);
        visit(file);
    }

    /// Numbers that are missing are told with the next file that has lines.
    void note_gap(std::uint64_t number) noexcept {
        if (last_met_ != 0 && number > last_met_ + 1) {
            if (missing_first_ == 0) missing_first_ = last_met_ + 1;
            missing_last_ = number - 1;
        }
        if (number > last_met_) last_met_ = number;
    }
    void tell_gap(LogSetFile& file) noexcept {
        file.missing_first = std::exchange(missing_first_, 0U);
        file.missing_last = std::exchange(missing_last_, 0U);
    }

    /// What stands under the name is looked at before it is opened, for opening a device can act.
    [[nodiscard]] LogSetFile open_file(std::string name, bool is_compressed) {
        LogSetFile file;
        file.name = std::move(name);
        file.is_compressed = is_compressed;
        file.buffer = &buffer_;
        file.gunzip = &gunzip_;
        FileStatus status;
        if (Posix::status_at(directory_.number(), file.name.c_str(), status) != 0) {
            file.error = errno;
            return file;
        }
        file.is_regular = S_ISREG(status.mode);
        if (!file.is_regular) return file;
        const int number = Posix::openat(directory_.number(), file.name.c_str(), O_RDONLY | safe_flags, 0);
        if (number < 0) {
            file.error = errno;
            return file;
        }
        if (Posix::status(number, status) != 0) file.error = errno;
        file.is_regular = S_ISREG(status.mode);
        file.size = status.size;
        file.descriptor = Descriptor(number, status);
        return file;
    }

    std::string directory_path_;
    std::string name_;
    Descriptor directory_;
    std::vector<Number> listed_;
    std::vector<char> buffer_;
    Gunzip gunzip_;
    std::uint64_t last_ = 0;      ///< number of the backup that was read last
    std::uint64_t last_met_ = 0;  ///< the same, of empty ones too
    std::uint64_t missing_first_ = 0;
    std::uint64_t missing_last_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
