// SPDX-License-Identifier: MIT
// How long it takes to write down the addresses of a stack: by loccer, by Boost.Stacktrace, by the C library's
// backtrace() and by the unwinder of the run-time library that these two ask. All of them at the same place of a stack,
// in turns within one run; the median of many rounds is printed, and how many times as long as loccer the others take.

#include <loccer/trace/stack.hpp>

#include <boost/stacktrace/safe_dump_to.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <execinfo.h>
#include <iterator>
#include <unwind.h>
#include <vector>

namespace {

using loccer::trace::StackRoom;

StackRoom room;

struct Way {
    const char* name;
    std::size_t (*dump)();
};

constexpr Way ways[] = {
    {"loccer", [] { return loccer::trace::dump_stack(room); }},
    {"_Unwind_Backtrace",
     [] {
         std::size_t count = 0;
         ::_Unwind_Backtrace(
             [](::_Unwind_Context* context, void* argument) {
                 auto& at = *static_cast<std::size_t*>(argument);
                 if (at == room.size()) return _URC_NORMAL_STOP;
                 room[at++] = reinterpret_cast<const void*>(::_Unwind_GetIP(context));
                 return _URC_NO_REASON;
             },
             &count);
         return count;
     }},
    {"backtrace()",
     [] {
         static std::array<void*, LOCCER_CFG_MAX_FRAMES> found;
         return static_cast<std::size_t>(::backtrace(found.data(), static_cast<int>(found.size())));
     }},
    {"Boost.Stacktrace", [] { return boost::stacktrace::safe_dump_to(room.data(), sizeof room); }},
};

constexpr std::size_t rounds = 41;
constexpr int calls = 400;

void measure(int depth) {
    std::vector<double> nanoseconds[std::size(ways)];
    for (std::size_t round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < std::size(ways); ++i) {
            using Clock = std::chrono::steady_clock;
            const std::size_t way = (i + round) % std::size(ways);
            const Clock::time_point begin = Clock::now();
            for (int call = 0; call < calls; ++call) {
                const std::size_t count = ways[way].dump();
                __asm__ volatile("" : : "r"(count) : "memory");
            }
            const std::chrono::duration<double, std::nano> taken = Clock::now() - begin;
            nanoseconds[way].push_back(taken.count() / calls);
        }
    }
    double fastest = 0;
    for (std::size_t way = 0; way < std::size(ways); ++way) {
        std::vector<double>& all = nanoseconds[way];
        std::nth_element(all.begin(), all.begin() + rounds / 2, all.end());
        const double median = all[rounds / 2];
        if (way == 0) fastest = median;
        const std::size_t frames = ways[way].dump();
        std::printf("%-18s %5d %7zu %10.0f %12.1f %8.1f\n", ways[way].name, depth, frames, median,
                    median / static_cast<double>(frames), median / fastest);
    }
}

[[gnu::noinline]] int at_depth(int depth, int whole) {
    if (depth == 0) measure(whole);
    else at_depth(depth - 1, whole);
    volatile int kept = depth;  // so that the call before is none of the last
    return kept;
}

}  // namespace

int main() {
    std::printf("%-18s %5s %7s %10s %12s %8s\n", "", "depth", "frames", "ns", "ns a frame", "times");
    for (const int depth : {10, 30, 100}) at_depth(depth, depth);
}
