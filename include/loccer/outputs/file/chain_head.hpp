// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_CHAIN_HEAD_HPP
#define LOCCER_OUTPUTS_FILE_CHAIN_HEAD_HPP

// Finds the line that the next one of a chain continues: the last chained line of the live file, or of the newest
// backup where the live file has none. What a kill has torn, and lines without the member, are passed over. Nothing
// is proven here, that is for the verification: a writer that refused to go on behind a damaged line would lose more.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/backup_name.hpp>
#include <loccer/outputs/file/backups.hpp>
#include <loccer/outputs/file/chain_member.hpp>
#include <loccer/outputs/file/gunzip.hpp>
#include <loccer/outputs/file/open_safely.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/seal.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <span>
#include <string_view>
#include <sys/types.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Returns* the member of the last chained line in `text`, whose lines end with a line end or, where `ends`, with it.
[[nodiscard]] inline std::optional<ChainMember> last_chain_member(std::string_view text, bool ends) noexcept {
    std::size_t end = ends ? text.size() : text.rfind('\n');
    while (end != text.npos) {
        std::string_view line = text.substr(0, end);
        if (line.size() > chain_member_bytes + 1) line.remove_prefix(line.size() - chain_member_bytes - 1);
        const std::size_t before = line.rfind('\n');
        if (before != line.npos) line.remove_prefix(before + 1);
        if (const std::optional<ChainMember> member = parse_chain_member(line)) return member;
        end = end == 0 ? text.npos : text.rfind('\n', end - 1);
    }
    return std::nullopt;
}

/// Where the head of a chain was found.
enum class HeadPlace : std::uint8_t {
    live,     ///< in the live file
    backup,   ///< in a backup
    nowhere,  ///< the log has no chained line, as far as was looked
    unknown   ///< what should be looked at could not be: no descriptor, no memory, a device that fails
};

/// *Allocates* at construction, and zlib once when it meets the first compressed backup. *Throws* at construction only.
/// *Threads* one at a time.
class ChainHeadFinder {
  public:
    /// How far a file is read back for a chained line; *Units* bytes. A few of the largest records fit.
    static constexpr ::off_t farthest_back = ::off_t{64} * 1024 * 1024;
    /// A compressed backup is read from its beginning, and up to here; of older ones, where that has no chained line,
    /// only this much of the next.
    static constexpr std::uint64_t longest_unpacked = std::uint64_t{4} * 1024 * 1024 * 1024;
    static constexpr std::uint64_t longest_older = std::uint64_t{32} * 1024 * 1024;
    static constexpr int most_backups = 16;

    ChainHeadFinder() : buffer_(new char[buffer_bytes]) {}

    /// *Effects* sets `head` where one is found. *Requires* the directory lock.
    template <class Kernel>
    [[nodiscard]] HeadPlace find(const SealPlace& place, ChainHead& head) noexcept {
        bool failed = false;
        if (const auto found = read_back<Kernel>(place.file, place.end, failed)) {
            head = found->head;
            return HeadPlace::live;
        }
        if (failed) return HeadPlace::unknown;
        if (!fits(place.name)) return HeadPlace::nowhere;  // such a log has no backups, and its names would be cut
        std::uint64_t below = highest_number + 1;
        left_ = longest_unpacked;
        for (int looked = 0; looked < most_backups; ++looked) {
            Highest backup;
            if (!find_newest<Kernel>(place, below, backup)) return HeadPlace::unknown;
            if (backup.number == 0) return HeadPlace::nowhere;
            below = backup.number;
            if (const auto found = look_into<Kernel>(place, backup, failed)) {
                head = found->head;
                return HeadPlace::backup;
            }
            if (failed) return HeadPlace::unknown;
        }
        return HeadPlace::nowhere;
    }

  private:
    using Member = std::optional<ChainMember>;
    static constexpr std::size_t buffer_bytes = std::size_t{64} * 1024;
    static constexpr std::size_t overlap = chain_member_bytes + 2;

    /// Reads a plain file from its end.
    template <class Kernel>
    [[nodiscard]] Member read_back(int number, ::off_t end, bool& failed) noexcept {
        constexpr auto step = static_cast<::off_t>(buffer_bytes);
        for (::off_t to = end; to > 0 && end - to < farthest_back;) {
            const ::off_t from = to > step ? to - step : 0;
            const std::size_t count = static_cast<std::size_t>(to - from);
            if (!read_whole<Kernel>(number, {buffer_.get(), count}, from)) {
                failed = true;
                return std::nullopt;
            }
            if (const Member member = last_chain_member({buffer_.get(), count}, to == end)) return member;
            if (from == 0) break;
            to = from + static_cast<::off_t>(overlap);  // a member may lie across the border
        }
        return std::nullopt;
    }

