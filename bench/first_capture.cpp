// SPDX-License-Identifier: MIT
// What the first record of a place costs the thread that captures: the very first of a program, which reads debug
// information, and the first of each of many other places; with names looked up in place and on another thread. Each
// contender runs in processes of its own, in turns; the medians are printed.
//
// Usage: first_capture [--rounds N]

#include "table.hpp"

#include <loccer/loccer.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

constexpr int places = 64;

using InPlace = loccer::Loccer<loccer::NullOutput>;
using Later = loccer::Loccer<loccer::NullOutput, loccer::SymbolizedFramesOn<loccer::ResolverThread>>;
using Raw = loccer::Loccer<loccer::NullOutput, loccer::RawFrames>;

template <int Place>
[[gnu::noinline]] int fail(int depth) {
    if (depth == 0) throw std::runtime_error("order 17 was not settled: no answer within 200 ms");
    volatile int more = fail<Place>(depth - 1);
    return more + Place;
}

/// *Returns* the nanoseconds of the capture alone.
template <int Place, class Log>
[[gnu::noinline]] double record_at(Log& log) {
    using Clock = std::chrono::steady_clock;
    try {
        fail<Place>(5);
    } catch (const std::exception&) {
        const Clock::time_point begin = Clock::now();
        log.capture_exception();
        return std::chrono::duration<double, std::nano>(Clock::now() - begin).count();
    }
    return 0;
}

template <class Log, int... Places>
std::array<double, places> record_all(Log& log, std::integer_sequence<int, Places...> /*all*/) {
    return {record_at<Places>(log)...};
}

struct Taken {
    double first = 0;
    double next = 0;
    double deferred = 0;
};

double median(std::vector<double> all) {
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
    return all[all.size() / 2];
}

/// *Returns* what the captures took in a process that has captured nothing before.
template <class Log>
Taken taken_in_a_process() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return {};
    const ::pid_t child = ::fork();
    if (child == 0) {
        Log log;
        const auto all = record_all(log, std::make_integer_sequence<int, places>{});
        const Taken taken{all[0], median({all.begin() + 1, all.end()}), static_cast<double>(log.statistics().deferred)};
        if (::write(ends[1], &taken, sizeof taken) != static_cast<::ssize_t>(sizeof taken)) ::_exit(1);
        ::_exit(0);
    }
    ::close(ends[1]);
    Taken taken;
    if (::read(ends[0], &taken, sizeof taken) != static_cast<::ssize_t>(sizeof taken)) taken = {};
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return taken;
}

struct Contender {
    const char* name;
    Taken (*run)();
    std::vector<double> first{};
    std::vector<double> next{};
    double deferred = 0;
};

}  // namespace

int main(int argc, char** argv) {
    int rounds = 15;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::string_view(argv[i]) == "--rounds") rounds = std::atoi(argv[i + 1]);
    }
    std::vector<Contender> contenders;
    contenders.push_back({"SymbolizedFrames", &taken_in_a_process<InPlace>});
    contenders.push_back({"SymbolizedFramesOn<ResolverThread>", &taken_in_a_process<Later>});
    contenders.push_back({"RawFrames", &taken_in_a_process<Raw>});
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < contenders.size(); ++i) {
            Contender& contender = contenders[(i + static_cast<std::size_t>(round)) % contenders.size()];
            const Taken taken = contender.run();
            contender.first.push_back(taken.first / 1000);
            contender.next.push_back(taken.next / 1000);
            contender.deferred = taken.deferred;
        }
    }
    bench::Figures figures("first_capture");
    std::printf("%-40s %18s %24s %10s\n", "", "first, microseconds", "first of a place", "deferred");
    for (const Contender& contender : contenders) {
        std::printf("%-40s %18.1f %24.1f %10.0f\n", contender.name, median(contender.first), median(contender.next),
                    contender.deferred);
        const auto add = [&](const char* question, const std::vector<double>& taken, const std::vector<double>& first) {
            bench::Result result{question, contender.name};
            result.nanoseconds = median(taken) * 1000;
            result.times_first = median(taken) / median(first);
            figures.add(result);
        };
        add("the first record of a program", contender.first, contenders[0].first);
        add("the first record of a further place", contender.next, contenders[0].next);
    }
}
