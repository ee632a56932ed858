// SPDX-License-Identifier: MIT
// What it costs to store a record in a RingFileOutput, beside copying its bytes into memory, and beside appending it to
// a file by a bare write(2) and by JsonFileOutput. The contenders take turns in short batches; what is shown is the
// median over them, which a busy machine can move for all together.
//
// Usage: ring [--rounds N] [--directory PATH]
// LOCCER_BENCH_JSON names a file for the figures.
//        ring --store RECORD_BYTES COUNT [--directory PATH]: stores in a ring only, to be run under a tracer

#include "storage.hpp"
#include "table.hpp"

#include <loccer/event/record.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/json_file.hpp>
#include <loccer/outputs/ring_file.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using loccer::MiB;
using storage_bench::Directory;
using storage_bench::make_lines;
using storage_bench::median;
using storage_bench::nanoseconds;

constexpr std::size_t ring_bytes = 4 * MiB;
using Ring = loccer::RingFileOutput<ring_bytes>;
using File = loccer::JsonFileOutput<loccer::MaxSize<0>>;

/// Copies into memory as large as the ring, round and round: what nothing that keeps a record can do without.
class Copies {
  public:
    Copies() : memory_(ring_bytes, '\0') {}
    void append(std::string_view line) {
        if (at_ + line.size() > memory_.size()) at_ = 0;
        std::memcpy(memory_.data() + at_, line.data(), line.size());
        at_ += line.size();
        asm volatile("" : : "r"(memory_.data()) : "memory");
    }

  private:
    std::vector<char> memory_;
    std::size_t at_ = 0;
};

class Writes {
  public:
    explicit Writes(const std::string& path)
        : number_(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
        if (number_ < 0) throw std::runtime_error("cannot open " + path);
    }
    Writes(const Writes&) = delete;
    Writes& operator=(const Writes&) = delete;
    ~Writes() { ::close(number_); }
    void append(std::string_view line) const {
        if (::write(number_, line.data(), line.size()) != static_cast<::ssize_t>(line.size())) std::abort();
    }
    /// Files shall not grow without end; a truncated one is as good as new.
    void empty() const {
        if (::ftruncate(number_, 0) != 0) std::abort();
    }

  private:
    int number_;
};

template <class Output>
void store(Output& output, std::string_view line) {
    static const loccer::Event event;
    if (!output.write(loccer::Record(line, event))) throw std::runtime_error(output.last_error().what());
}

/// *Returns* what a call takes. *Units* nanoseconds.
template <class Append>
double time_batch(const std::vector<std::string>& lines, std::size_t count, Append append) {
    const std::int64_t before = nanoseconds(CLOCK_MONOTONIC);
    for (std::size_t i = 0; i < count; ++i) append(lines[i % lines.size()]);
    return static_cast<double>(nanoseconds(CLOCK_MONOTONIC) - before) / static_cast<double>(count);
}

void measure_one_thread(bench::Figures& figures, const std::string& place, std::size_t record_bytes, int rounds) {
    constexpr std::size_t batch = 200;
    constexpr std::array titles{"memcpy into memory", "RingFileOutput<4 MiB>", "write(2), O_APPEND",
                                "JsonFileOutput<>"};
    const std::vector<std::string> lines = make_lines(record_bytes);
    Copies copies;
    Ring ring(place + "/errors.ring");
    const Writes writes(place + "/bare.log");
    std::array<std::vector<double>, titles.size()> results;
    // Twice round the ring before anything counts: the first time each page is new.
    for (std::size_t i = 0; i * record_bytes < 2 * ring_bytes; ++i) store(ring, lines[i % lines.size()]);
    for (int round = 0; round < rounds; ++round) {
        ::unlink((place + "/errors.log").c_str());
        File file(place + "/errors.log");
        store(file, lines[0]);
        writes.empty();
        results[0].push_back(time_batch(lines, batch, [&](std::string_view line) { copies.append(line); }));
        results[1].push_back(time_batch(lines, batch, [&](std::string_view line) { store(ring, line); }));
        results[2].push_back(time_batch(lines, batch, [&](std::string_view line) { writes.append(line); }));
        results[3].push_back(time_batch(lines, batch, [&](std::string_view line) { store(file, line); }));
    }
    std::printf("\n%zu bytes a record\n  %-28s %10s %10s %10s\n", record_bytes, "", "ns", "ns a KB", "x write");
    const double write_ns = median(results[2]);
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const double each_ns = median(results[i]);
        std::printf("  %-28s %10.0f %10.1f %10.2f\n", titles[i], each_ns,
                    each_ns * 1024 / static_cast<double>(record_bytes), each_ns / write_ns);
        bench::Result result{"a record of " + std::to_string(record_bytes) + " bytes, stored", titles[i]};
        result.bytes = static_cast<double>(record_bytes);
        result.nanoseconds = each_ns;
        result.times_first = each_ns / median(results[0]);
        figures.add(result);
    }
}