    template <class Kernel>
    [[nodiscard]] static bool read_whole(int number, std::span<char> piece, ::off_t offset) noexcept {
        while (!piece.empty()) {
            const ::ssize_t count =
                uninterrupted([&] { return Kernel::pread(number, piece.data(), piece.size(), offset); });
            if (count <= 0) return false;  // the file has become shorter: whoever did that is at it still
            piece = piece.subspan(static_cast<std::size_t>(count));
            offset += count;
        }
        return true;
    }

    /// Unpacks a compressed file and remembers the last member. Of a damaged one counts what stands before the damage.
    template <class Kernel>
    [[nodiscard]] Member unpack(int number, bool& failed) noexcept {
        Member last;
        ::off_t offset = 0;
        const auto fill = [&](std::span<char> piece) noexcept {
            const ::ssize_t count =
                uninterrupted([&] { return Kernel::pread(number, piece.data(), piece.size(), offset); });
            if (count > 0) offset += count;
            return count;
        };
        gunzip_.begin();
        std::size_t kept = 0;  // the end of the piece before, at the front of the buffer
        for (Unpacking state = Unpacking::more; state == Unpacking::more && left_ > 0;) {
            std::size_t count = 0;
            state = gunzip_.next(fill, {buffer_.get() + kept, buffer_bytes - kept}, count);
            failed = state == Unpacking::unreadable || state == Unpacking::no_memory;
            if (failed) return std::nullopt;
            left_ -= count < left_ ? count : left_;
            const std::string_view text(buffer_.get(), kept + count);
            if (const Member member = last_chain_member(text, state == Unpacking::whole)) last = member;
            kept = text.size() < overlap ? text.size() : overlap;
            std::memmove(buffer_.get(), text.data() + text.size() - kept, kept);
        }
        return last;
    }

    /// *Returns* false where the directory could not be read.
    template <class Kernel>
    [[nodiscard]] static bool find_newest(const SealPlace& place, std::uint64_t below, Highest& newest) noexcept {
        return 0 ==
               for_each_backup<Kernel>(place.directory, place.name, [&](const ParsedName& entry, const char*) noexcept {
                   if (entry.form == Form::temporary || entry.number >= below || entry.number < newest.number) return;
                   if (entry.number > newest.number) newest = {entry.number, false, false};
                   (entry.form == Form::plain ? newest.plain : newest.compressed) = true;
               });
    }

    /// The plain form counts where both are there. Compression, which needs no directory lock, may remove it meanwhile.
    template <class Kernel>
    [[nodiscard]] Member look_into(const SealPlace& place, const Highest& backup, bool& failed) noexcept {
        if (backup.plain) {
            FileStatus status;
            const BackupName name(place.name, backup.number, Form::plain);
            const Opened<Kernel> opened = open_existing<Kernel>(place.directory, name.c_str(), O_RDONLY);
            if (!opened.failure && Kernel::status(opened.descriptor.number(), status) == 0 && status.size > 0) {
                return read_back<Kernel>(opened.descriptor.number(), status.size, failed);
            }
            if (fails(opened.failure, failed)) return std::nullopt;
        }
        const BackupName name(place.name, backup.number, Form::compressed);
        const Opened<Kernel> opened = open_existing<Kernel>(place.directory, name.c_str(), O_RDONLY);
        if (fails(opened.failure, failed) || opened.failure) return std::nullopt;
        const Member member = unpack<Kernel>(opened.descriptor.number(), failed);
        if (left_ > longest_older) left_ = longest_older;
        return member;
    }

    /// *Returns* whether an opening failed in a way that passes. What is not there, or not ours, has no lines.
    [[nodiscard]] static bool fails(OutputFailure failure, bool& failed) noexcept {
        const bool is_passing = failure.problem == Problem::open || failure.problem == Problem::unsettled ||
                                failure.problem == Problem::inspect;
        failed = is_passing && failure.error != ENOENT;
        return failed;
    }

    Owned<char[]> buffer_;
    Gunzip gunzip_;
    std::uint64_t left_ = 0;  ///< how much may still be unpacked; *Units* bytes
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
