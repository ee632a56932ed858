// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_HARNESS_HPP
#define LOCCER_BENCH_HARNESS_HPP

// What the benchmarks have in common. A program asks questions, and each has contenders that answer it. Google
// Benchmark measures them, in rounds: in each round every contender of a question runs for half a millisecond, in an
// order that is shuffled anew. What else the machine does falls on all of a round, so beside the median time stands the
// median of how many times as long as the question's first contender it took within a round: that is the figure to
// trust.
//
// Usage of each program: PROGRAM [--rounds N] [--filter TEXT] [--instructions] [--json FILE]
//                    or: PROGRAM --once QUESTION/CONTENDER [TIMES]
//   --filter        only contenders whose question or name has TEXT in it
//   --instructions  counts them too
//   --json          writes the figures to a file as well
//   --once          does one thing some times, for a profiler; callgrind sees nothing else with
//                   valgrind --tool=callgrind --collect-atstart=no PROGRAM --once QUESTION/CONTENDER

#include <benchmark/benchmark.h>

#include "instructions.hpp"
#include "table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bench {

/// *Effects* makes the compiler believe that the value is read, and all memory read and written.
template <class Value>
void keep(const Value& value) {
    __asm__ volatile("" : : "r"(&value) : "memory");
}

/// How a contender is measured.
struct Load {
    double bytes = 0;                  ///< that it makes each time; 0 where that says nothing
    std::int64_t counted_times = 960;  ///< over which its instructions are counted; 0: they say nothing
    int threads = 1;                   ///< that do it at the same time
    /// Calls what it is given where the contender is to be measured, such as deep in a stack, or after it has made
    /// something ready, which is not measured. Empty: it is called at once.
    std::function<void(const std::function<void()>&)> within{};
};

/// The questions of one program and who answers them.
class Program {
  public:
    /// *Effects* adds a contender to a question. The first of each is what the others are compared with.
    /// \param once does it once; it is called again and again, by all threads. What it returns, if anything, is how
    /// many frames it has taken.
    template <class Once>
    void add(const std::string& question, const std::string& name, const Load& load, Once once) {
        const auto frames = std::make_shared<double>(0);
        auto do_once = [once, frames]() mutable {
            if constexpr (std::is_void_v<decltype(once())>) once();
            else *frames = static_cast<double>(once());
        };
        const auto repeat = [do_once, within = load.within](std::int64_t times) mutable {
            const auto all = [&] {
                for (std::int64_t i = 0; i < times; ++i) do_once();
            };
            within ? within(all) : all();
        };
        const auto measured = [do_once, within = load.within](benchmark::State& state) mutable {
            const auto all = [&] {
                for ([[maybe_unused]] const auto unused : state) do_once();
            };
            within ? within(all) : all();
        };
        // Its name is a number: it is found by a regular expression.
        const std::string number = "contender" + std::to_string(contenders_.size());
        benchmark::internal::Benchmark* const by_google = benchmark::RegisterBenchmark(number.c_str(), measured);
        by_google->Threads(load.threads)->UseRealTime();
        contenders_.push_back({{question, name, load.bytes, load.threads},
                               load.counted_times,
                               repeat,
                               by_google,
                               "^" + number + "/",
                               frames});
    }

    /// *Effects* does what the program was asked for. *Returns* what main() returns.
    int run(int argument_count, char** arguments) {
        if (argument_count > 2 && std::string_view(arguments[1]) == "--once") {
            return run_once(arguments[2], argument_count > 3 ? std::atoll(arguments[3]) : 1000);
        }
        int rounds = 101;
        bool counts = false;
        const char* json = nullptr;
        for (int i = 1; i < argument_count; ++i) {
            const std::string_view option = arguments[i];
            const bool has_value = i + 1 < argument_count;
            if (option == "--instructions") counts = true;
            else if (option == "--rounds" && has_value) rounds = std::max(1, std::atoi(arguments[++i]));
            else if (option == "--filter" && has_value) keep_only(arguments[++i]);
            else if (option == "--json" && has_value) json = arguments[++i];
            else return usage(arguments[0]);
        }
        if (counts) count(arguments);
        std::vector<Result> results;
        for (std::size_t begin = 0; begin < contenders_.size();) {
            const std::size_t end = end_of_question(begin);
            measure(begin, end, rounds);
            results.clear();
            for (std::size_t i = begin; i < end; ++i) results.push_back(contenders_[i].result);
            print_table(results);
            begin = end;
        }
        results.clear();
        for (const Contender& contender : contenders_) results.push_back(contender.result);
        return json == nullptr || write_json(json, arguments[0], results) ? 0 : 1;
    }

