// SPDX-License-Identifier: MIT
// Whether captures on several threads go on beside each other: what an exception that is thrown five calls down and
// recorded takes of the clock, when one thread does it and when two, four and eight do, as far as there are processors.
// The time is divided by the number of captures, so two threads that don't disturb each other need half of it. The bare
// throw and catch says what the machine and the run-time library let them do.

#include "folder.hpp"
#include "harness.hpp"

#include <loccer/loccer.hpp>
#include <loccer/outputs/ring_file.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

[[gnu::noinline]] int fail(int depth) {
    if (depth == 0) throw std::runtime_error("order 17 was not settled: no answer within 200 ms");
    volatile int more = fail(depth - 1);
    return more + 1;
}

template <class Record>
void add(bench::Program& program, const char* question, Record record) {
    for (const int threads : {1, 2, 4, 8}) {
        if (threads > 2 && static_cast<unsigned>(threads) > std::thread::hardware_concurrency()) break;
        const std::string name = std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        program.add(question, name, {.counted_times = 0, .threads = threads}, [record] {
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
    static const bench::Folder folder;  // so that it is removed however the program ends
    bench::Program program;
    loccer::Loccer<loccer::NullOutput> none;
    loccer::Loccer<loccer::InMemoryOutput, loccer::RawFrames> raw;
    loccer::Loccer<loccer::InMemoryOutput, loccer::PlatformIntegration> memory;
    loccer::Loccer<loccer::RingFileOutput<>, loccer::PlatformIntegration> ring{
        loccer::RingFileOutput<>(folder.file("errors.ring"))};
    loccer::Loccer<loccer::JsonFileOutput<>, loccer::PlatformIntegration> file{
        loccer::JsonFileOutput<>(folder.file("errors.log"))};
    add(program, "bare throw and catch", [] {});
    add(program, "recorded, no output", [&none] { none.capture_exception(); });
    add(program, "recorded, raw frames, to memory", [&raw] { raw.capture_exception(); });
    add(program, "recorded with platform, to memory", [&memory] { memory.capture_exception(); });
    add(program, "recorded with platform, to a ring file", [&ring] { ring.capture_exception(); });
    add(program, "recorded with platform, to a file", [&file] { file.capture_exception(); });
    return program.run(argument_count, arguments);
}
