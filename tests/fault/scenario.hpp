// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_SCENARIO_HPP
#define LOCCER_TESTS_FAULT_SCENARIO_HPP

// The piece of a log's life that the sweeps disturb at each of its system calls: opening beside what a kill has
// left, appending until it has rotated and compressed twice, closing, opening again, appending again.

#include "book.hpp"
#include "log_set.hpp"
#include "outputs/support.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <vector>

namespace fault {

/// A log that may refuse to open, and keeps count of what it was told.
/// \tparam Output a JsonFileOutput.
template <class Output>
class Writer {
  public:
    Writer(const std::string& path, Book& book, int writer) : book_(book), writer_(writer) {
        try {
            output_.emplace(path);
        } catch (const std::system_error& error) {
            if (std::string_view(error.what()).find(path) == std::string_view::npos) {
                complain(std::string("a refusal without the path: ") + error.what());
            }
        } catch (const std::exception& error) {
            complain(std::string("the constructor threw: ") + error.what());
        }
    }

    [[nodiscard]] bool is_open() const { return output_.has_value(); }

    bool write() {
        if (!output_) return false;
        const bool is_fatal_path = ++written_ % 5 == 0;
        const bool stored = book_.record(writer_, [&](const std::string& line) {
            return is_fatal_path ? output_->write_signal_safe(line) : output_->write({line, event_});
        });
        if (!stored) ++refused_;
        if (output_->dropped() != refused_) {
            complain("dropped() is " + std::to_string(output_->dropped()) + " after " + std::to_string(refused_) +
                     " records that were not stored");
        }
        return stored;
    }
    void write(int times) {
        for (int n = 0; n < times; ++n) write();
    }

    /// What was wrong, first of all; empty where nothing was.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }
    [[nodiscard]] const char* last_error() const { return output_ ? output_->last_error().what() : "refused"; }

  private:
    void complain(std::string what) {
        if (complaint_.empty()) complaint_ = std::move(what);
    }

    std::optional<Output> output_;
    Book& book_;
    loccer::Event event_;
    int writer_;
    int written_ = 0;
    std::uint64_t refused_ = 0;
    std::string complaint_;
};

/// A directory with a history, and what happens in it.
/// \tparam Output rotates at about 1000 bytes.
template <class Output>
class Scenario {
  public:
    static constexpr int appends = 20;
    static constexpr int later_appends = 5;
    static constexpr int ours = 0;    ///< who writes now
    static constexpr int theirs = 1;  ///< who wrote what was there before

    Scenario() : book_(2, 200), path_(directory_ / "errors.log") {}

    /// *Effects* empties the directory but for a history: a compressed backup, a plain one whose compression
    /// was killed twice, a live file with a torn line, and things that are not ours.
    void prepare() {
        for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
            std::filesystem::remove_all(entry.path());
        }
        book_.clear();
        oldest_ = history(3);
        older_ = history(3);
        put("errors.log.3.gz", zip(oldest_));
        put("errors.log.7", older_);
        put("errors.log.7.gz", zip(older_).substr(0, 50));
        put(".errors.log.7.gz.tmp", zip(older_).substr(0, 20));
        put("errors.log", history(1) + "{\"writer\":1,\"n\":");
        ::chmod((directory_ / "errors.log").c_str(), 0640);
        put("errors.log.old", "foreign\n");
        ::mkdir((directory_ / "errors.log.5").c_str(), 0700);
    }

    /// *Effects* the first opening and its records. *Returns* what was wrong.
    std::string run_first() {
        Writer<Output> writer(path_, book_, ours);
        writer.write(appends);
        return writer.complaint();
    }
    /// *Effects* a later opening: finishes what was left half done, and rotates once more.
    /// \tparam By whose opening it is.
    template <class By = Output>
    std::string run_later(int times) {
        Writer<By> writer(path_, book_, ours);
        writer.write(times);
        return writer.complaint();
    }

    /// *Returns* what a later opening should have finished or removed; empty where nothing is left.
    [[nodiscard]] std::string find_left_over() const {
        const LogSet set(directory_.path(), "errors.log");
        for (const std::string& other : set.others()) {
            if (other != "errors.log.old" && other != "errors.log.5") return other + " is left over\n" + set.listing();
        }
        if (!set.exposed().empty()) return set.exposed().front() + " has another mode than 0600\n" + set.listing();
        if (set.compressed() != set.backups()) return "a backup is not compressed\n" + set.listing();
        return "";
    }

    /// *Returns* what the program gzip says of the backups; empty where all are whole.
    [[nodiscard]] std::string find_what_gzip_refuses() const { return gzip_refuses(directory_.path()); }

    /// *Returns* what is wrong with the files; empty where all is right.
    [[nodiscard]] std::string find_mistake(Verdict& verdict) const {
        const LogSet set(directory_.path(), "errors.log");
        verdict = judge(set, book_);
        if (!verdict.passed()) return verdict.first + "\n" + set.listing();
        if (!set.mistakes().empty()) return set.mistakes().front() + "\n" + set.listing();
        if (verdict.glued != 0) return "lines are glued together: " + verdict.first + "\n" + set.listing() + set.text();
        if (verdict.damaged > largest_damage()) return "too many damaged lines\n" + set.listing() + set.text();
        if (!stands(set, 3, oldest_) || !stands(set, 7, older_)) return "the history has changed\n" + set.listing();
        if (outputs_test::read_all(directory_ / "errors.log.old") != "foreign\n" ||
            !std::filesystem::is_directory(directory_ / "errors.log.5")) {
            return "a foreign file has changed\n" + set.listing();
        }
        return "";
    }

    [[nodiscard]] Book& book() { return book_; }
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    /// *Returns* `count` records of the past.
    std::string history(int count) {
        std::string text;
        for (int n = 0; n < count; ++n) {
            book_.record(theirs, [&](const std::string& line) {
                text += line;
                return true;
            });
        }
        return text;
    }
    void put(const char* name, std::string_view text) const {
        outputs_test::write_all(directory_ / name, text);
        ::chmod((directory_ / name).c_str(), 0600);
    }
    /// The torn line of the history, and one for each record that was not acknowledged.
    [[nodiscard]] std::uint64_t largest_damage() const {
        std::uint64_t most = 1;
        for (int n = 0; n < book_.begun(ours); ++n) most += book_.acknowledged(ours, n) ? 0 : 1;
        return most;
    }
    static bool stands(const LogSet& set, std::uint64_t number, const std::string& text) {
        const LogPart* const part = set.find(number);
        return part != nullptr && part->text == text;
    }

    outputs_test::Directory directory_;
    Book book_;
    std::string path_;
    std::string oldest_;
    std::string older_;
};

}  // namespace fault

#endif
