// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_IN_MEMORY_HPP
#define LOCCER_OUTPUTS_IN_MEMORY_HPP

// Keeps the newest records in memory: for tests, for programs that show their own errors, and for
// machines without a disk. All memory is allocated at construction; writing a record allocates none.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/copy_bytes.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/base/size.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/policy/role.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A ring of the newest records. Reach the one inside a log with `log.get<loccer::InMemoryOutput>()`.
/// Move-only: a copy in the log would leave the program looking at an object that stays empty. What was
/// moved from stores nothing, counts what it is given as dropped, and may be assigned to.
/// *Threads* all functions but moves may run on several threads at once.
class InMemoryOutput {
  public:
    using loccer_role = OutputRole;

    static constexpr std::int64_t default_records = 64;
    static constexpr std::int64_t default_bytes = 1 * MiB;

    /// Keeps up to `max_records` records of together up to `max_bytes` bytes.
    /// *Errors* a number below 1 is refused. *Allocates* all memory that it will ever use. *Throws*
    /// std::system_error, std::bad_alloc.
    explicit InMemoryOutput(std::int64_t max_records = default_records, std::int64_t max_bytes = default_bytes)
        : max_records_(checked(max_records, "max_records")),
          entries_(std::bit_ceil(max_records_)),
          bytes_(checked(max_bytes, "max_bytes")) {}

    InMemoryOutput(InMemoryOutput&& other) noexcept { take(other); }
    InMemoryOutput& operator=(InMemoryOutput&& other) noexcept {
        if (this != &other) take(other);
        return *this;
    }
    ~InMemoryOutput() = default;

    /// *Effects* keeps the record and forgets as many of the oldest as its room takes.
    /// *Returns* false where it was not kept: larger than all the bytes, or the ring was busy for long.
    /// *Allocates* no. *Throws* nothing. *Signal-safe* no.
    bool write(const Record& record) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        return failures_.passed({guard.held() ? keep(record.line()) : outputs::Problem::busy, 0});
    }

    /// *Returns* the records kept, oldest first, without their line ends. *Allocates* yes.
    [[nodiscard]] std::vector<std::string> records() const {
        std::vector<std::string> found;
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held()) return found;
        found.reserve(static_cast<std::size_t>(next_ - first_));
        for (std::uint64_t number = first_; number != next_; ++number) found.push_back(text(entry(number)));
        return found;
    }

    /// *Returns* how many records are kept. *Allocates* no.
    [[nodiscard]] std::size_t size() const noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        return guard.held() ? static_cast<std::size_t>(next_ - first_) : 0;
    }

    /// *Effects* forgets all records; they do not count as overwritten. *Allocates* no.
    void clear() noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (guard.held()) first_ = next_;
    }

    /// *Returns* how many records had to make room for newer ones. *Allocates* no.
    [[nodiscard]] std::uint64_t overwritten() const noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        return guard.held() ? overwritten_ : 0;
    }

    /// *Returns* how many records were never kept. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return failures_.dropped(); }
    /// *Returns* why the last one was not; false where none was dropped. *Signal-safe* yes.
    [[nodiscard]] OutputFailure last_error() const noexcept { return failures_.last(); }

  private:
    static constexpr int lock_timeout_ms = 1000;

    /// Where a record lies: positions count all bytes ever kept, `at` is the first one's place in the ring.
    struct Entry {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::size_t at = 0;
    };

    static std::size_t checked(std::int64_t number, const char* name) {
        if (number < 1) {
            refuse(std::make_error_code(std::errc::invalid_argument),
                   std::string("loccer::InMemoryOutput: ") + name + " is " + std::to_string(number) +
                       " and must be at least 1; give a positive number");
        }
        return static_cast<std::size_t>(number);
    }

    /// Their number is a power of two: dividing would take as long as copying a short record.
    [[nodiscard]] Entry& entry(std::uint64_t number) noexcept { return entries_[number & (entries_.size() - 1)]; }
    [[nodiscard]] const Entry& entry(std::uint64_t number) const noexcept {
        return entries_[number & (entries_.size() - 1)];
    }

    /// One store makes a record vanish and one makes it appear, so that a process forked by another
    /// thread in between finds a ring that is whole.
    [[gnu::always_inline]] outputs::Problem keep(std::string_view line) noexcept {
        if (entries_.empty()) return outputs::Problem::no_storage;
        if (line.size() > bytes_.size()) return outputs::Problem::too_large;
        const Entry last = next_ == 0 ? Entry{} : entry(next_ - 1);
        const std::uint64_t begin = last.end;
        const std::uint64_t end = begin + line.size();
        while (first_ != next_ && (next_ - first_ == max_records_ || end - entry(first_).begin > bytes_.size())) {
            ++first_;
            ++overwritten_;
        }
        const std::size_t behind_last = last.at + static_cast<std::size_t>(last.end - last.begin);
        const std::size_t at = behind_last < bytes_.size() ? behind_last : behind_last - bytes_.size();
        const std::size_t before_wrap = line.size() < bytes_.size() - at ? line.size() : bytes_.size() - at;
        copy_bytes(bytes_.data() + at, line.substr(0, before_wrap));
        if (before_wrap != line.size()) copy_bytes(bytes_.data(), line.substr(before_wrap));
        entry(next_) = {begin, end, at};
        ++next_;
        return outputs::Problem::none;
    }

    [[nodiscard]] std::string text(const Entry& found) const {
        const std::size_t length = static_cast<std::size_t>(found.end - found.begin);
        const std::size_t before_wrap = length < bytes_.size() - found.at ? length : bytes_.size() - found.at;
        std::string line(bytes_.data() + found.at, before_wrap);
        line.append(bytes_.data(), length - before_wrap);
        return line;
    }

    void take(InMemoryOutput& other) noexcept {
        max_records_ = std::exchange(other.max_records_, 0);
        entries_ = std::exchange(other.entries_, {});
        bytes_ = std::exchange(other.bytes_, {});
        first_ = std::exchange(other.first_, 0);
        next_ = std::exchange(other.next_, 0);
        overwritten_ = std::exchange(other.overwritten_, 0);
        failures_ = std::exchange(other.failures_, {});
    }

    mutable Lock lock_;
    std::size_t max_records_ = 0;
    std::vector<Entry> entries_;
    std::vector<char> bytes_;
    std::uint64_t first_ = 0;
    std::uint64_t next_ = 0;
    std::uint64_t overwritten_ = 0;
    outputs::Failures failures_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
