// SPDX-License-Identifier: MIT
// How many instructions a capture scope costs where nothing is thrown. The program runs itself under
// callgrind, which counts instructions exactly whatever else the machine does, once per case, and prints
// what each case executes more than the plain call in the same loop. With `--check` it runs the cases that
// are promised to cost nothing, and fails where one does.

#include <loccer/loccer.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using BenchLog = loccer::Loccer<loccer::NullOutput>;

constexpr int rounds = 100'000;

/// What is promised of a round; less than one stands for what is executed once before the loop.
#ifdef __clang__
constexpr double most_instructions_more = 2;
#else
constexpr double most_instructions_more = 0.01;
#endif

int work_done = 0;

}  // namespace

// What is measured has C names, so that callgrind can be told them.
extern "C" {

[[gnu::noinline]] void happy_path_work() {
    __asm__ volatile("" : : : "memory");
    ++work_done;
}

[[gnu::noinline]] void happy_path_plain(BenchLog&) {
    for (int i = 0; i < rounds; ++i) happy_path_work();
}

[[gnu::noinline]] void happy_path_scope(BenchLog& log) {
    for (int i = 0; i < rounds; ++i) {
        LOCCER_CAPTURE(log) { happy_path_work(); };
    }
}

[[gnu::noinline]] void happy_path_default_scope(BenchLog&) {
    for (int i = 0; i < rounds; ++i) {
        LOCCER_CAPTURE() { happy_path_work(); };
    }
}

[[gnu::noinline]] void happy_path_try(BenchLog& log) {
    for (int i = 0; i < rounds; ++i) {
        LOCCER_TRY { happy_path_work(); }
        LOCCER_CATCH(log) {}
    }
}

[[gnu::noinline]] void happy_path_suppress(BenchLog& log) {
    for (int i = 0; i < rounds; ++i) {
        LOCCER_SUPPRESS(log) { happy_path_work(); };
    }
}

[[gnu::noinline]] void happy_path_scope_with_two_locals(BenchLog& log) {
    for (int i = 0; i < rounds; ++i) {
        LOCCER_CAPTURE(log, i, work_done) { happy_path_work(); };
    }
}

[[gnu::noinline]] void happy_path_two_locals(BenchLog&) {
    for (int i = 0; i < rounds; ++i) {
        LOCCER_LOCALS(i, work_done);
        happy_path_work();
    }
}
}

namespace {

struct Case {
    const char* title;
    const char* function;
    void (*run)(BenchLog&);
    bool is_free = true;
};

constexpr std::array cases{
    Case{"work();", "happy_path_plain", happy_path_plain},
    Case{"LOCCER_CAPTURE(log) { work(); };", "happy_path_scope", happy_path_scope},
    Case{"LOCCER_CAPTURE() { work(); };", "happy_path_default_scope", happy_path_default_scope},
    Case{"LOCCER_TRY { work(); } LOCCER_CATCH(log) {}", "happy_path_try", happy_path_try},
    Case{"LOCCER_SUPPRESS(log) { work(); };", "happy_path_suppress", happy_path_suppress},
    Case{"LOCCER_CAPTURE(log, a, b) { work(); };", "happy_path_scope_with_two_locals", happy_path_scope_with_two_locals,
         false},
    Case{"LOCCER_LOCALS(a, b); work();", "happy_path_two_locals", happy_path_two_locals, false},
};

/// *Returns* the number behind `summary:` in callgrind's report, 0 where there is none.
double instructions_in(const std::string& report) {
    std::ifstream file(report);
    for (std::string line; std::getline(file, line);) {
        constexpr std::string_view mark = "summary: ";
        if (line.starts_with(mark)) return std::strtod(line.c_str() + mark.size(), nullptr);
    }
    return 0;
}

/// *Returns* the instructions a case executes a round, or a negative number where callgrind cannot be had.
double instructions_a_round(const char* self, const Case& measured) {
    const std::string report = "/tmp/loccer_happy_path." + std::to_string(::getpid());
    const std::string output = "--callgrind-out-file=" + report;
    const std::string toggle = std::string("--toggle-collect=") + measured.function;
    const ::pid_t pid = ::fork();
    if (pid == 0) {
        ::execlp("valgrind", "valgrind", "--tool=callgrind", "-q", "--collect-atstart=no", toggle.c_str(),
                 output.c_str(), self, measured.function, static_cast<char*>(nullptr));
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    const double instructions = instructions_in(report);
    ::unlink(report.c_str());
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && instructions > 0 ? instructions / rounds : -1;
}

int run_case(std::string_view function) {
    BenchLog& log = loccer::install<BenchLog>();
    for (const Case& known : cases) {
        if (function == known.function) {
            known.run(log);
            return 0;
        }
    }
    std::fprintf(stderr, "happy_path: no case is named %s\n", std::string(function).c_str());
    return 2;
}

}  // namespace

int main(int argument_count, char** arguments) {
    const bool checks = argument_count > 1 && std::string_view(arguments[1]) == "--check";
    if (argument_count > 1 && !checks) return run_case(arguments[1]);
    // Under valgrind /proc/self/exe would be valgrind.
    std::array<char, 4096> path{};
    if (::readlink("/proc/self/exe", path.data(), path.size() - 1) <= 0) return 1;
    const std::string self = path.data();
    double plain = 0;
    bool all_free = true;
    std::printf("%-45s %12s %12s\n", "instructions a round", "in all", "more");
    for (const Case& measured : cases) {
        if (checks && !measured.is_free) continue;
        const double all = instructions_a_round(self.c_str(), measured);
        if (all < 0) {
            std::fputs("happy_path: valgrind could not be run; install the package valgrind\n", stderr);
            return 1;
        }
        if (&measured == cases.data()) plain = all;
        if (all - plain > most_instructions_more) all_free = false;
        std::printf("%-45s %12.3f %+12.3f\n", measured.title, all, all - plain);
    }
    if (!checks || all_free) return 0;
    std::printf("at most %g more are promised where nothing is thrown\n", most_instructions_more);
    return 1;
}
