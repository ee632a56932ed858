// SPDX-License-Identifier: MIT
#ifndef LOCCER_EVENT_SCHEMA_HPP
#define LOCCER_EVENT_SCHEMA_HPP

// Every key that loccer itself writes at the top of a record and in its frames, once. docs/schema.md
// describes each; a new one is added there, to the golden files and to CHANGELOG.md.
// Layer: event.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/event/event.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::schema {

inline constexpr Key<"loccer_type"> loccer_type;
inline constexpr Key<"schema"> schema;
inline constexpr Key<"timestamp"> timestamp;
inline constexpr Key<"seq"> seq;
inline constexpr Key<"exc_type"> exc_type;
inline constexpr Key<"msg"> msg;
inline constexpr Key<"error_code"> error_code;
inline constexpr Key<"category"> category;
inline constexpr Key<"value"> value;
inline constexpr Key<"handled"> handled;
inline constexpr Key<"origin"> origin;
inline constexpr Key<"thread"> thread;
inline constexpr Key<"id"> id;
inline constexpr Key<"name"> name;
inline constexpr Key<"causes"> causes;
inline constexpr Key<"causes_omitted"> causes_omitted;
inline constexpr Key<"data"> data;
inline constexpr Key<"integrations"> integrations;
inline constexpr Key<"frames"> frames;
inline constexpr Key<"frames_omitted"> frames_omitted;
inline constexpr Key<"locals_omitted"> locals_omitted;
inline constexpr Key<"filename"> filename;
inline constexpr Key<"lineno"> lineno;
inline constexpr Key<"line"> line;
inline constexpr Key<"locals"> locals;
inline constexpr Key<"module"> module;
inline constexpr Key<"offset"> offset;
inline constexpr Key<"build_id"> build_id;
inline constexpr Key<"globals"> globals;
inline constexpr Key<"dropped"> dropped;
inline constexpr Key<"enc_errors"> enc_errors;
inline constexpr Key<"redactions"> redactions;
inline constexpr Key<"truncated"> truncated;

/// What stands for a value that a redaction rule removed.
inline constexpr std::string_view redacted_marker = "[REDACTED]";

[[nodiscard]] constexpr std::string_view text(RecordKind which) noexcept {
    switch (which) {
        case RecordKind::exception: return "exception";
        case RecordKind::metadata_log: return "metadata_log";
        case RecordKind::signal: return "signal";
    }
    return "exception";
}

[[nodiscard]] constexpr std::string_view text(Origin which) noexcept {
    switch (which) {
        case Origin::thrown: return "throw";
        case Origin::caught: return "catch";
        case Origin::terminate: return "terminate";
        case Origin::signal: return "signal";
    }
    return "catch";
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::schema

#endif
