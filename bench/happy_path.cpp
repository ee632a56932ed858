// SPDX-License-Identifier: MIT
// How many instructions a capture scope costs where nothing is thrown: what each case executes more than the plain call
// in the same loop, counted exactly. With `--check` it fails where a case costs more than is promised: nothing, but for
// variables that are registered.

#include "instructions.hpp"
#include "table.hpp"

#include <loccer/loccer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

namespace {

using BenchLog = loccer::Loccer<loccer::NullOutput>;

constexpr std::int64_t rounds = 100'000;

/// What is promised of a round; less than one stands for what is executed once before the loop.
#ifdef __clang__
constexpr double free_of_cost = 2;
#else
constexpr double free_of_cost = 0.01;
#endif
constexpr double scope_with_locals = 15;
constexpr double locals = 23;

int work_done = 0;

[[gnu::noinline]] void work() {
    __asm__ volatile("" : : : "memory");
    ++work_done;
}

// Each loop is a function of its own, compiled without what calls it.

[[gnu::noinline]] void plain(BenchLog&, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) work();
}

[[gnu::noinline]] void scope(BenchLog& log, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
        LOCCER_CAPTURE(log) { work(); };
    }
}

[[gnu::noinline]] void default_scope(BenchLog&, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
        LOCCER_CAPTURE() { work(); };
    }
}

[[gnu::noinline]] void try_and_catch(BenchLog& log, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
        LOCCER_TRY { work(); }
        LOCCER_CATCH(log) {}
    }
}

[[gnu::noinline]] void try_and_pass_on(BenchLog&, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
        LOCCER_TRY { work(); }
        LOCCER_PASS_ON;
    }
}

[[gnu::noinline]] void suppress(BenchLog& log, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
        LOCCER_SUPPRESS(log) { work(); };
    }
}

[[gnu::noinline]] void scope_with_two_locals(BenchLog& log, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
        LOCCER_CAPTURE(log, i, work_done) { work(); };
    }
}

[[gnu::noinline]] void two_locals(BenchLog&, std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
        LOCCER_LOCALS(i, work_done);
        work();
    }
}

struct Case {
    const char* title;
    void (*run)(BenchLog&, std::int64_t);
    double most_instructions_more = free_of_cost;
};

constexpr Case cases[] = {
    {"work();", plain},
    {"LOCCER_CAPTURE(log) { work(); };", scope},
    {"LOCCER_CAPTURE() { work(); };", default_scope},
    {"LOCCER_TRY { work(); } LOCCER_CATCH(log) {}", try_and_catch},
    {"LOCCER_TRY { work(); } LOCCER_PASS_ON;", try_and_pass_on},
    {"LOCCER_SUPPRESS(log) { work(); };", suppress},
    {"LOCCER_CAPTURE(log, a, b) { work(); };", scope_with_two_locals, scope_with_locals},
    {"LOCCER_LOCALS(a, b); work();", two_locals, locals},
};

}  // namespace

int main(int argument_count, char** arguments) {
    const std::string_view option = argument_count > 1 ? arguments[1] : "";
    const bool checks = option == "--check";
    BenchLog& log = loccer::install<BenchLog>();
    std::vector<bench::Counted> counted;
    for (const Case& one : cases) counted.push_back({[&](std::int64_t times) { one.run(log, times); }, rounds});
    const std::vector<double> instructions = bench::count_instructions(counted, arguments);
    if (instructions.empty()) {
        std::fputs("happy_path: instructions cannot be counted; install the package valgrind\n", stderr);
        return 1;
    }
    bool as_promised = true;
    std::vector<bench::Result> results;
    std::printf("| %-45s | %8s | %8s |\n| %.45s | -------: | -------: |\n", "instructions a round", "in all", "more",
                "---------------------------------------------");
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const double more = instructions[i] - instructions[0];
        std::printf("| %-45s | %8.2f | %+8.2f |\n", cases[i].title, instructions[i], more);
        results.push_back({.question = "the happy path", .name = cases[i].title, .instructions = instructions[i]});
        if (more <= cases[i].most_instructions_more) continue;
        std::printf("at most %g more are promised where nothing is thrown\n", cases[i].most_instructions_more);
        as_promised = false;
    }
    if (option == "--json" && argument_count > 2) return bench::write_json(arguments[2], arguments[0], results) ? 0 : 1;
    return checks && !as_promised ? 1 : 0;
}
