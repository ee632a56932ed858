// SPDX-License-Identifier: MIT
// A program of somebody else's that was given loccer by its build system and nothing more. It says whether
// its records name functions, which takes the define and the library that the build system has to pass on.

#include <loccer/loccer.hpp>

#include <cstdio>
#include <string>
#include <system_error>

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;
    if (!log.capture_exception(std::make_error_code(std::errc::timed_out))) return 1;

    const std::string record = log.get<loccer::InMemoryOutput>().records().back();
    const bool symbols = record.find(R"("name":"main")") != std::string::npos;
    std::printf("loccer %s, symbols: %s\n", loccer::version.data(), symbols ? "yes" : "no");
    return 0;
}