  private:
    struct Contender {
        Result result;
        std::int64_t counted_times;
        std::function<void(std::int64_t)> repeat;
        benchmark::internal::Benchmark* by_google;
        std::string pattern;
        std::shared_ptr<const double> frames;
        benchmark::IterationCount iterations = 1;
        std::vector<double> nanoseconds{};
    };

    /// Takes what Google Benchmark has measured and prints nothing.
    class Taker : public benchmark::BenchmarkReporter {
      public:
        bool ReportContext(const Context&) override { return true; }
        void ReportRuns(const std::vector<Run>& runs) override {
            for (const Run& run : runs) nanoseconds = run.GetAdjustedRealTime();
        }
        double nanoseconds = 0;
    };

    static int usage(const char* program) {
        std::fprintf(stderr,
                     "usage: %s [--rounds N] [--filter TEXT] [--instructions] [--json FILE]\n"
                     "       %s --once QUESTION/CONTENDER [TIMES]\n",
                     program, program);
        return 2;
    }

    int run_once(std::string_view name, std::int64_t times) {
        for (Contender& contender : contenders_) {
            if (contender.result.question + "/" + contender.result.name != name) continue;
            contender.repeat(1);
            CALLGRIND_TOGGLE_COLLECT;
            contender.repeat(times);
            CALLGRIND_TOGGLE_COLLECT;
            return 0;
        }
        std::fputs("nothing is called that; there is:\n", stderr);
        for (const Contender& contender : contenders_) {
            std::fprintf(stderr, "  %s/%s\n", contender.result.question.c_str(), contender.result.name.c_str());
        }
        return 2;
    }

    void keep_only(std::string_view text) {
        std::erase_if(contenders_, [text](const Contender& contender) {
            return contender.result.question.find(text) == std::string::npos &&
                   contender.result.name.find(text) == std::string::npos;
        });
    }

    [[nodiscard]] std::size_t end_of_question(std::size_t begin) const {
        std::size_t end = begin + 1;
        while (end < contenders_.size() && contenders_[end].result.question == contenders_[begin].result.question)
            ++end;
        return end;
    }

    void count(char** arguments) {
        std::vector<Counted> pieces;
        std::vector<Result*> counted;
        for (Contender& contender : contenders_) {
            if (contender.counted_times == 0 || contender.result.threads != 1) continue;
            pieces.push_back({contender.repeat, contender.counted_times});
            counted.push_back(&contender.result);
        }
        if (pieces.empty()) return;
        const std::vector<double> counts = count_instructions(pieces, arguments);
        for (std::size_t i = 0; i < counts.size(); ++i) counted[i]->instructions = counts[i];
        if (counts.empty()) std::fputs("instructions cannot be counted here: no perf events, no valgrind\n", stderr);
    }

    static double measure_once(Contender& contender) {
        Taker taker;
        contender.by_google->Iterations(contender.iterations);
        benchmark::RunSpecifiedBenchmarks(&taker, contender.pattern);
        return taker.nanoseconds;
    }

    /// *Returns* the least of several, for one may have been interrupted, and batches must not be sized by that.
    static double shortest_batch(Contender& contender) {
        double shortest = measure_once(contender);
        for (int more = 0; more < 4; ++more) shortest = std::min(shortest, measure_once(contender));
        return shortest * static_cast<double>(contender.iterations);
    }

    /// *Effects* measures the contenders of one question.
    void measure(std::size_t begin, std::size_t end, int rounds) {
        constexpr double batch_ns = 500'000;
        for (std::size_t i = begin; i < end; ++i) {
            Contender& contender = contenders_[i];
            measure_once(contender);  // what is done once, such as looking up where this is called from
            while (shortest_batch(contender) < batch_ns / 2) contender.iterations *= 2;
        }
        std::vector<std::size_t> order(end - begin);
        std::iota(order.begin(), order.end(), begin);
        std::mt19937 random(20261122);
        for (int round = 0; round < rounds; ++round) {
            std::shuffle(order.begin(), order.end(), random);
            for (const std::size_t i : order) contenders_[i].nanoseconds.push_back(measure_once(contenders_[i]));
        }
        const std::vector<double>& first = contenders_[begin].nanoseconds;
        for (std::size_t i = begin; i < end; ++i) {
            Contender& contender = contenders_[i];
            std::vector<double> times;
            for (std::size_t round = 0; round < first.size(); ++round) {
                times.push_back(contender.nanoseconds[round] / first[round]);
            }
            contender.result.times_first = quantile(times, 0.5);
            contender.result.nanoseconds = quantile(contender.nanoseconds, 0.5);
            contender.result.lower_quartile = quantile(contender.nanoseconds, 0.25);
            contender.result.upper_quartile = quantile(contender.nanoseconds, 0.75);
            contender.result.frames = *contender.frames;
        }
    }

    std::vector<Contender> contenders_;
};

}  // namespace bench

#endif
