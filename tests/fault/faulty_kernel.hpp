// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_FAULTY_KERNEL_HPP
#define LOCCER_TESTS_FAULT_FAULTY_KERNEL_HPP

// A kernel for the file output that does what the real one does until its plan says otherwise: let the N-th call
// of a kind fail, cut a write short, or kill the process before or after it. It counts the calls and keeps the
// last ones for messages.

#include <loccer/outputs/file/posix.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <utility>

namespace fault {

using loccer::file::FileStatus;
using loccer::file::Posix;

/// The kinds of calls, in the order of Posix. `any` stands for all of them in a plan.
enum class Call : unsigned char {
    open,
    openat,
    close,
    duplicate,
    flags_of,
    status,
    status_at,
    seek,
    unread,
    pread,
    pwrite,
    datasync,
    sync,
    chmod,
    lock,
    rename,
    unlink,
    entries,
    free_space,
    size_limit,
    any
};

inline constexpr std::size_t call_kinds = static_cast<std::size_t>(Call::any);

inline const char* name_of(Call call) {
    constexpr std::array<const char*, call_kinds + 1> names{
        "open", "openat", "close",  "duplicate", "flags_of",   "status",     "status_at",
        "seek", "unread", "pread",  "pwrite",    "fdatasync",  "fsync",      "chmod",
        "lock", "rename", "unlink", "entries",   "free_space", "size_limit", "any"};
    return names[static_cast<std::size_t>(call)];
}

/// What happens to the call that a plan names.
enum class Deed : unsigned char {
    none,
    fail,         ///< it does nothing and returns -1 with `error`; a close() closes all the same, as Linux does
    shorten,      ///< it writes `bytes` only
    kill_within,  ///< the process dies when it has written `bytes`
    kill_before,  ///< the process dies in its place
    kill_after    ///< the process dies when it has done its work
};

struct Plan {
    Deed deed = Deed::none;
    Call call = Call::any;  ///< the calls that are counted
    int nth = 0;            ///< from 1
    int error = 0;
    bool for_ever = false;  ///< all calls from the N-th on
    std::size_t bytes = 0;
};

/// One call, as a trace tells of it.
struct Traced {
    Call call = Call::any;
    bool touched = false;
    long result = 0;
    int error = 0;
    char name[32] = "";

    [[nodiscard]] std::string text() const {
        const std::string why = result < 0 ? std::string(" ") + std::strerror(error) : std::string();
        return std::string(touched ? "> " : "  ") + name_of(call) + " " + name + " = " + std::to_string(result) + why +
               "\n";
    }
};

/// Has its state in static members: the file output takes it as a type. *Threads* any, but for start().
class FaultyKernel : public Posix {
  public:
    /// *Effects* begins to count anew, by another plan.
    static void start(const Plan& plan) noexcept {
        deed_ = Deed::none;
        plan_ = plan;
        planned_ = 0;
        fired_ = false;
        total_ = 0;
        for (std::atomic<int>& count : counts_) count = 0;
        deed_ = plan.deed;
    }
    /// *Effects* lets all calls through from now on.
    static void lift() noexcept { deed_ = Deed::none; }

    /// Whether the plan has come to its call.
    [[nodiscard]] static bool fired() noexcept { return fired_; }
    [[nodiscard]] static int total() noexcept { return total_; }
    [[nodiscard]] static int count(Call call) noexcept { return counts_[static_cast<std::size_t>(call)]; }

    /// *Returns* the last calls, one a line, with a mark where the plan has touched them; a call that is repeated
    /// stands there once.
    [[nodiscard]] static std::string trace() {
        std::string text;
        std::string before;
        const int end = total_;
        for (int n = std::max(0, end - kept); n < end; ++n) {
            std::string line = traced_[static_cast<std::size_t>(n % kept)].text();
            if (line != before) text += line;
            before = std::move(line);
        }
        return text;
    }

