// SPDX-License-Identifier: MIT
// What it costs to append to a JsonFileOutput, beside a bare write(2) loop of the same bytes and spdlog's file sinks;
// how long the write that rotates takes; how fast backups are compressed. Machines are shared and noisy, so all
// contenders take turns, and what counts is the median of the ratios to the bare loop of the same turn.
//
// Usage: storage [--rounds N] [--megabytes N] [--directory PATH] [--only appends|pauses|gzip]
// LOCCER_BENCH_JSON names a file for the figures.
//        storage --append CONTENDER RECORD_BYTES COUNT [--directory PATH]: appends only, to be run under a tracer

#include "storage.hpp"
#include "table.hpp"

#include <loccer/event/record.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/sole_writer.hpp>
#include <loccer/outputs/json_file.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <utility>
#include <vector>

#if defined(LOCCER_BENCH_SPDLOG)
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#endif

namespace {

using loccer::Gzip;
using loccer::InPlaceHousekeeping;
using loccer::JsonFileOutput;
using loccer::MaxFiles;
using loccer::MaxSize;
using loccer::MiB;
using loccer::SoleWriter;
using namespace storage_bench;

// Contenders

class Sink {
  public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;
    virtual void append(std::string_view line) = 0;
};

class BareWrite final : public Sink {
  public:
    explicit BareWrite(const std::string& path)
        : number_(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
        if (number_ < 0) throw std::runtime_error("cannot open " + path);
    }
    ~BareWrite() override { ::close(number_); }
    void append(std::string_view line) override {
        if (::write(number_, line.data(), line.size()) != static_cast<::ssize_t>(line.size())) std::abort();
    }

  private:
    int number_;
};

template <class... Options>
class Loccer final : public Sink {
  public:
    explicit Loccer(const std::string& path) : output_(path) {}
    void append(std::string_view line) override {
        if (!output_.write(loccer::Record(line, event_))) throw std::runtime_error(output_.last_error().what());
    }

  private:
    loccer::Event event_;
    JsonFileOutput<Options...> output_;
};

template <class Made>
std::unique_ptr<Sink> make(const std::string& path) {
    return std::make_unique<Made>(path);
}

constexpr std::int64_t rotated_bytes = 10 * MiB;
constexpr std::int64_t kept = 3;

#if defined(LOCCER_BENCH_SPDLOG)
/// A logger that flushes after each record: else it has only kept it in this process's memory.
class Spdlog final : public Sink {
  public:
    explicit Spdlog(spdlog::sink_ptr sink) : logger_("bench", std::move(sink)) {
        logger_.set_pattern("%v");
        logger_.flush_on(spdlog::level::trace);
    }
    void append(std::string_view line) override {
        logger_.log(spdlog::level::err, spdlog::string_view_t(line.data(), line.size() - 1));
    }

  private:
    spdlog::logger logger_;
};

std::unique_ptr<Sink> make_spdlog_basic(const std::string& path) {
    return std::make_unique<Spdlog>(std::make_shared<spdlog::sinks::basic_file_sink_mt>(path));
}
std::unique_ptr<Sink> make_spdlog_rotating(const std::string& path) {
    return std::make_unique<Spdlog>(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        path, static_cast<std::size_t>(rotated_bytes), static_cast<std::size_t>(kept)));
}
#endif

struct Contender {
    const char* key;
    const char* title;
    bool many_processes;  ///< several may write the same file
    std::unique_ptr<Sink> (*make)(const std::string& path);
};

using Rotating = MaxSize<rotated_bytes>;
using Kept = MaxFiles<kept>;

constexpr std::array contenders{
    Contender{"write", "write(2), open O_APPEND descriptor", true, make<BareWrite>},
    Contender{"write-again", "the same again: the noise of the machine", true, make<BareWrite>},
    Contender{"sole", "JsonFileOutput<SoleWriter>", false, make<Loccer<MaxSize<0>, SoleWriter>>},
    Contender{"sole-rotating", "JsonFileOutput<SoleWriter>, rotating", false, make<Loccer<Rotating, Kept, SoleWriter>>},
    Contender{"several", "JsonFileOutput<>", true, make<Loccer<MaxSize<0>>>},
    Contender{"several-rotating", "JsonFileOutput<>, rotating", true, make<Loccer<Rotating, Kept>>},
#if defined(LOCCER_BENCH_SPDLOG)
    Contender{"spdlog-basic", "spdlog basic_file_sink", true, make_spdlog_basic},
    Contender{"spdlog-rotating", "spdlog rotating_file_sink, rotating", false, make_spdlog_rotating},
#endif
};

