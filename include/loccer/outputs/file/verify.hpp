// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_VERIFY_HPP
#define LOCCER_OUTPUTS_FILE_VERIFY_HPP

// Verifies a log: reads its backups by number, plain or compressed, and its live file, checks the seal of each line
// and says what is wrong and where. For tools and tests; nothing on a capture path includes it. Programs that do
// link with zlib, and with libcrypto where they verify a chain.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/outputs/file/chain_member.hpp>
#include <loccer/outputs/file/finding.hpp>
#include <loccer/outputs/file/gunzip.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/log_lines.hpp>
#include <loccer/outputs/file/log_set.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The end of a chain: what is noted outside of the machine, to be expected later.
struct LogHead {
    std::uint64_t count = 0;  ///< the number of the last line; 0: none
    std::string hash;         ///< its 64 hexadecimal digits

    friend bool operator==(const LogHead&, const LogHead&) = default;
};

/// How a log is verified.
struct VerifyOptions {
    LogHead expected;                                            ///< a line that the chain has to hold; count 0: none
    std::uint64_t max_line_bytes = std::uint64_t{32} << 20U;     ///< longer lines are not read
    std::uint64_t max_unpacked_bytes = std::uint64_t{4} << 30U;  ///< of one compressed file
    std::size_t max_findings = 1000;                             ///< that are kept; all are counted
};

/// What a verification has found.
struct LogVerification {
    std::uint64_t files = 0;                           ///< that were read
    std::uint64_t lines = 0;                           ///< that are not empty
    std::uint64_t sealed = 0;                          ///< of these, those that have a seal, right or wrong
    std::uint64_t first = 0;                           ///< number of the first line that is left of a chain
    LogHead head;                                      ///< of the chain
    std::array<std::uint64_t, log_problems> counts{};  ///< findings by LogProblem
    std::vector<LogFinding> findings;                  ///< in the order of the log, up to VerifyOptions::max_findings

    [[nodiscard]] std::uint64_t count(LogProblem problem) const noexcept {
        return counts[static_cast<std::size_t>(problem)];
    }
    /// *Returns* whether nothing was found.
    [[nodiscard]] bool intact() const noexcept {
        for (const std::uint64_t found : counts) {
            if (found != 0) return false;
        }
        return true;
    }
};

namespace file {

/// *Effects* refuses what is to be verified: what, which input, why, what to do.
[[noreturn]] LOCCER_COLD inline void refuse_to_verify(std::string_view path, int error, const char* why) {
    refuse(std::error_code(error, std::generic_category()), "loccer::verify_log: '" + printable(path) + "' " + why);
}

/// Puts together what files, lines and seals are like. \tparam Check looks at the seal of each line:
/// `bool check(line, report)`, `begin_file()`, `is_continued()`; one that follows a chain also has `expect()`,
/// `finish(report)`, `head()` and `first()`.
template <class Check>
class Verifier {
  public:
    Verifier(std::string_view path, const VerifyOptions& options) : path_(path), options_(options) {
        if constexpr (is_chain) {
            if (options.expected.count == 0) return;
            ChainHead expected{options.expected.count, {}};
            if (!read_hash(options.expected.hash, expected.hash)) {
                refuse_to_verify(options.expected.hash, EINVAL,
                                 "is no hash to expect; give the 64 hexadecimal digits of LogVerification::head");
            }
            check_.expect(expected);
        } else if (options.expected.count != 0) {
            refuse_to_verify(path, EINVAL, "is to be verified without a chain, which has no head to expect");
        }
    }

    [[nodiscard]] LogVerification run() {
        LogSet set(path_);
        if (const int error = set.open(); error != 0) {
            refuse_to_verify(path_, error, "has a directory that cannot be read; permit it, or correct the path");
        }
        set.for_each_file([this](LogSetFile& file) { read(file); });
        if constexpr (is_chain) {
            name_ = set.name();
            line_ = {};
            check_.finish(reporter());
            result_.first = check_.first();
            if (check_.head().n != 0) {
                char digits[chain_hash_digits];
                put_hash(digits, check_.head().hash);
                result_.head = {check_.head().n, std::string(digits, chain_hash_digits)};
            }
        }
        return std::move(result_);
    }

