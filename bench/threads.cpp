// SPDX-License-Identifier: MIT
// Whether captures on two threads go on beside each other: what an exception that is thrown five calls down and
// recorded takes of the clock, when one thread does it and when two do. The time is divided by the number of captures,
// so two threads that don't disturb each other need half of it. The bare throw and catch says what the machine and the
// run-time library let two threads do.

#include "harness.hpp"

#include <loccer/loccer.hpp>

#include <exception>
#include <stdexcept>
#include <string>

namespace {

[[gnu::noinline]] int fail(int depth) {
    if (depth == 0) throw std::runtime_error("order 17 was not settled: no answer within 200 ms");
    volatile int more = fail(depth - 1);
    return more + 1;
}

template <class Record>
void add(bench::Program& program, const char* question, Record record) {
    for (const int threads : {1, 2}) {
        program.add(question, threads == 1 ? "one thread" : "two threads", {.counted_times = 0, .threads = threads},
                    [record] {
                        try {
                            fail(5);
                        } catch (const std::exception&) {
                            record();
                        }
                    });
    }
}

}  // namespace

int main(int argument_count, char** arguments) {
    bench::Program program;
    loccer::Loccer<loccer::NullOutput> none;
    loccer::Loccer<loccer::InMemoryOutput, loccer::RawFrames> raw;
    loccer::Loccer<loccer::InMemoryOutput, loccer::PlatformIntegration> memory;
    add(program, "bare throw and catch", [] {});
    add(program, "recorded, no output", [&none] { none.capture_exception(); });
    add(program, "recorded, raw frames, to memory", [&raw] { raw.capture_exception(); });
    add(program, "recorded with platform, to memory", [&memory] { memory.capture_exception(); });
    return program.run(argument_count, arguments);
}
