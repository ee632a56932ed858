// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_JSON_CHECK_HPP
#define LOCCER_TESTS_SUPPORT_JSON_CHECK_HPP

// The oracle for everything that loccer writes as JSON: two independent strict parsers accept it, they
// understand the same, no object has a key twice, and no byte of it acts on a terminal. Compiled once: the
// two parsers take longer to compile than most tests.

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace json_check {

/// Says of a text which byte or code point a log must never hold raw; empty where there is none.
std::string unsafe_character(std::string_view text);

/// *Returns* the parsed value; adds a test failure where `text` is not what loccer may write.
nlohmann::json checked(std::string_view text);

/// As checked(), for a record: an object in one line with its line end.
nlohmann::json checked_line(std::string_view line);

}  // namespace json_check

#endif
