// SPDX-License-Identifier: MIT
// What the first stack of a process costs, whose functions, files and lines nobody has asked for yet: time, and how
// much more of the process is in memory afterwards. Each time is a process of its own. The program is built once for
// each library that reads debug information; the first of them is given the others to compare with, and they take
// turns.
//
// Usage: first_stack [OTHER...]    or: first_stack --once

#include "table.hpp"

#include <loccer/loccer.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::string_view library = LOCCER_CFG_LIBDW               ? "libdw"
                                     : LOCCER_CFG_LIBBACKTRACE != 0 ? "libbacktrace"
                                                                    : "none";
constexpr int depth = 28;  // and main, and two of the C library
constexpr int rounds = 21;

struct Sample {
    double first_ms = 0;      // of a stack
    double next_us = 0;       // an address of the same module, seen for the first time
    double resident_mib = 0;  // what has come
    int frames = 0;
    int lines = 0;  // frames with a line
};

double resident_mib() {
    long total = 0;
    long resident = 0;
    if (std::FILE* const file = std::fopen("/proc/self/statm", "r"); file != nullptr) {
        if (std::fscanf(file, "%ld %ld", &total, &resident) != 2) resident = 0;
        std::fclose(file);
    }
    return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

template <class Body>
double microseconds(Body body) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point begin = Clock::now();
    body();
    return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

void resolve(const loccer::trace::Stack& stack, Sample& sample) {
    auto view = loccer::trace::symbolizer.pin();
    sample.frames = 0;
    sample.lines = 0;
    for (const void* address : stack.addresses()) {
        ++sample.frames;
        view.resolve(address, true,
                     [&](const loccer::trace::ResolvedFrame& frame) { sample.lines += frame.lineno != 0; });
    }
}

Sample measure() {
    Sample sample;
    loccer::trace::Stack stack;
    stack.capture();
    const double before = resident_mib();
    sample.first_ms = microseconds([&] { resolve(stack, sample); }) / 1000;
    sample.resident_mib = resident_mib() - before;
    constexpr int others = 50;
    const auto* const code = reinterpret_cast<const char*>(&resolve);
    sample.next_us = microseconds([&] {
                         for (int i = 1; i <= others; ++i) {
                             loccer::trace::symbolizer.resolve(code + i, false, [](const auto&) {});
                         }
                     }) /
                     others;
    return sample;
}

template <int Depth>
[[gnu::noinline]] Sample at_depth() {
    Sample sample;
    if constexpr (Depth == 0) sample = measure();
    else sample = at_depth<Depth - 1>();
    __asm__ volatile("" : : : "memory");  // so that the call before is none of the last
    return sample;
}

int measure_once() {
    const Sample sample = at_depth<depth>();
    std::printf("%s %f %f %f %d %d\n", library.data(), sample.first_ms, sample.next_us, sample.resident_mib,
                sample.frames, sample.lines);
    return 0;
}

struct Contender {
    std::string program;
    std::string library;
    std::vector<Sample> samples;
};

bool run(Contender& contender) {
    std::FILE* const output = ::popen(("'" + contender.program + "' --once").c_str(), "r");
    if (output == nullptr) return false;
    Sample sample;
    char name[32] = "";
    const int read = std::fscanf(output, "%31s %lf %lf %lf %d %d", name, &sample.first_ms, &sample.next_us,
                                 &sample.resident_mib, &sample.frames, &sample.lines);
    contender.library = name;
    contender.samples.push_back(sample);
    return ::pclose(output) == 0 && read == 6;
}

double median_of(const std::vector<Sample>& samples, double Sample::* member) {
    std::vector<double> values;
    for (const Sample& sample : samples) values.push_back(sample.*member);
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
    if (count > 1 && std::strcmp(arguments[1], "--once") == 0) return measure_once();
    std::vector<Contender> contenders;
    for (int i = 0; i < count; ++i) contenders.push_back({arguments[i], "", {}});
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < contenders.size(); ++i) {
            Contender& contender = contenders[(i + static_cast<std::size_t>(round)) % contenders.size()];
            if (!run(contender)) {
                std::fprintf(stderr, "first_stack: %s --once failed\n", contender.program.c_str());
                return 1;
            }
        }
    }
    bench::Figures figures("first_stack");
    std::printf("%-14s %7s %7s %14s %13s %16s\n", "", "frames", "lines", "first stack ms", "resident MiB",
                "next address us");
    for (const Contender& contender : contenders) {
        const Sample& sample = contender.samples.front();
        std::printf("%-14s %7d %7d %14.1f %13.1f %16.1f\n", contender.library.c_str(), sample.frames, sample.lines,
                    median_of(contender.samples, &Sample::first_ms),
                    median_of(contender.samples, &Sample::resident_mib),
                    median_of(contender.samples, &Sample::next_us));
        bench::Result result{"the first stack of a process", contender.library};
        result.bytes = median_of(contender.samples, &Sample::resident_mib) * 1024 * 1024;
        result.nanoseconds = median_of(contender.samples, &Sample::first_ms) * 1e6;
        result.times_first = result.nanoseconds / 1e6 / median_of(contenders[0].samples, &Sample::first_ms);
        result.frames = sample.frames;
        figures.add(result);
    }
    return 0;
}
