// SPDX-License-Identifier: MIT
#include "json_check.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>
#include <vector>

namespace json_check {

std::string unsafe_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned first = byte(i);
        if (first < 0x20 || first == 0x7F) return "control at " + std::to_string(i);
        if (first == 0xC2 && byte(i + 1) < 0xA0) return "C1 control at " + std::to_string(i);
        if (first == 0xD8 && byte(i + 1) == 0x9C) return "U+061C at " + std::to_string(i);
        if (first == 0xEF && byte(i + 1) == 0xBB && byte(i + 2) == 0xBF) return "U+FEFF at " + std::to_string(i);
        if (first != 0xE2) continue;
        const unsigned second = byte(i + 1);
        const unsigned third = byte(i + 2);
        const bool spaces = second == 0x80 && third >= 0x8B && third <= 0x8F;
        const bool lines_and_embeddings = second == 0x80 && third >= 0xA8 && third <= 0xAE;
        const bool isolates = second == 0x81 && (third == 0xA0 || (third >= 0xA6 && third <= 0xA9));
        if (spaces || lines_and_embeddings || isolates) return "invisible character at " + std::to_string(i);
    }
    return {};
}

namespace {

/// Parses strictly, refusing a key that an object has twice.
nlohmann::json parse_unique(std::string_view text, std::string& fault) {
    std::vector<std::set<std::string>> open;
    const auto watch = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        if (event == nlohmann::json::parse_event_t::object_start) open.emplace_back();
        if (event == nlohmann::json::parse_event_t::object_end) open.pop_back();
        if (event == nlohmann::json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second) {
            fault = "key twice: " + parsed.dump();
        }
        return true;
    };
    nlohmann::json document = nlohmann::json::parse(text, watch, false);
    if (document.is_discarded()) fault = "the second parser refuses it";
    return document;
}

/// What simdjson understood, in the second parser's form.
nlohmann::json copy_of(const simdjson::dom::element& element) {
    using Type = simdjson::dom::element_type;
    switch (element.type()) {
        case Type::ARRAY: {
            auto copy = nlohmann::json::array();
            const simdjson::dom::array children = element.get_array().value_unsafe();
            for (const auto child : children) copy.push_back(copy_of(child));
            return copy;
        }
        case Type::OBJECT: {
            auto copy = nlohmann::json::object();
            const simdjson::dom::object fields = element.get_object().value_unsafe();
            for (const auto field : fields) {
                copy[std::string{field.key}] = copy_of(field.value);
            }
            return copy;
        }
        case Type::INT64: return element.get_int64().value_unsafe();
        case Type::UINT64: return element.get_uint64().value_unsafe();
        case Type::DOUBLE: return element.get_double().value_unsafe();
        case Type::STRING: return std::string{element.get_string().value_unsafe()};
        case Type::BOOL: return element.get_bool().value_unsafe();
        case Type::NULL_VALUE: return nullptr;
    }
    return nullptr;
}

}  // namespace

nlohmann::json checked(std::string_view text) {
    const std::string shown{text.substr(0, 2000)};
    EXPECT_EQ(unsafe_character(text), "") << shown;
    std::string fault;
    nlohmann::json document = parse_unique(text, fault);
    EXPECT_EQ(fault, "") << shown;
    simdjson::dom::parser parser;
    const simdjson::padded_string padded{text};
    simdjson::dom::element element;
    const auto error = parser.parse(padded).get(element);
    EXPECT_EQ(error, simdjson::SUCCESS) << simdjson::error_message(error) << ": " << shown;
    if (error == simdjson::SUCCESS && fault.empty()) {
        EXPECT_EQ(copy_of(element), document) << shown;
    }
    return document;
}

nlohmann::json checked_line(std::string_view line) {
    if (line.empty() || line.back() != '\n') {
        ADD_FAILURE() << "no line end: " << line.substr(0, 200);
        return nullptr;
    }
    nlohmann::json document = checked(line.substr(0, line.size() - 1));
    EXPECT_TRUE(document.is_object());
    return document;
}

}  // namespace json_check
