// SPDX-License-Identifier: MIT
// What including loccer costs a translation unit: the compiler's user time at -O2, the least of several
// interleaved runs, beside <iostream> and spdlog.
//
// Usage: include_cost COMPILER [FLAG...]

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

struct Source {
    const char* title;
    std::string_view text;
    double least_seconds = 1e9;
};

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

/// *Returns* the user time of compiling `text`, or a negative number where it does not compile.
double seconds_to_compile(std::vector<std::string> command, std::string_view text, const std::string& file) {
    std::ofstream(file) << text;
    command.insert(command.end(), {"-O2", "-c", file, "-o", "/dev/null"});
    std::vector<char*> arguments;
    for (std::string& part : command) arguments.push_back(part.data());
    arguments.push_back(nullptr);
    const ::pid_t pid = ::fork();
    if (pid == 0) {
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    int status = 0;
    ::rusage usage{};
    ::wait4(pid, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return -1;
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count < 2) {
        std::fputs("usage: include_cost COMPILER [FLAG...]\n", stderr);
        return 2;
    }
    const std::vector<std::string> command(arguments + 1, arguments + argument_count);
    const std::string file = "/tmp/loccer_include_cost." + std::to_string(::getpid()) + ".cpp";
    std::array sources{
        Source{"<iostream>", "#include <iostream>\nvoid run() { std::cerr << 1; }\n"},
        Source{"loccer.hpp alone", "#include <loccer/loccer.hpp>\n"},
        Source{"loccer.hpp, a composed type, a capture", type_and_capture},
        Source{"the one file that makes the log", type_made_and_capture},
        Source{"spdlog, one line to a file", spdlog_one_line},
    };
    constexpr int runs = 5;
    for (int run = 0; run < runs; ++run) {
        for (Source& source : sources) {
            const double seconds = seconds_to_compile(command, source.text, file);
            if (seconds < 0) source.least_seconds = -1;
            source.least_seconds = std::min(source.least_seconds, seconds);
        }
    }
    ::unlink(file.c_str());
    std::printf("%-42s %10s %14s\n", "user time of the compiler at -O2", "seconds", "of <iostream>");
    for (const Source& source : sources) {
        if (source.least_seconds < 0) {
            std::printf("%-42s %10s\n", source.title, "does not compile here");
        } else {
            std::printf("%-42s %10.2f %13.1fx\n", source.title, source.least_seconds,
                        source.least_seconds / sources[0].least_seconds);
        }
    }
    return 0;
}
