// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_STORAGE_HPP
#define LOCCER_BENCH_STORAGE_HPP

// What the storage benchmark measures with: lines that compress as log lines do, a directory on a real disk, threads
// in several processes that start together, medians.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <pthread.h>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <time.h>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace storage_bench {

inline std::int64_t nanoseconds(::clockid_t clock) {
    ::timespec time{};
    ::clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// *Returns* the value that `share` of the sorted values lie below: 0.5 the median, 1 the largest.
inline double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const double last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(last * share + 0.5)];
}
inline double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

/// *Returns* records of `size` bytes each, with their line end: words that come again and numbers that do not.
inline std::vector<std::string> make_lines(std::size_t size) {
    constexpr std::array words{"settle",  "order",    "invoice", "checkout", "limit", "worker", "retry",  "socket",
                               "timeout", "customer", "handle",  "request",  "parse", "queue",  "ledger", "commit"};
    constexpr int count = 64;
    std::mt19937_64 random(20'26);
    std::vector<std::string> lines;
    for (int i = 0; i < count; ++i) {
        std::string line = R"({"loccer_type":"exception","schema":1,"seq":)" + std::to_string(random() % 1'000'000) +
                           R"(,"exc_type":"std::out_of_range","msg":"limit","frames":[)";
        while (line.size() < size) {
            const std::string word = words[random() % words.size()];
            line += R"({"filename":"/src/)" + word + R"(.cpp","lineno":)" + std::to_string(random() % 2000) +
                    R"(,"name":")" + word + "_" + words[random() % words.size()] +
                    R"(<Order const&>","locals":{"total":)" + std::to_string(random() % 100'000) + R"(},"offset":")" +
                    std::to_string(random() % 10'000'000) + R"("},)";
        }
        line.resize(size - 4);
        std::replace(line.end() - 16, line.end(), '\\', '.');
        lines.push_back(line + "\"]}\n");
    }
    return lines;
}

/// A private directory that is removed again, on a file system that has a disk.
class Directory {
  public:
    /// \param wanted where; "" for the first of TMPDIR, /var/tmp and the working directory that has a disk.
    explicit Directory(const std::string& wanted) {
        const char* const temporary = std::getenv("TMPDIR");
        for (const std::string& place :
             {wanted, std::string(temporary == nullptr ? "" : temporary), std::string("/var/tmp"), std::string(".")}) {
            if (place.empty()) continue;
            file_system_ = name_of(place);
            if (file_system_ != "tmpfs" || place == wanted) {
                make(place);
                return;
            }
        }
        throw std::runtime_error("no directory has a disk; name one with --directory");
    }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    ~Directory() {
        std::error_code ignored;
        if (::getpid() == process_) std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& file_system() const { return file_system_; }
    /// *Effects* removes what is in it. *Returns* the path of a log.
    std::string fresh_log() const {
        for (const auto& entry : std::filesystem::directory_iterator(path_)) std::filesystem::remove_all(entry);
        return path_ + "/errors.log";
    }

  private:
    static std::string name_of(const std::string& place) {
        struct ::statfs status{};
        if (::statfs(place.c_str(), &status) != 0) return "unknown";
        switch (static_cast<std::uint32_t>(status.f_type)) {
            case 0xEF53U: return "ext4";
            case 0x5846'5342U: return "xfs";
            case 0x9123'683EU: return "btrfs";
            case 0x794C'7630U: return "overlayfs";
            case 0x0102'1994U: return "tmpfs";
            default: return "of type " + std::to_string(static_cast<std::uint32_t>(status.f_type));
        }
    }
    void make(const std::string& place) {
        path_ = place + "/loccer_storage.XXXXXX";
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make a directory in " + place);
        path_ = std::filesystem::absolute(path_).string();
    }

    std::string path_;
    std::string file_system_;
    ::pid_t process_ = ::getpid();
};

/// How much of what is measured at a time.
struct Load {
    std::size_t record_bytes;
    int threads;  ///< in each process
    int processes;
    std::size_t total_bytes;
};

/// What an append cost.
struct Cost {
    double wall_ns = 0;  ///< of all together, by the number of appends
    double cpu_ns = 0;   ///< of the threads that append, by the number of appends
};

/// Memory that the children write what they have measured into.
template <class Value>
class Shared {
    static_assert(std::is_trivially_copyable_v<Value>);

