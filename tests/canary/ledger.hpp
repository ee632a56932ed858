// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_LEDGER_HPP
#define LOCCER_TESTS_CANARY_LEDGER_HPP

// The book of all canaries: where each was planted, whether it may be found, and whether it was. Its matrix has a row
// for each channel and a column for each kind of record.

#include "detector.hpp"
#include "random.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace canary {

/// The kinds of records: the columns of the matrix. Another one is a name here and a way of Stage to make it.
enum class Kind : std::uint8_t { caught, scope, nested, suppressed, metadata, error_code, terminate };

inline constexpr std::array kind_names = {"caught",   "scope",      "nested",   "suppressed",
                                          "metadata", "error_code", "terminate"};
inline constexpr std::size_t kind_count = kind_names.size();

/// What a canary stands for.
enum class Role : std::uint8_t {
    secret,    ///< must not be found in any form
    harmless,  ///< a counter-canary: has to be found as it is
    filler     ///< harmless, where a record has no room for all
};

/// What became of the canaries of one channel in one kind of record, in all logs.
struct Cell {
    std::uint64_t planted = 0;
    std::uint64_t leaked = 0;
    std::uint64_t harmless = 0;
    std::uint64_t kept = 0;
    std::string first_loss;

    void add(const Cell& other) {
        planted += other.planted;
        leaked += other.leaked;
        harmless += other.harmless;
        kept += other.kept;
    }
};

/// A place in the matrix.
struct Place {
    std::size_t row = 0;
    Kind kind = Kind::caught;
};

class Ledger {
  public:
    explicit Ledger(std::uint64_t seed) : random_(seed) {}