// Appends

struct Arguments {
    int rounds = 8;
    std::size_t megabytes = 24;
    std::string directory;
    std::string_view only;
    bool is_asked_for(std::string_view part) const { return only.empty() || only == part; }
};

void measure_appends(bench::Figures& figures, const Arguments& arguments, const Directory& directory,
                     std::size_t record_bytes, int threads, int processes) {
    const Load load{record_bytes, threads, processes, arguments.megabytes << 20U};
    const std::vector<std::string> lines = make_lines(record_bytes);
    struct Result {
        std::vector<double> wall_ns, wall_ratio, cpu_ratio;
    };
    std::array<Result, contenders.size()> results;
    for (int round = 0; round < arguments.rounds; ++round) {
        std::array<Cost, contenders.size()> costs;
        // Who comes first finds the disk less busy, so another one does each time.
        for (std::size_t turn = 0; turn < contenders.size(); ++turn) {
            const std::size_t i = (turn + static_cast<std::size_t>(round)) % contenders.size();
            if (processes > 1 && !contenders[i].many_processes) continue;
            const std::string path = directory.fresh_log();
            costs[i] = measure(load, lines, [&] { return contenders[i].make(path); });
        }
        for (std::size_t i = 0; i < contenders.size(); ++i) {
            if (costs[i].wall_ns == 0) continue;
            results[i].wall_ns.push_back(costs[i].wall_ns);
            results[i].wall_ratio.push_back(costs[i].wall_ns / costs[0].wall_ns);
            results[i].cpu_ratio.push_back(costs[i].cpu_ns / costs[0].cpu_ns);
        }
    }
    std::printf("\n%zu bytes a record, %d thread%s, %d process%s\n", record_bytes, threads, threads == 1 ? "" : "s",
                processes, processes == 1 ? "" : "es");
    std::printf("  %-42s %11s %9s %9s %9s\n", "", "appends/s", "us each", "x write", "x CPU");
    for (std::size_t i = 0; i < contenders.size(); ++i) {
        const Result& result = results[i];
        if (result.wall_ns.empty()) continue;
        const double each_ns = median(result.wall_ns);
        std::printf("  %-42s %11.0f %9.2f %9.2f %9.2f\n", contenders[i].title, 1e9 / each_ns, each_ns / 1000,
                    median(result.wall_ratio), median(result.cpu_ratio));
        bench::Result figure{std::to_string(record_bytes) + " bytes appended by " + std::to_string(processes) +
                                 " processes of " + std::to_string(threads) + " threads",
                             contenders[i].title};
        figure.bytes = static_cast<double>(record_bytes);
        figure.threads = threads * processes;
        figure.nanoseconds = each_ns;
        figure.times_first = median(result.wall_ratio);
        figures.add(figure);
    }
}

// Pauses

using Inode = decltype(std::declval<struct ::stat>().st_ino);

/// *Returns* which file has the name. No times are asked for: that would make the next write dearer.
Inode inode_of(const std::string& path) {
    struct ::statx found{};
    return ::statx(AT_FDCWD, path.c_str(), 0, STATX_INO, &found) == 0 ? found.stx_ino : 0;
}

struct Pauses {
    std::vector<double> rotating_us;
    std::vector<double> other_us;
};

/// *Effects* appends `total_bytes` and times each append.
/// \param bytes_per_ms at what rate; 0: as fast as possible.
Pauses time_appends(Sink& sink, const std::string& path, std::size_t total_bytes, std::size_t bytes_per_ms) {
    constexpr std::size_t record_bytes = 8192;
    const std::vector<std::string> lines = make_lines(record_bytes);
    Pauses pauses;
    Inode live = inode_of(path);
    const std::int64_t start_ns = nanoseconds(CLOCK_MONOTONIC);
    for (std::size_t sent = 0; sent < total_bytes; sent += record_bytes) {
        const std::int64_t before_ns = nanoseconds(CLOCK_MONOTONIC);
        sink.append(lines[sent / record_bytes % lines.size()]);
        const std::int64_t after_ns = nanoseconds(CLOCK_MONOTONIC);
        const double took_us = static_cast<double>(after_ns - before_ns) / 1000;
        const Inode named = inode_of(path);
        (named == live ? pauses.other_us : pauses.rotating_us).push_back(took_us);
        live = named;
        if (bytes_per_ms == 0) continue;
        const std::int64_t due_ns = start_ns + static_cast<std::int64_t>(sent / bytes_per_ms) * 1'000'000;
        if (const std::int64_t wait_ns = due_ns - nanoseconds(CLOCK_MONOTONIC); wait_ns > 0) {
            const ::timespec pause{wait_ns / 1'000'000'000, wait_ns % 1'000'000'000};
            ::nanosleep(&pause, nullptr);
        }
    }
    return pauses;
}