/// What a record costs where several threads store.
struct Contended {
    std::vector<double> per_second;  ///< of all threads together
    std::vector<double> cpu_ns;      ///< of a processor, for one record
};

void store_by_threads(Ring& ring, const std::vector<std::string>& lines, int threads, Contended& result) {
    constexpr std::size_t count = 40'000;
    std::vector<std::thread> others;
    const std::int64_t before = nanoseconds(CLOCK_MONOTONIC);
    const std::int64_t cpu_before = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto work = [&] {
        for (std::size_t i = 0; i < count; ++i) store(ring, lines[i % lines.size()]);
    };
    for (int i = 1; i < threads; ++i) others.emplace_back(work);
    work();
    for (std::thread& other : others) other.join();
    const double all = static_cast<double>(count) * threads;
    result.per_second.push_back(all * 1e9 / static_cast<double>(nanoseconds(CLOCK_MONOTONIC) - before));
    result.cpu_ns.push_back(static_cast<double>(nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_before) / all);
}

void measure_threads(bench::Figures& figures, const std::string& place, std::size_t record_bytes, int rounds) {
    constexpr std::array threads{1, 2, 8};
    const std::vector<std::string> lines = make_lines(record_bytes);
    Ring ring(place + "/errors.ring");
    std::array<Contended, threads.size()> results;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < threads.size(); ++i) store_by_threads(ring, lines, threads[i], results[i]);
    }
    std::printf("\n%zu bytes a record, several threads\n  %-28s %10s %10s\n", record_bytes, "", "records/s", "CPU ns");
    for (std::size_t i = 0; i < threads.size(); ++i) {
        std::printf("  %d thread%-20s %10.0f %10.0f\n", threads[i], threads[i] == 1 ? "" : "s",
                    median(results[i].per_second), median(results[i].cpu_ns));
        bench::Result result{"a record of " + std::to_string(record_bytes) + " bytes, stored by several threads",
                             std::to_string(threads[i])};
        result.bytes = static_cast<double>(record_bytes);
        result.threads = threads[i];
        result.nanoseconds = 1e9 / median(results[i].per_second);
        result.times_first = median(results[0].per_second) / median(results[i].per_second);
        figures.add(result);
    }
}

int run(std::span<char*> words) {
    int rounds = 200;
    std::string directory;
    std::vector<std::string> store_only;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view word = words[i];
        const std::size_t left = words.size() - i - 1;
        if (word == "--rounds" && left > 0) {
            rounds = std::max(1, std::atoi(words[++i]));
        } else if (word == "--directory" && left > 0) {
            directory = words[++i];
        } else if (word == "--store" && left > 1) {
            store_only = {words[i + 1], words[i + 2]};
            i += 2;
        } else {
            std::fprintf(stderr, "usage: ring [--rounds N] [--directory PATH] [--store RECORD_BYTES COUNT]\n");
            return 2;
        }
    }
    const Directory place(directory);
    if (!store_only.empty()) {
        const std::vector<std::string> lines = make_lines(std::strtoul(store_only[0].c_str(), nullptr, 10));
        Ring ring(place.path() + "/errors.ring");
        const std::size_t count = std::strtoul(store_only[1].c_str(), nullptr, 10);
        for (std::size_t i = 0; i < count; ++i) store(ring, lines[i % lines.size()]);
        return 0;
    }
    std::printf("A ring in %s, which is %s, with %u processors; medians of %d batches by turns\n", place.path().c_str(),
                place.file_system().c_str(), std::thread::hardware_concurrency(), rounds);
    bench::Figures figures("ring");
    for (const std::size_t record_bytes : {256U, 1024U, 4700U, 8192U}) {
        measure_one_thread(figures, place.path(), record_bytes, rounds);
    }
    measure_threads(figures, place.path(), 1024, std::min(rounds, 10));
    return 0;
}

}  // namespace

int main(int argument_count, char** arguments) {
    try {
        return run({arguments, static_cast<std::size_t>(argument_count)});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "ring: %s\n", error.what());
        return 1;
    }
}