    /// *Returns* the row of a channel, a new one where it has none.
    std::size_t row(std::string_view channel) {
        const auto found =
            std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.name == channel; });
        if (found != rows_.end()) return static_cast<std::size_t>(found - rows_.begin());
        rows_.push_back({std::string(channel), {}, {}});
        return rows_.size() - 1;
    }

    [[nodiscard]] Random& random() { return random_; }
    [[nodiscard]] Cell& cell(Place place) { return rows_[place.row].cells[static_cast<std::size_t>(place.kind)]; }

    /// *Effects* enters a canary. *Returns* its text.
    std::string plant(Place place, Role role, std::string text) {
        (void)detector_.add(text);
        entries_.push_back({place, role, false});
        if (role == Role::secret) ++cell(place).planted;
        if (role == Role::harmless) ++cell(place).harmless;
        return text;
    }

    /// *Effects* looks for all canaries in what an output holds. \param is_log whether harmless ones have to be here.
    void search(std::string_view log, std::string_view source, std::string_view bytes, bool is_log) {
        detector_.scan(bytes, [&](const Hit& hit) {
            Entry& entry = entries_[hit.number];
            if (entry.found || entry.role == Role::filler) return;
            if (entry.role == Role::harmless) {
                const bool is_whole = hit.size == detector_.text(hit.number).size() && hit.form == "plain";
                if (!is_log || !is_whole) return;
                entry.found = true;
                ++cell(entry.place).kept;
                return;
            }
            entry.found = true;
            ++cell(entry.place).leaked;
            Leak& leak = leak_like(hit, entry.place);
            if (leak.count++ == 0) {
                leak.example = std::string(kind_names[static_cast<std::size_t>(entry.place.kind)]) + ", " +
                               std::string(source) + " of the " + std::string(log) + " log, " + std::string(hit.form) +
                               ": " + context(hit);
            }
        });
    }

    /// *Effects* notes for each cell a harmless canary that was lost. Called when all of a cell has been searched.
    void note_losses(Place place, std::string_view log) {
        Cell& noted = cell(place);
        for (std::size_t number = searched_; number < entries_.size(); ++number) {
            const Entry& entry = entries_[number];
            if (entry.role != Role::harmless || entry.found || !noted.first_loss.empty()) continue;
            noted.first_loss = std::string(detector_.text(static_cast<std::uint32_t>(number))) + " in the " +
                               std::string(log) + " log";
        }
        searched_ = entries_.size();
    }

    [[nodiscard]] Cell sum_of_row(std::size_t row) const {
        Cell sum;
        for (const Cell& cell : rows_[row].cells) sum.add(cell);
        return sum;
    }
    [[nodiscard]] Cell sum() const {
        Cell sum;
        for (std::size_t row = 0; row < rows_.size(); ++row) sum.add(sum_of_row(row));
        return sum;
    }

    /// *Returns* an example of each way in which secrets of a row leaked, and what was lost first in each cell.
    [[nodiscard]] std::string report(std::size_t row) const {
        std::string text;
        for (const auto& [way, leak] : rows_[row].leaks) {
            text += "  leaked " + std::to_string(leak.count) + " times like this: " + leak.example + "\n";
        }
        for (std::size_t kind = 0; kind < kind_count; ++kind) {
            const Cell& cell = rows_[row].cells[kind];
            if (cell.kept == cell.harmless) continue;
            text += "  lost in " + std::string(kind_names[kind]) + ": " + cell.first_loss + "\n";
        }
        return text;
    }

    /// *Effects* prints the matrix, and the totals as its last lines.
    void print() const {
        std::printf("\nsecrets planted/leaked, and how many of the harmless texts were kept\n%-24s", "channel");
        for (const char* const name : kind_names) std::printf(" %16s", name);
        for (const Row& row : rows_) {
            std::printf("\n%-24s", row.name.c_str());
            for (const Cell& cell : row.cells) std::printf(" %16s", shown(cell).c_str());
        }
        const Cell all = sum();
        std::printf("\n\n%zu channels, %zu cells\n", rows_.size(), used_cells());
        std::printf("planted %llu, leaked %llu\n", number(all.planted), number(all.leaked));
        std::printf("harmless %llu, kept %llu (%.2f %%)\n\n", number(all.harmless), number(all.kept), percentage(all));
    }

    /// *Returns* how much of what is harmless was kept.
    [[nodiscard]] static double percentage(const Cell& cell) {
        if (cell.harmless == 0) return 100;
        return 100 * static_cast<double>(cell.kept) / static_cast<double>(cell.harmless);
    }

    [[nodiscard]] const Detector& detector() const { return detector_; }

  private:
    /// Leaks that look alike.
    struct Leak {
        std::uint64_t count = 0;
        std::string example;
    };
    struct Row {
        std::string name;
        std::array<Cell, kind_count> cells;
        std::map<std::string, Leak> leaks;  ///< by what stands before the canary
    };
    struct Entry {
        Place place;
        Role role = Role::secret;
        bool found = false;
    };

    /// *Returns* where leaks are counted that have the same form and the same characters before them.
    Leak& leak_like(const Hit& hit, Place place) {
        constexpr std::size_t most = 24;
        constexpr std::size_t before = 8;
        std::map<std::string, Leak>& leaks = rows_[place.row].leaks;
        const std::size_t begin = hit.at > before ? hit.at - before : 0;
        std::string way(hit.form);
        if (way == "plain") way += ": " + std::string(hit.bytes.substr(begin, hit.at - begin));
        return leaks.size() < most || leaks.contains(way) ? leaks[way] : leaks["others"];
    }

    static unsigned long long number(std::uint64_t value) { return value; }

    static std::string shown(const Cell& cell) {
        if (cell.planted + cell.harmless == 0) return "-";
        std::string text = std::to_string(cell.planted) + "/" + std::to_string(cell.leaked);
        if (cell.harmless > 0) text += " " + std::to_string(static_cast<int>(percentage(cell))) + "%";
        return text;
    }

    [[nodiscard]] std::size_t used_cells() const {
        std::size_t used = 0;
        for (const Row& row : rows_) {
            for (const Cell& cell : row.cells) used += cell.planted + cell.harmless > 0 ? 1 : 0;
        }
        return used;
    }

    static std::string context(const Hit& hit) {
        constexpr std::size_t before = 60;
        const std::size_t begin = hit.at > before ? hit.at - before : 0;
        std::string text(hit.bytes.substr(begin, hit.at - begin + hit.size + before / 3));
        std::replace_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '.');
        return text;
    }

    Random random_;
    Detector detector_;
    std::vector<Entry> entries_;
    std::vector<Row> rows_;
    std::size_t searched_ = 0;
};

}  // namespace canary

#endif