  public:
    Shared() : value_(::mmap(nullptr, sizeof(Value), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
        if (value_ == MAP_FAILED) throw std::runtime_error("no shared memory");
    }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() { ::munmap(value_, sizeof(Value)); }

    Value* operator->() const { return static_cast<Value*>(value_); }

  private:
    void* value_;
};

inline constexpr std::size_t most_workers = 64;

struct Board {
    struct Worker {
        std::int64_t began_ns;
        std::int64_t ended_ns;
        std::int64_t cpu_ns;
    };
    ::pthread_barrier_t start;
    std::array<Worker, most_workers> workers;
};

/// *Effects* runs `body()` in a child. *Returns* its process.
template <class Body>
::pid_t start_child(Body body) {
    std::fflush(stdout);
    const ::pid_t child = ::fork();
    if (child != 0) return child;
    int result = 1;
    try {
        body();
        result = 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "storage: %s\n", error.what());
    }
    ::_exit(result);
}

/// *Returns* whether all of them ended well.
inline bool join(const std::vector<::pid_t>& children) {
    bool well = true;
    for (const ::pid_t child : children) {
        int status = 0;
        well = ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0 && well;
    }
    return well;
}

/// *Effects* lets all threads of all processes append `lines` by turns, after they have started together.
/// \param open opens what a process appends with: `open()->append(line)` is called by all its threads.
template <class Open>
Cost measure(const Load& load, const std::vector<std::string>& lines, Open open) {
    const Shared<Board> board;
    const std::size_t threads = static_cast<std::size_t>(load.threads);
    const std::size_t workers = threads * static_cast<std::size_t>(load.processes);
    const std::size_t appends = load.total_bytes / load.record_bytes / workers;
    ::pthread_barrierattr_t attributes{};
    ::pthread_barrierattr_init(&attributes);
    ::pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    ::pthread_barrier_init(&board->start, &attributes, static_cast<unsigned>(workers));

    const auto work = [&](auto& sink, Board::Worker& worker) {
        for (const std::string& line : {lines[0], lines[1]}) sink.append(line);  // what happens once, happens here
        ::pthread_barrier_wait(&board->start);
        worker.began_ns = nanoseconds(CLOCK_MONOTONIC);
        const std::int64_t cpu_ns = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
        for (std::size_t i = 0; i < appends; ++i) sink.append(lines[i % lines.size()]);
        worker.cpu_ns = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - cpu_ns;
        worker.ended_ns = nanoseconds(CLOCK_MONOTONIC);
    };
    std::vector<::pid_t> children;
    for (std::size_t process = 0; process < workers / threads; ++process) {
        children.push_back(start_child([&] {
            const auto sink = open();
            std::vector<std::thread> others;
            for (std::size_t i = 1; i < threads; ++i) {
                others.emplace_back([&, i] { work(*sink, board->workers[process * threads + i]); });
            }
            work(*sink, board->workers[process * threads]);
            for (std::thread& other : others) other.join();
        }));
    }
    if (!join(children)) throw std::runtime_error("a process that appends has failed");

    Board::Worker all = board->workers[0];
    for (std::size_t i = 1; i < workers; ++i) {
        const Board::Worker& worker = board->workers[i];
        all.began_ns = std::min(all.began_ns, worker.began_ns);
        all.ended_ns = std::max(all.ended_ns, worker.ended_ns);
        all.cpu_ns += worker.cpu_ns;
    }
    const double count = static_cast<double>(appends * workers);
    return {static_cast<double>(all.ended_ns - all.began_ns) / count, static_cast<double>(all.cpu_ns) / count};
}

}  // namespace storage_bench

#endif