struct Rotator {
    const char* title;
    std::unique_ptr<Sink> (*make)(const std::string& path);
    bool in_place;  ///< takes so long that a few rotations are enough
};

constexpr std::array rotators{
    Rotator{"JsonFileOutput<>", make<Loccer<Rotating, Kept>>, false},
    Rotator{"JsonFileOutput<Gzip<6>>", make<Loccer<Rotating, Kept, Gzip<6>>>, false},
    Rotator{"JsonFileOutput<Gzip<6>, SoleWriter>", make<Loccer<Rotating, Kept, Gzip<6>, SoleWriter>>, false},
    Rotator{"JsonFileOutput<Gzip<6>, InPlaceHousekeeping>", make<Loccer<Rotating, Kept, Gzip<6>, InPlaceHousekeeping>>,
            true},
#if defined(LOCCER_BENCH_SPDLOG)
    Rotator{"spdlog rotating_file_sink (never gzip)", make_spdlog_rotating, false},
#endif
};

void add(Pauses& all, const Pauses& more) {
    all.rotating_us.insert(all.rotating_us.end(), more.rotating_us.begin(), more.rotating_us.end());
    all.other_us.insert(all.other_us.end(), more.other_us.begin(), more.other_us.end());
}

void measure_pauses(bench::Figures& figures, const Arguments& arguments, const Directory& directory, const char* title,
                    std::size_t bytes_per_ms, std::size_t rotations) {
    std::array<Pauses, rotators.size()> results;
    const int rounds = (arguments.rounds + 3) / 4;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < rotators.size(); ++i) {
            const std::string path = directory.fresh_log();
            const std::unique_ptr<Sink> sink = rotators[i].make(path);
            const std::size_t times = rotators[i].in_place ? 3 : rotations;
            const std::size_t bytes = (times * 2 + 1) * static_cast<std::size_t>(rotated_bytes) / 2;
            add(results[i], time_appends(*sink, path, bytes, rotators[i].in_place ? 0 : bytes_per_ms));
        }
    }
    std::printf("\nPause of the thread that appends 8192 bytes and rotates at 10 MiB, us; %s\n", title);
    std::printf("  %-46s %6s %9s %9s %9s | %9s %9s\n", "", "times", "median", "p99", "max", "others", "their p99");
    for (std::size_t i = 0; i < rotators.size(); ++i) {
        const Pauses& pauses = results[i];
        std::printf("  %-46s %6zu %9.1f %9.1f %9.1f | %9.1f %9.1f\n", rotators[i].title, pauses.rotating_us.size(),
                    median(pauses.rotating_us), quantile(pauses.rotating_us, 0.99), quantile(pauses.rotating_us, 1),
                    median(pauses.other_us), quantile(pauses.other_us, 0.99));
        bench::Result figure{std::string("the append that rotates, ") + title, rotators[i].title};
        figure.nanoseconds = median(pauses.rotating_us) * 1000;
        figure.lower_quartile = quantile(pauses.rotating_us, 0.25) * 1000;
        figure.upper_quartile = quantile(pauses.rotating_us, 0.75) * 1000;
        figure.times_first = median(pauses.rotating_us) / median(results[0].rotating_us);
        figures.add(figure);
    }
}

// Compression

/// *Returns* how many bytes of lines are compressed in a second, and to which share.
std::pair<double, double> compress_once(loccer::file::GzipCompressor& compressor,
                                        const std::vector<std::string>& lines) {
    std::string text;
    for (std::size_t i = 0; text.size() < static_cast<std::size_t>(rotated_bytes); ++i) text += lines[i % lines.size()];
    std::size_t packed = 0;
    const auto write = [&](std::span<const char> bytes) noexcept {
        packed += bytes.size();
        return 0;
    };
    const std::int64_t before_ns = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
    int error = compressor.begin("errors.log.1");
    for (std::size_t at = 0; at < text.size() && error == 0;) {
        const std::span<char> piece = compressor.input();
        const std::size_t count = text.copy(piece.data(), piece.size(), at);
        at += count;
        error = compressor.feed(count, at == text.size(), write);
    }
    if (error != 0) throw std::runtime_error("the compressor has failed");
    const double seconds = static_cast<double>(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - before_ns) / 1e9;
    const double bytes = static_cast<double>(text.size());
    return {bytes / seconds, static_cast<double>(packed) / bytes};
}

