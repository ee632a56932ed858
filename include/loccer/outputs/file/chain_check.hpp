// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_CHAIN_CHECK_HPP
#define LOCCER_OUTPUTS_FILE_CHAIN_CHECK_HPP

// Follows a chain through all files of a log and says where it does not hold. After a break it goes on with what the
// line says of itself, so that one change gives one finding and the next change another.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/chain_member.hpp>
#include <loccer/outputs/file/finding.hpp>
#include <loccer/outputs/file/sha256.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// Checks the lines of one log in their order. A check as verify_log() takes them. *Throws* at construction as Sha256
/// does, and what `report` throws.
class ChainCheck {
  public:
    /// \param expected a line that the log has to have.
    void expect(const ChainHead& expected) noexcept { expected_ = expected; }

    /// *Returns* whether the line, given without its line end, has the member of a chain. *Effects* `report(problem,
    /// first, last)` for what is wrong with it.
    template <class Report>
    [[nodiscard]] bool check(std::string_view line, Report&& report) {
        const std::optional<ChainMember> member = parse_chain_member(line);
        if (!member || !line.starts_with('{')) return false;
        line_ = line;
        member_ = &*member;
        const bool is_first_of_file = !has_line_in_file_;
        has_line_in_file_ = true;
        const bool follows = judge(report);
        if (is_first_of_file) is_continued_ = follows;
        meet_expected(report);
        return true;
    }

    /// *Effects* says that the lines to come are of another file.
    void begin_file() noexcept {
        has_line_in_file_ = false;
        is_continued_ = false;
    }
    /// *Returns* whether the first line of the file follows the last one before it.
    [[nodiscard]] bool is_continued() const noexcept { return is_continued_; }

    /// *Effects* reports where the expected line has not come. *Requires* that all lines have been checked.
    template <class Report>
    void finish(Report&& report) {
        if (expected_ && !is_met_) report(LogProblem::missing_head, head_.n, expected_->n);
    }

    /// *Returns* the last line of the chain; number 0 where there is none.
    [[nodiscard]] const ChainHead& head() const noexcept { return head_; }
    /// *Returns* the number of the first one that is left.
    [[nodiscard]] std::uint64_t first() const noexcept { return first_; }

  private:
    /// *Returns* whether the line continues the chain.
    template <class Report>
    bool judge(Report&& report) {
        const ChainHead& line = member_->head;
        if (head_.n == 0) return begin(report);
        if (line.n == head_.n + 1) {
            const bool holds = (other_.n == head_.n && holds_behind(other_.hash)) || holds_behind(head_.hash);
            if (!holds) report(LogProblem::edited, line.n, line.n);
            move_to(line, holds);
            return holds;
        }
        if (line.n > head_.n) {
            report(LogProblem::missing_lines, head_.n + 1, line.n - 1);
            if (expected_ && expected_->n < line.n) is_met_ = true;  // it has come, or is one of the missing
            const bool holds = !member_->prev || holds_behind(*member_->prev);
            if (!holds) report(LogProblem::edited, line.n, line.n);
            move_to(line, holds);
            return false;
        }
        if (line.n == 1 && member_->prev == ChainHash{}) {
            report(LogProblem::restarted, 1U, 1U);
            (void)begin(report);
            return false;
        }
        report(LogProblem::out_of_order, line.n, line.n);
        other_ = line;
        return false;
    }

    /// The first line of what is left: all before it may have been removed as too old, but only whole files.
    template <class Report>
    bool begin(Report&& report) {
        const ChainHead& line = member_->head;
        if (first_ == 0) first_ = line.n;
        bool holds = false;
        if (!member_->prev && line.n > 1) {
            report(LogProblem::missing_lines, line.n - 1, line.n - 1);
        } else {
            const ChainHash before = member_->prev.value_or(ChainHash{});
            holds = member_->prev && holds_behind(before) && (line.n > 1 || before == ChainHash{});
            if (!holds) report(LogProblem::edited, line.n, line.n);
            meet_before(before, report);
        }
        move_to(line, holds);
        return holds;
    }

    /// Where a line was changed, either its text or its hash was: the next one fits what is stated, or what is right.
    void move_to(const ChainHead& line, bool holds) noexcept {
        head_ = line;
        other_ = holds ? ChainHead{} : ChainHead{line.n, computed_};
    }

    [[nodiscard]] bool holds_behind(const ChainHash& before) {
        const bool hashed = sha256_.hash_of(before, line_.substr(0, member_->hashed), computed_);
        return hashed && computed_ == member_->head.hash && member_->prev.value_or(before) == before;
    }

    template <class Report>
    void meet_expected(Report&& report) {
        if (!expected_ || is_met_ || member_->head.n != expected_->n) return;
        is_met_ = true;
        if (member_->head.hash != expected_->hash) report(LogProblem::other_head, expected_->n, expected_->n);
    }

    /// The expected line can be the last one of a file that was removed, or be older.
    template <class Report>
    void meet_before(const ChainHash& before, Report&& report) {
        if (!expected_ || is_met_ || member_->head.n <= expected_->n) return;
        is_met_ = true;
        if (member_->head.n > expected_->n + 1) {
            report(LogProblem::unproven_head, expected_->n, expected_->n);
        } else if (before != expected_->hash) {
            report(LogProblem::other_head, expected_->n, expected_->n);
        }
    }

    Sha256 sha256_;
    ChainHead head_;
    ChainHead other_;  ///< what the next line may follow too: see move_to(), and a line that came out of order
    ChainHash computed_{};
    std::optional<ChainHead> expected_;
    std::string_view line_;
    const ChainMember* member_ = nullptr;
    std::uint64_t first_ = 0;
    bool is_met_ = false;
    bool has_line_in_file_ = false;
    bool is_continued_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
