// SPDX-License-Identifier: MIT
#ifndef LOCCER_EXAMPLES_CAPTURE_CHECK_HPP
#define LOCCER_EXAMPLES_CAPTURE_CHECK_HPP

// The examples of this folder keep their records in memory and check themselves with these.

#include <loccer/outputs/in_memory.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

/// Ends the program with a message where something is not as it should be.
inline void expect(bool is_so, std::string_view what) {
    if (is_so) return;
    std::cerr << "not so: " << what << '\n';
    std::exit(1);
}

/// The newest record of a log that has an InMemoryOutput.
// The newest record, which is also printed, for whoever runs the example.
std::string newest(const auto& log) {
    const std::vector<std::string> records = log.template get<loccer::InMemoryOutput>().records();
    if (records.empty()) return {};
    std::cout << records.back() << '\n';
    return records.back();
}

/// Expects a piece of JSON in the newest record.
void expect_newest(const auto& log, std::string_view piece) {
    const std::string record = newest(log);
    if (record.find(piece) != std::string::npos) return;
    std::cerr << "not in the newest record: " << piece << '\n' << record << '\n';
    std::exit(1);
}

/// How many records a log keeps.
std::size_t count(const auto& log) { return log.template get<loccer::InMemoryOutput>().size(); }

#endif