void measure_gzip(bench::Figures& figures, const Arguments& arguments) {
    std::printf("\nCompression of 10 MiB of lines, by CPU time\n  %-42s %11s %11s\n", "", "MB/s", "left, %");
    constexpr std::array levels{1, 6};
    std::array<std::vector<double>, levels.size()> speeds;
    std::array<double, levels.size()> shares{};
    std::vector<std::string> lines;
    // Lines that come again within zlib's window of 32 KiB would tell nothing.
    for (std::string& line : make_lines(8192)) lines.push_back(std::move(line));
    for (int round = 0; round < arguments.rounds; ++round) {
        for (std::size_t i = 0; i < levels.size(); ++i) {
            loccer::file::GzipCompressor compressor(levels[i]);
            const auto [speed, share] = compress_once(compressor, lines);
            speeds[i].push_back(speed / 1e6);
            shares[i] = share;
        }
    }
    for (std::size_t i = 0; i < levels.size(); ++i) {
        std::printf("  Gzip<%d>%-35s %11.0f %11.1f\n", levels[i], "", median(speeds[i]), shares[i] * 100);
        bench::Result figure{"a byte of lines, compressed", "Gzip<" + std::to_string(levels[i]) + '>'};
        figure.bytes = 1;
        figure.nanoseconds = 1000 / median(speeds[i]);
        figure.times_first = median(speeds[0]) / median(speeds[i]);
        figures.add(figure);
    }
}

// The program

int append_only(const Directory& directory, std::string_view key, std::size_t record_bytes, std::size_t count) {
    const std::vector<std::string> lines = make_lines(record_bytes);
    for (const Contender& contender : contenders) {
        if (key != contender.key) continue;
        const std::unique_ptr<Sink> sink = contender.make(directory.fresh_log());
        for (std::size_t i = 0; i < count; ++i) sink->append(lines[i % lines.size()]);
        return 0;
    }
    std::fprintf(stderr, "storage: no contender is named %s\n", std::string(key).c_str());
    return 2;
}

int run(std::span<char*> words) {
    Arguments arguments;
    std::vector<std::string_view> append;
    const auto number = [](std::string_view text) { return std::strtoul(std::string(text).c_str(), nullptr, 10); };
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view word = words[i];
        const std::size_t left = words.size() - i - 1;
        if (word == "--rounds" && left > 0) arguments.rounds = static_cast<int>(number(words[++i]));
        else if (word == "--megabytes" && left > 0) arguments.megabytes = number(words[++i]);
        else if (word == "--directory" && left > 0) arguments.directory = words[++i];
        else if (word == "--only" && left > 0) arguments.only = words[++i];
        else if (word == "--append" && left > 2) append = {words[i + 1], words[i + 2], words[i + 3]}, i += 3;
        else throw std::runtime_error("does not know, or misses something behind: " + std::string(word));
    }
    const Directory directory(arguments.directory);
    if (!append.empty()) return append_only(directory, append[0], number(append[1]), number(append[2]));

    bench::Figures figures("storage");
    std::printf("Storage in %s, which is %s, with %u processors; medians of %d rounds by turns\n",
                directory.path().c_str(), directory.file_system().c_str(), std::thread::hardware_concurrency(),
                arguments.rounds);
    if (arguments.is_asked_for("appends")) {
        for (const std::size_t record_bytes : {1024U, 8192U}) {
            for (const int processes : {1, 4}) {
                for (const int threads : {1, 8})
                    measure_appends(figures, arguments, directory, record_bytes, threads, processes);
            }
        }
        std::puts("  \"x write\" by the clock, \"x CPU\" by the processor time of the threads that append");
#if defined(LOCCER_BENCH_SPDLOG)
        std::puts(
            "  spdlog is flushed after each record. It does not notice a removed or renamed file, repairs no torn "
            "line,\n"
            "  keeps no record whole among processes, rotates for one process only, and tells of no failed write.");
#else
        std::puts("  spdlog was not found when this was built");
#endif
    }
    if (arguments.is_asked_for("pauses")) {
        measure_pauses(figures, arguments, directory, "as fast as it goes", 0, 24);
        measure_pauses(figures, arguments, directory, "40 MB a second", 40'000, 6);
    }
    if (arguments.is_asked_for("gzip")) measure_gzip(figures, arguments);
    return 0;
}

}  // namespace

int main(int argument_count, char** arguments) {
    try {
        return run({arguments, static_cast<std::size_t>(argument_count)});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "storage: %s\n", error.what());
        return 1;
    }
}
