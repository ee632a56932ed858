// SPDX-License-Identifier: MIT
// What it costs to record an exception that is thrown five calls down, the throw included: by loccer with raw and with
// named frames, with and without `platform`, to no output, to memory and to a file; beside the bare throw and catch, a
// line of spdlog that is flushed, and what one would write with Boost.Stacktrace, nlohmann's JSON and std::ofstream.
// All of them take turns in one run; the median of many rounds is printed, and how many times as long as the bare throw
// and catch it takes.
//
// Usage: capture [--rounds N] [--directory PATH] [--once NAME]: with --once, one contender a thousand times, for
// callgrind

#include <loccer/loccer.hpp>

#include <boost/stacktrace/stacktrace.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#if defined(LOCCER_BENCH_NLOHMANN)
#include <nlohmann/json.hpp>
#endif
#if defined(LOCCER_BENCH_SPDLOG)
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#endif

namespace {

[[gnu::noinline]] int fail(int depth) {
    if (depth == 0) throw std::runtime_error("order 17 was not settled: no answer within 200 ms");
    volatile int more = fail(depth - 1);
    return more + 1;
}

template <class Record>
void throw_and(Record record) {
    try {
        fail(5);
    } catch (const std::exception& error) {
        record(error);
    }
}

template <class Log>
std::function<void()> recorded_by(Log& log) {
    return [&log] { throw_and([&log](const std::exception&) { log.capture_exception(); }); };
}

struct Contender {
    const char* name;
    std::function<void()> once;
    std::vector<double> nanoseconds{};
};

double median(std::vector<double> all) {
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
    return all[all.size() / 2];
}

void measure(std::vector<Contender>& contenders, int rounds) {
    constexpr int calls = 200;
    for (int round = -1; round < rounds; ++round) {
        for (std::size_t i = 0; i < contenders.size(); ++i) {
            using Clock = std::chrono::steady_clock;
            Contender& contender = contenders[(i + static_cast<std::size_t>(round + 1)) % contenders.size()];
            const Clock::time_point begin = Clock::now();
            for (int call = 0; call < calls; ++call) contender.once();
            const std::chrono::duration<double, std::nano> taken = Clock::now() - begin;
            if (round >= 0) contender.nanoseconds.push_back(taken.count() / calls);
        }
    }
    const double bare = median(contenders[0].nanoseconds);
    std::printf("%-52s %10s %12s\n", "", "ns", "times bare");
    for (const Contender& contender : contenders) {
        const double taken = median(contender.nanoseconds);
        std::printf("%-52s %10.0f %12.2f\n", contender.name, taken, taken / bare);
    }
}

}  // namespace

int main(int argc, char** argv) {
    int rounds = 41;
    std::string directory = "/tmp";
    std::string_view only;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        if (option == "--rounds") rounds = std::atoi(argv[i + 1]);
        else if (option == "--directory") directory = argv[i + 1];
        else if (option == "--once") only = argv[i + 1];
    }
    std::string folder = directory + "/loccer_capture_XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) {
        std::fprintf(stderr, "capture: cannot make a directory in %s: %s\n", directory.c_str(), std::strerror(errno));
        return 1;
    }

    loccer::Loccer<loccer::NullOutput, loccer::RawFrames> raw;
    loccer::Loccer<loccer::NullOutput> named;
    loccer::Loccer<loccer::NullOutput, loccer::SymbolizedFramesOn<loccer::ResolverThread>> named_later;
    loccer::Loccer<loccer::NullOutput, loccer::PlatformIntegration> platform;
    loccer::Loccer<loccer::InMemoryOutput, loccer::PlatformIntegration> memory;
    loccer::Loccer<loccer::JsonFileOutput<>, loccer::PlatformIntegration> file{
        loccer::JsonFileOutput<>(folder + "/errors.log")};

    std::vector<Contender> contenders;
    contenders.push_back({"bare throw and catch", [] { throw_and([](const std::exception&) {}); }});
    contenders.push_back({"loccer, raw frames, no output", recorded_by(raw)});
    contenders.push_back({"loccer, no output", recorded_by(named)});
    contenders.push_back({"loccer, names on another thread, no output", recorded_by(named_later)});
    contenders.push_back({"loccer with platform, no output", recorded_by(platform)});
    contenders.push_back({"loccer with platform, to memory", recorded_by(memory)});
    contenders.push_back({"loccer with platform, to a file", recorded_by(file)});
#if defined(LOCCER_BENCH_SPDLOG)
    spdlog::logger logger("bench", std::make_shared<spdlog::sinks::basic_file_sink_st>(folder + "/spdlog.log"));
    contenders.push_back({"spdlog, the message alone, flushed", [&] {
                              throw_and([&](const std::exception& error) {
                                  logger.error(error.what());
                                  logger.flush();
                              });
                          }});
#endif
#if defined(LOCCER_BENCH_NLOHMANN)
    std::ofstream usual(folder + "/usual.log", std::ios::app);
    contenders.push_back({"Boost.Stacktrace, nlohmann, ofstream; addresses", [&] {
                              throw_and([&](const std::exception& error) {
                                  nlohmann::json record{{"type", typeid(error).name()}, {"msg", error.what()}};
                                  for (const auto& frame : boost::stacktrace::stacktrace()) {
                                      record["frames"].push_back(reinterpret_cast<std::uintptr_t>(frame.address()));
                                  }
                                  usual << record.dump() << std::endl;
                              });
                          }});
#endif
    if (only.empty()) {
        measure(contenders, rounds);
    } else {
        for (Contender& contender : contenders) {
            if (contender.name != only) continue;
            for (int call = 0; call < 1000; ++call) contender.once();
        }
    }
    std::filesystem::remove_all(folder);
}