    static int open(const char* path, int flags) noexcept {
        return through(Call::open, path, [&] { return Posix::open(path, flags); });
    }
    static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
        return through(Call::openat, name, [&] { return Posix::openat(directory, name, flags, mode); });
    }
    static int close(int number) noexcept {
        return through(Call::close, "", [&] { return Posix::close(number); });
    }
    static int duplicate(int number, int lowest) noexcept {
        return through(Call::duplicate, "", [&] { return Posix::duplicate(number, lowest); });
    }
    static int flags_of(int number) noexcept {
        return through(Call::flags_of, "", [&] { return Posix::flags_of(number); });
    }
    static int status(int number, FileStatus& status) noexcept {
        return through(Call::status, "", [&] { return Posix::status(number, status); });
    }
    static int status_at(int directory, const char* name, FileStatus& status) noexcept {
        return through(Call::status_at, name, [&] { return Posix::status_at(directory, name, status); });
    }
    static ::off_t seek(int number, ::off_t offset, int whence) noexcept {
        return through(Call::seek, "", [&] { return Posix::seek(number, offset, whence); });
    }
    static int unread(int number, int& bytes) noexcept {
        return through(Call::unread, "", [&] { return Posix::unread(number, bytes); });
    }
    static ::ssize_t pread(int number, void* bytes, std::size_t count, ::off_t offset) noexcept {
        return through(Call::pread, "", [&] { return Posix::pread(number, bytes, count, offset); });
    }
    static ::ssize_t pwrite(int number, const void* bytes, std::size_t count, ::off_t offset) noexcept {
        return through(Call::pwrite, "", [&] {
            const bool cut = touched_ && (deed_ == Deed::shorten || deed_ == Deed::kill_within);
            return Posix::pwrite(number, bytes, cut ? std::min(count, plan_.bytes) : count, offset);
        });
    }
    static int datasync(int number) noexcept {
        return through(Call::datasync, "", [&] { return Posix::datasync(number); });
    }
    static int sync(int number) noexcept {
        return through(Call::sync, "", [&] { return Posix::sync(number); });
    }
    static int chmod(int number, ::mode_t mode) noexcept {
        return through(Call::chmod, "", [&] { return Posix::chmod(number, mode); });
    }
    static int lock(int number, int operation) noexcept {
        return through(Call::lock, "", [&] { return Posix::lock(number, operation); });
    }
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        return through(Call::rename, to, [&] { return Posix::rename(directory, from, to, flags); });
    }
    static int unlink(int directory, const char* name) noexcept {
        return through(Call::unlink, name, [&] { return Posix::unlink(directory, name); });
    }
    static ::ssize_t entries(int directory, void* buffer, std::size_t size) noexcept {
        return through(Call::entries, "", [&] { return Posix::entries(directory, buffer, size); });
    }
    static int free_space(int number, std::uint64_t& bytes) noexcept {
        return through(Call::free_space, "", [&] { return Posix::free_space(number, bytes); });
    }
    static int size_limit(std::uint64_t& bytes) noexcept {
        return through(Call::size_limit, "", [&] { return Posix::size_limit(bytes); });
    }

  private:
    static constexpr int kept = 64;

    /// *Returns* whether the plan means this call.
    static bool is_planned(Call call) noexcept {
        if (deed_ == Deed::none || (plan_.call != Call::any && plan_.call != call)) return false;
        const int n = ++planned_;
        return n == plan_.nth || (plan_.for_ever && n > plan_.nth);
    }

    template <class Act>
    static auto through(Call call, const char* name, Act act) noexcept -> decltype(act()) {
        Traced& traced = traced_[static_cast<std::size_t>(total_.fetch_add(1) % kept)];
        ++counts_[static_cast<std::size_t>(call)];
        touched_ = is_planned(call);
        if (touched_) fired_ = true;
        const Deed deed = touched_ ? deed_.load() : Deed::none;
        if (deed == Deed::kill_before) ::kill(::getpid(), SIGKILL);
        decltype(act()) result = -1;
        if (deed != Deed::fail || call == Call::close) result = act();
        if (deed == Deed::fail) {
            result = -1;
            errno = plan_.error;
        }
        if (deed == Deed::kill_after || deed == Deed::kill_within) ::kill(::getpid(), SIGKILL);
        const int error = errno;
        traced = {call, touched_, static_cast<long>(result), error, ""};
        std::snprintf(traced.name, sizeof traced.name, "%.31s", name);
        errno = error;
        return result;
    }

    static inline Plan plan_;
    static inline std::atomic<Deed> deed_{Deed::none};  ///< of the plan, until it is lifted
    static inline std::atomic<int> planned_{0};         ///< calls that the plan counts
    static inline std::atomic<int> total_{0};
    static inline std::atomic<bool> fired_{false};
    static inline std::array<std::atomic<int>, call_kinds> counts_{};
    static inline std::array<Traced, kept> traced_{};
    static inline thread_local bool touched_ = false;
};

}  // namespace fault

#endif
