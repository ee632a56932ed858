// SPDX-License-Identifier: MIT
// How many instructions a capture scope costs where nothing is thrown: what each case executes more than the plain call
// in the same loop, counted exactly. With `--check` only the cases that are promised to cost nothing are counted, and
// it fails where one does.

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
constexpr double most_instructions_more = 2;
#else
constexpr double most_instructions_more = 0.01;
#endif

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
    bool is_free = true;
};

constexpr Case cases[] = {
    {"work();", plain},
    {"LOCCER_CAPTURE(log) { work(); };", scope},
    {"LOCCER_CAPTURE() { work(); };", default_scope},
    {"LOCCER_TRY { work(); } LOCCER_CATCH(log) {}", try_and_catch},
    {"LOCCER_SUPPRESS(log) { work(); };", suppress},
    {"LOCCER_CAPTURE(log, a, b) { work(); };", scope_with_two_locals, false},
    {"LOCCER_LOCALS(a, b); work();", two_locals, false},
};

}  // namespace

int main(int argument_count, char** arguments) {
    const std::string_view option = argument_count > 1 ? arguments[1] : "";
    const bool checks = option == "--check";
    BenchLog& log = loccer::install<BenchLog>();
    std::vector<bench::Counted> counted;
    std::vector<const Case*> shown;
    for (const Case& one : cases) {
        if (checks && !one.is_free) continue;
        counted.push_back({[&](std::int64_t times) { one.run(log, times); }, rounds});
        shown.push_back(&one);
    }
    const std::vector<double> instructions = bench::count_instructions(counted, arguments);
    if (instructions.empty()) {
        std::fputs("happy_path: instructions cannot be counted; install the package valgrind\n", stderr);
        return 1;
    }
    bool all_free = true;
    std::vector<bench::Result> results;
    std::printf("| %-45s | %8s | %8s |\n| %.45s | -------: | -------: |\n", "instructions a round", "in all", "more",
                "---------------------------------------------");
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const double more = instructions[i] - instructions[0];
        if (more > most_instructions_more) all_free = false;
        std::printf("| %-45s | %8.2f | %+8.2f |\n", shown[i]->title, instructions[i], more);
        results.push_back({.question = "the happy path", .name = shown[i]->title, .instructions = instructions[i]});
    }
    if (option == "--json" && argument_count > 2) return bench::write_json(arguments[2], arguments[0], results) ? 0 : 1;
    if (!checks || all_free) return 0;
    std::printf("at most %g more are promised where nothing is thrown\n", most_instructions_more);
    return 1;
}
