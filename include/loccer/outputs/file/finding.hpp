// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_FINDING_HPP
#define LOCCER_OUTPUTS_FILE_FINDING_HPP

// What the verification of a log can find, and how that is said to a person.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/location.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// What is wrong with a place in a log.
enum class LogProblem : std::uint8_t {
    torn_line,       ///< begins as an object and ends too early, or lacks its line end: a kill, a full disk, a cut
    no_object,       ///< anything else that is not one JSON object
    long_line,       ///< is longer than is read
    unsealed,        ///< an object without the seal that was asked for
    wrong_checksum,  ///< is not what it was when its checksum was made
    edited,          ///< is not what was sealed, or stands behind another line than it was sealed behind
    missing_lines,   ///< lines `first` to `last` of the chain are not where they belong, before this one
    out_of_order,    ///< line `first` of the chain stands behind a later one, or once more
    restarted,       ///< a chain begins where another one was
    damaged_gzip,    ///< the rest of the file cannot be unpacked
    large_file,      ///< unpacks to more than is read
    unreadable,      ///< is no regular file, or cannot be read
    missing_file,    ///< the live file, or backups `first` to `last`
    missing_head,    ///< the log ends at line `first`, before the expected line `last`
    other_head,      ///< line `first` is another one than expected: the log was written anew
    unproven_head    ///< line `first` was expected and is older than what is left of the log
};
inline constexpr std::size_t log_problems = static_cast<std::size_t>(LogProblem::unproven_head) + 1;

namespace file {

/// *Returns* "5", or "5 to 9".
[[nodiscard]] inline std::string numbers(std::uint64_t first, std::uint64_t last) {
    std::string text = std::to_string(first);
    if (last > first) text.append(" to ").append(std::to_string(last));
    return text;
}

}  // namespace file

/// One finding. *Allocates* yes.
struct LogFinding {
    LogProblem problem = LogProblem::torn_line;
    std::string file;          ///< its name, without the directory
    std::uint64_t offset = 0;  ///< where the line begins, or the damage; of the unpacked text where it is compressed
    std::uint64_t length = 0;  ///< of the line, without its line end; 0 where it is about no line; *Units* bytes
    std::uint64_t first = 0;   ///< numbers in the chain, or of backups; 0 where it is about none
    std::uint64_t last = 0;
    int error = 0;  ///< errno of the call that failed, where one did

    /// *Returns* the problem as a sentence without its place.
    [[nodiscard]] std::string problem_text() const {
        const std::string which = file::numbers(first, last);
        switch (problem) {
            case LogProblem::torn_line: return "a line was not written to its end";
            case LogProblem::no_object: return "a line is not a JSON object";
            case LogProblem::long_line: return "a line is longer than is read";
            case LogProblem::unsealed: return "a record has no seal";
            case LogProblem::wrong_checksum: return "a record has been damaged or changed: its checksum is another one";
            case LogProblem::edited: return "record " + which + " has been changed, or the one before it has";
            case LogProblem::missing_lines: return "missing before this record: " + which;
            case LogProblem::out_of_order: return "record " + which + " stands behind a later one, or a second time";
            case LogProblem::restarted: return "a new chain begins, though there was one before";
            case LogProblem::damaged_gzip: return "the rest of the file cannot be unpacked";
            case LogProblem::large_file: return "the file unpacks to more than is read; the rest was left out";
            case LogProblem::unreadable:
                return "cannot be read: " + (error == 0 ? std::string("it is not a regular file")
                                                        : std::error_code(error, std::generic_category()).message());
            case LogProblem::missing_file:
                return first == 0 ? "the file is missing" : "missing before this file: backup " + which;
            case LogProblem::missing_head:
                return "the log ends with record " + std::to_string(first) + ", before the expected " +
                       std::to_string(last);
            case LogProblem::other_head: return "record " + which + " is not the one that was expected";
            case LogProblem::unproven_head: return "the expected record " + which + " is no longer kept";
        }
        return {};
    }

    /// *Returns* place and problem on one line of printable ASCII.
    [[nodiscard]] std::string what() const {
        std::string text = file::printable(file);
        if (offset != 0 || length != 0) text.append(", byte ").append(std::to_string(offset));
        if (length != 0) text.append(", ").append(std::to_string(length)).append(" bytes");
        return text.append(": ").append(problem_text());
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
