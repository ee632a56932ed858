// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_TEST_LOG_HPP
#define LOCCER_TESTS_SUPPORT_TEST_LOG_HPP

// A log that keeps its records in memory, and its records as parsed JSON. Every record that a test looks
// at goes through both parsers of json_check.hpp.

#include <loccer/loccer.hpp>

#include "json_check.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace test_log {

/// A log without integrations.
using Log = loccer::Loccer<loccer::InMemoryOutput>;

/// *Returns* the records of a log that has an InMemoryOutput, oldest first.
template <class AnyLog>
std::vector<nlohmann::json> records(const AnyLog& log) {
    std::vector<nlohmann::json> parsed;
    for (const std::string& line : log.template get<loccer::InMemoryOutput>().records()) {
        parsed.push_back(json_check::checked(line));
    }
    return parsed;
}

/// *Returns* the only record of a log; a test that has another number of them fails.
template <class AnyLog>
nlohmann::json only_record(const AnyLog& log) {
    const std::vector<nlohmann::json> all = records(log);
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? nlohmann::json() : all.back();
}

/// *Returns* the name of the innermost frame.
inline std::string thrower(const nlohmann::json& record) {
    if (!record.contains("frames") || record["frames"].empty()) return {};
    const nlohmann::json& name = record["frames"].back()["name"];
    return name.is_string() ? name.get<std::string>() : std::string();
}

/// *Returns* the locals of the innermost frame whose name holds `function`, null where there is none.
inline nlohmann::json locals_of(const nlohmann::json& record, std::string_view function) {
    nlohmann::json found;
    for (const nlohmann::json& frame : record["frames"]) {
        if (frame["name"].is_string() && frame["name"].get<std::string>().find(function) != std::string::npos &&
            !frame["locals"].is_null()) {
            found = frame["locals"];
        }
    }
    return found;
}

/// *Returns* the names of all frames in one text, for messages of failing tests.
inline std::string frame_names(const nlohmann::json& record) {
    std::string names;
    for (const nlohmann::json& frame : record["frames"]) names += frame["name"].dump() + "\n";
    return names;
}

}  // namespace test_log

#endif