  private:
    static constexpr bool is_chain = requires(Check& check) { check.head(); };

    void read(LogSetFile& file) {
        name_ = file.name;
        line_ = {};
        if (file.error != 0 || !file.is_regular) {
            const bool is_missing = file.error == ENOENT;
            find(is_missing ? LogProblem::missing_file : LogProblem::unreadable, 0, 0, file.error);
            return;
        }
        ++result_.files;
        check_.begin_file();
        LineCutter cutter(options_.max_line_bytes);
        const auto take = [this](const LogLine& line) { this->take(line); };
        const LogSetEnd end =
            file.read(options_.max_unpacked_bytes, [&](std::string_view piece) { cutter.feed(piece, take); });
        if (end.state == Unpacking::whole) {
            cutter.finish(take);
        } else {
            line_ = {{}, cutter.offset(), 0, false, false};
            const bool is_unread = end.state == Unpacking::unreadable || end.state == Unpacking::no_memory;
            find(is_unread                      ? LogProblem::unreadable
                 : end.state == Unpacking::more ? LogProblem::large_file
                                                : LogProblem::damaged_gzip,
                 0, 0, end.error);
        }
        // A number can have been passed over; that nothing is missing only a chain can show.
        if (file.missing_first != 0 && !check_.is_continued()) {
            line_ = {};
            find(LogProblem::missing_file, file.missing_first, file.missing_last);
        }
    }

    void take(const LogLine& line) {
        if (line.length == 0) return;  // behind a false alarm about a torn line
        line_ = line;
        ++result_.lines;
        if (line.is_too_long) return find(LogProblem::long_line);
        const bool is_sealed = check_.check(line.text, reporter());
        if (is_sealed) ++result_.sealed;
        const LineShape shape = is_sealed ? LineShape::object : shape_of(line.text);
        if (!line.has_end || shape == LineShape::torn) return find(LogProblem::torn_line);
        if (shape == LineShape::other) return find(LogProblem::no_object);
        if (!is_sealed) find(LogProblem::unsealed);
    }

    auto reporter() {
        return [this](LogProblem problem, std::uint64_t first, std::uint64_t last) { find(problem, first, last); };
    }

    void find(LogProblem problem, std::uint64_t first = 0, std::uint64_t last = 0, int error = 0) {
        ++result_.counts[static_cast<std::size_t>(problem)];
        if (result_.findings.size() >= options_.max_findings) return;
        result_.findings.push_back({problem, name_, line_.offset, line_.length, first, last, error});
    }

    std::string path_;
    VerifyOptions options_;
    Check check_;
    LogVerification result_;
    std::string name_;  ///< of the file that is read
    LogLine line_;      ///< that is looked at
};

}  // namespace file

/// *Effects* reads the whole log. Nothing is changed, and no link is followed. Names come from the directory and from
/// `path`, never from what the files hold; memory is bounded by the options, whatever the files hold.
/// \tparam Option the seal that every line has to have, Crc32 or HashChain: who changes a log could put a weaker one in
/// its place. \param path of the live file.
/// *Returns* counts, findings, and for a chain its head. Writers may go on meanwhile: the log is read up to where its
/// live file ended when that was opened, and a line that is just being written can look torn.
/// *Errors* of files are findings. Refused are a path that names no file in a readable directory, and an expected hash
/// that is none. *Allocates* yes. *Throws* std::system_error, std::bad_alloc.
template <class Option>
[[nodiscard]] LogVerification verify_log(std::string_view path, const VerifyOptions& options = {}) {
    if (path.empty() || path.back() == '/' || path.find('\0') != path.npos) {
        file::refuse_to_verify(path, EINVAL, "names no file; give the path of the live file");
    }
    return file::Verifier<typename Option::Check>(path, options).run();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
