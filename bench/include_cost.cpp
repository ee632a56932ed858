// SPDX-License-Identifier: MIT
// What including loccer costs a translation unit: the compiler's user time at -O2, the least of several
// interleaved runs, beside <iostream> and spdlog. With --instructions the compiler runs once under valgrind
// instead, which counts what it executes: the same every time, and some minutes in all.
//
// Usage: include_cost [--instructions] COMPILER [FLAG...]

#include "table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int command_not_found = 127;

struct Source {
    const char* title;
    std::string_view text;
    double least = 1e9;  ///< seconds, or 10^9 instructions
};

constexpr std::string_view front_and_captures = R"(
#include <loccer/front.hpp>
LOCCER_DECLARE_LOG(errors);
void work(int);
void run(int order, double total) {
    LOCCER_CAPTURE(errors, order, total) { work(order); };
    errors.log_metadata({{"msg", "done"}, {"order", order}});
}
void handle() {
    LOCCER_TRY { work(1); }
    LOCCER_CATCH(errors) {}
}
)";

constexpr std::string_view front_defined = R"(
#include <loccer/loccer.hpp>
using ErrorFile = loccer::JsonFileOutput<>;
using MyLoccer = loccer::Loccer<loccer::PlatformIntegration, loccer::KeyRedaction<"badge-id">, ErrorFile>;
LOCCER_DECLARE_LOG(errors);
LOCCER_DEFINE_LOG(errors, MyLoccer, ErrorFile{"errors.log"});
)";

constexpr std::string_view type_and_capture = R"(
#include <loccer/loccer.hpp>
using ErrorFile = loccer::JsonFileOutput<>;
using MyLoccer = loccer::Loccer<loccer::PlatformIntegration, loccer::KeyRedaction<"badge-id">, ErrorFile>;
void work();
void run(MyLoccer& log) { LOCCER_CAPTURE(log) { work(); }; }
)";

constexpr std::string_view type_made_and_capture = R"(
#include <loccer/loccer.hpp>
using ErrorFile = loccer::JsonFileOutput<>;
using MyLoccer = loccer::Loccer<loccer::PlatformIntegration, loccer::KeyRedaction<"badge-id">, ErrorFile>;
void work();
int main() {
    MyLoccer& log = loccer::install<MyLoccer>(ErrorFile{"errors.log"});
    LOCCER_CAPTURE(log) { work(); };
}
)";

constexpr std::string_view spdlog_one_line = R"(
#include <spdlog/spdlog.h>
#include <spdlog/sinks/basic_file_sink.h>
void run() { spdlog::basic_logger_mt("errors", "errors.log")->error("failed: {}", 1); }
)";

/// Runs a command. *Returns* the user time it took, or a negative number where it failed.
double run(std::vector<std::string> command) {
    std::vector<char*> arguments;
    for (std::string& part : command) arguments.push_back(part.data());
    arguments.push_back(nullptr);
    const ::pid_t pid = ::fork();
    if (pid == 0) {
        ::execvp(arguments[0], arguments.data());
        ::_exit(command_not_found);
    }
    int status = 0;
    ::rusage usage{};
    ::wait4(pid, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return -1;
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

/// *Returns* the user time of compiling `text`, or a negative number where it does not compile.
double seconds_to_compile(std::vector<std::string> command, std::string_view text, const std::string& file) {
    std::ofstream(file) << text;
    command.insert(command.end(), {"-O2", "-c", file, "-o", "/dev/null"});
    return run(command);
}

/// *Returns* the greatest of the instruction counts that valgrind has left, in 10^9: that of the compiler proper,
/// which the driver runs.
double greatest_count(const std::string& counts) {
    double greatest = -1;
    for (const auto& entry : std::filesystem::directory_iterator(counts)) {
        std::ifstream lines(entry.path());
        for (std::string line; std::getline(lines, line);) {
            constexpr std::string_view mark = "summary: ";
            if (line.starts_with(mark)) greatest = std::max(greatest, std::strtod(line.c_str() + mark.size(), nullptr));
        }
    }
    return greatest / 1e9;
}

/// *Returns* how many 10^9 instructions the compiler executes, or a negative number where it or valgrind fails.
double instructions_to_compile(const std::vector<std::string>& compiler, std::string_view text,
                               const std::string& file) {
    const std::string counts = file + ".counts";
    std::filesystem::create_directory(counts);
    std::vector<std::string> command{
        "valgrind",       "--log-file=/dev/null", "--tool=cachegrind",
        "--cache-sim=no", "--trace-children=yes", "--cachegrind-out-file=" + counts + "/%p"};
    command.insert(command.end(), compiler.begin(), compiler.end());
    const double count = seconds_to_compile(command, text, file) < 0 ? -1 : greatest_count(counts);
    std::filesystem::remove_all(counts);
    return count;
}

}  // namespace

int main(int argument_count, char** arguments) {
    const bool counts = argument_count > 1 && std::string_view(arguments[1]) == "--instructions";
    const int first = counts ? 2 : 1;
    if (argument_count <= first) {
        std::fputs("usage: include_cost [--instructions] COMPILER [FLAG...]\n", stderr);
        return 2;
    }
    const std::vector<std::string> command(arguments + first, arguments + argument_count);
    const std::string file = "/tmp/loccer_include_cost." + std::to_string(::getpid()) + ".cpp";
    std::array sources{
        Source{"<iostream>", "#include <iostream>\nvoid run() { std::cerr << 1; }\n"},
        Source{"<exception>", "#include <exception>\n"},
        Source{"<string_view>", "#include <string_view>\n"},
        Source{"front.hpp alone", "#include <loccer/front.hpp>\n"},
        Source{"front.hpp, captures into a declared log", front_and_captures},
        Source{"loccer.hpp alone", "#include <loccer/loccer.hpp>\n"},
        Source{"loccer.hpp, a composed type, a capture", type_and_capture},
        Source{"the one file that makes the log", type_made_and_capture},
        Source{"the one file that defines a declared log", front_defined},
        Source{"spdlog, one line to a file", spdlog_one_line},
    };
    const int runs = counts ? 1 : 5;
    for (int run = 0; run < runs; ++run) {
        for (Source& source : sources) {
            const double cost = counts ? instructions_to_compile(command, source.text, file)
                                       : seconds_to_compile(command, source.text, file);
            source.least = std::min(source.least, cost < 0 ? -1 : cost);
        }
    }
    ::unlink(file.c_str());
    bench::Figures figures("include_cost");
    std::printf("%-42s %10s %14s\n", "the compiler at -O2", counts ? "10^9 instr" : "seconds", "of <iostream>");
    for (const Source& source : sources) {
        if (source.least < 0) {
            std::printf("%-42s %10s\n", source.title, "does not compile here");
        } else {
            std::printf("%-42s %10.2f %13.1fx\n", source.title, source.least, source.least / sources[0].least);
            bench::Result result{"a file, compiled", source.title};
            (counts ? result.instructions : result.nanoseconds) = source.least * 1e9;
            result.times_first = source.least / sources[0].least;
            figures.add(result);
        }
    }
    return 0;
}
