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

/// The logs under test.
enum class Rules : std::uint8_t {
    standard,
    composed,  ///< with rules of its own
    tight,     ///< with no room for all that is harmless
    named,     ///< shows what it names
    types,     ///< shows no values
    personal,  ///< hides what tells of persons
    bounded,   ///< shows of each text the beginning
    tokens     ///< tells which secrets are equal
};
inline constexpr std::array rules_names = {"default", "composed", "tight",   "named",
                                           "types",   "personal", "bounded", "tokens"};

/// What a canary stands for.
enum class Role : std::uint8_t {
    secret,    ///< must not be found in any form
    harmless,  ///< a counter-canary: has to be found as it is
    filler     ///< harmless, where a record has no room for all
};

/// What became of the canaries of one channel, or of one log, in one kind of record.
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
    /// *Returns* what was added since the cell was as `before`.
    [[nodiscard]] Cell without(const Cell& before) const {
        return {planted - before.planted, leaked - before.leaked, harmless - before.harmless, kept - before.kept, {}};
    }
};

/// A place in the matrix.
struct Place {
    std::size_t row = 0;
    Kind kind = Kind::caught;
    Rules rules = Rules::standard;
};

/// What was read in the places of secrets that are told by tokens.
struct Tokens {
    std::uint64_t read = 0;
    std::uint64_t missing = 0;  ///< where there was none
    std::uint64_t unequal = 0;  ///< for a secret that had another one before
    std::uint64_t shared = 0;   ///< that another secret had before
    std::string example;        ///< of where it was wrong first
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
    [[nodiscard]] const Tokens& tokens() const { return tokens_; }

    /// *Effects* enters a canary. *Returns* its text.
    std::string plant(Place place, Role role, std::string text) {
        (void)detector_.add(text);
        entries_.push_back({place, role, false, {}});
        if (role == Role::secret) note(place, &Cell::planted);
        if (role == Role::harmless) note(place, &Cell::harmless);
        return text;
    }

    /// *Effects* enters something harmless behind which the token of `secret` has to stand.
    std::string plant_before(std::string_view secret, Place place, std::string text) {
        plant(place, Role::harmless, text);
        entries_.back().secret_behind = secret;
        return text;
    }

    /// *Effects* looks for all canaries in what an output holds. \param is_log whether harmless ones have to be here.
    void search(Rules rules, std::string_view source, std::string_view bytes, bool is_log) {
        detector_.scan(bytes, [&](const Hit& hit) {
            Entry& entry = entries_[hit.number];
            if (entry.found || entry.role == Role::filler) return;
            if (entry.role == Role::harmless) {
                const bool is_whole = hit.size == detector_.text(hit.number).size() && hit.form == "plain";
                if (!is_log || !is_whole) return;
                entry.found = true;
                note(entry.place, &Cell::kept);
                if (!entry.secret_behind.empty()) read_token(hit, entry.secret_behind);
                return;
            }
            entry.found = true;
            note(entry.place, &Cell::leaked);
            Leak& leak = leak_like(hit, entry.place);
            if (leak.count++ == 0) {
                leak.example = std::string(kind_names[static_cast<std::size_t>(entry.place.kind)]) + ", " +
                               std::string(source) + " of the " + name_of(rules) + " log, " + std::string(hit.form) +
                               ": " + context(hit);
            }
        });
    }

    /// *Effects* notes for each cell a harmless canary that was lost. Called when all of a cell has been searched.
    void note_losses(Place place) {
        Cell& noted = rows_[place.row].cells[index_of(place.kind)];
        for (std::size_t number = searched_; number < entries_.size(); ++number) {
            const Entry& entry = entries_[number];
            if (entry.role != Role::harmless || entry.found || !noted.first_loss.empty()) continue;
            noted.first_loss = std::string(detector_.text(static_cast<std::uint32_t>(number))) + " in the " +
                               name_of(place.rules) + " log";
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

    /// *Effects* prints the matrix by channels and by logs, and the totals as its last lines.
    void print() const {
        std::printf("\nsecrets planted/leaked, and how many of the harmless texts were kept");
        print_head("channel");
        for (const Row& row : rows_) print_row(row.name.c_str(), row.cells);
        std::printf("\n");
        print_head("log");
        for (std::size_t log = 0; log < logs_.size(); ++log) print_row(rules_names[log], logs_[log]);
        const Cell all = sum();
        std::printf("\n\n%zu channels, %zu cells, %zu logs\n", rows_.size(), used_cells(), used_logs());
        std::printf("tokens read %llu, missing %llu, unequal %llu, shared %llu\n", number(tokens_.read),
                    number(tokens_.missing), number(tokens_.unequal), number(tokens_.shared));
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
    using Cells = std::array<Cell, kind_count>;
    struct Row {
        std::string name;
        Cells cells;
        std::map<std::string, Leak> leaks;  ///< by what stands before the canary
    };
    struct Entry {
        Place place;
        Role role = Role::secret;
        bool found = false;
        std::string secret_behind;
    };

    static std::size_t index_of(Kind kind) { return static_cast<std::size_t>(kind); }
    static std::string name_of(Rules rules) { return rules_names[static_cast<std::size_t>(rules)]; }

    /// *Effects* counts one more, for the channel and for the log.
    void note(Place place, std::uint64_t Cell::* count) {
        ++(rows_[place.row].cells[index_of(place.kind)].*count);
        ++(logs_[static_cast<std::size_t>(place.rules)][index_of(place.kind)].*count);
    }

    /// *Effects* compares the token that stands behind a hit, in the same line, with those of all secrets before.
    void read_token(const Hit& hit, const std::string& secret) {
        constexpr std::string_view begin = "[REDACTED:";
        constexpr std::size_t size = 16;
        const std::string_view rest = hit.bytes.substr(hit.at + hit.size, 120);
        const std::size_t at = rest.substr(0, rest.find('\n')).find(begin);
        const std::string token(at == rest.npos ? rest.substr(0, 0) : rest.substr(at + begin.size(), size));
        if (token.size() != size || token.find_first_not_of("0123456789abcdef") != token.npos) {
            ++tokens_.missing;
            note_token(hit);
            return;
        }
        ++tokens_.read;
        const bool is_equal = tokens_of_secrets_.emplace(secret, token).first->second == token;
        const bool is_its_own = secrets_of_tokens_.emplace(token, secret).first->second == secret;
        tokens_.unequal += is_equal ? 0 : 1;
        tokens_.shared += is_its_own ? 0 : 1;
        if (!is_equal || !is_its_own) note_token(hit);
    }

    void note_token(const Hit& hit) {
        if (tokens_.example.empty()) tokens_.example = hit.bytes.substr(hit.at, 120);
    }

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

    static void print_head(const char* name) {
        std::printf("\n%-24s", name);
        for (const char* const kind : kind_names) std::printf(" %16s", kind);
    }
    static void print_row(const char* name, const Cells& cells) {
        std::printf("\n%-24s", name);
        for (const Cell& cell : cells) std::printf(" %16s", shown(cell).c_str());
    }
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

    [[nodiscard]] std::size_t used_logs() const {
        return static_cast<std::size_t>(std::count_if(logs_.begin(), logs_.end(), [](const Cells& cells) {
            return std::any_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.planted != 0; });
        }));
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
    std::array<Cells, rules_names.size()> logs_;
    std::size_t searched_ = 0;
    Tokens tokens_;
    std::map<std::string, std::string> tokens_of_secrets_;
    std::map<std::string, std::string> secrets_of_tokens_;
};

}  // namespace canary

#endif
