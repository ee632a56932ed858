// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_TABLE_HPP
#define LOCCER_BENCH_TABLE_HPP

// What a benchmark has found out, as a table that docs/performance.md can quote, and as JSON.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// The figures of one contender. What was not measured is 0.
struct Result {
    std::string question;
    std::string name;
    double bytes = 0;        ///< made each time
    int threads = 1;         ///< that did it at the same time
    double nanoseconds = 0;  ///< median
    double lower_quartile = 0;
    double upper_quartile = 0;
    double times_first = 0;  ///< as long as the question's first contender, median of the rounds
    double instructions = 0;
    double frames = 0;  ///< of a stack that was taken each time
};

/// *Returns* the value that `share` of the values lie below: 0.5 the median.
inline double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const double last = static_cast<double>(values.size() - 1);
    const auto place = static_cast<std::ptrdiff_t>(last * share + 0.5);
    std::nth_element(values.begin(), values.begin() + place, values.end());
    return values[static_cast<std::size_t>(place)];
}

namespace table_detail {

struct Column {
    const char* title;
    const char* format;
    double (*value)(const Result&);
};

inline constexpr Column columns[] = {
    {"frames", "%.0f", [](const Result& result) { return result.frames; }},
    {"ns", "%.0f", [](const Result& result) { return result.nanoseconds; }},
    {"ns a frame", "%.1f",
     [](const Result& result) { return result.frames == 0 ? 0 : result.nanoseconds / result.frames; }},
    {"times the first", "%.2f", [](const Result& result) { return result.times_first; }},
    {"GB/s", "%.2f", [](const Result& result) { return result.bytes / result.nanoseconds; }},
    {"instructions", "%.0f", [](const Result& result) { return result.instructions; }},
    {"a byte", "%.2f", [](const Result& result) { return result.bytes == 0 ? 0 : result.instructions / result.bytes; }},
};

inline std::string cell(const Column& column, const Result& result) {
    char text[32];
    const double value = column.value(result);
    // Short times are told with a digit more.
    const bool is_short = column.format == std::string_view("%.0f") && value < 100 && value != std::floor(value);
    const char* const format = is_short ? "%.1f" : column.format;
    std::snprintf(text, sizeof text, format, value);
    return value == 0 ? std::string() : std::string(text);
}

inline std::string quoted(const std::string& text) {
    std::string made = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\') made += '\\';
        made += character;
    }
    return made + '"';
}

}  // namespace table_detail

/// *Effects* prints the contenders of one question, in Markdown, without the columns that nobody has a figure for.
inline void print_table(const std::vector<Result>& results) {
    using table_detail::cell;
    using table_detail::columns;
    const auto row = [](const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const int width = static_cast<int>(widths[i]);
            std::printf(i == 0 ? "| %-*s |" : " %*s |", width, cells[i].c_str());
        }
        std::puts("");
    };
    std::vector<std::vector<std::string>> rows{{results.front().question}};
    for (const Result& result : results) rows.push_back({result.name});
    for (const table_detail::Column& column : columns) {
        const auto is_known = [&](const Result& result) { return !cell(column, result).empty(); };
        if (std::none_of(results.begin(), results.end(), is_known)) continue;
        rows.front().emplace_back(column.title);
        for (std::size_t i = 0; i < results.size(); ++i) rows[i + 1].push_back(cell(column, results[i]));
    }
    std::vector<std::size_t> widths(rows.front().size(), 3);
    for (const std::vector<std::string>& cells : rows) {
        for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].size());
    }
    std::vector<std::string> rule;
    for (const std::size_t width : widths)
        rule.push_back(rule.empty() ? std::string(width, '-') : std::string(width - 1, '-') + ":");
    rows.insert(rows.begin() + 1, rule);
    std::puts("");
    for (const std::vector<std::string>& cells : rows) row(cells, widths);
    std::fflush(stdout);
}

/// *Effects* writes all figures to a file. *Returns* whether that went well.
inline bool write_json(const char* path, std::string_view program, const std::vector<Result>& results) {
    using table_detail::quoted;
    std::FILE* const file = std::fopen(path, "w");
    if (file == nullptr) {
        std::perror(path);
        return false;
    }
    const std::string name(program.substr(program.rfind('/') + 1));
    std::fprintf(file, "{\"program\": %s, \"compiler\": %s, \"results\": [", quoted(name).c_str(),
                 quoted(__VERSION__).c_str());
    const char* before = "\n";
    for (const Result& result : results) {
        std::fprintf(
            file,
            "%s  {\"question\": %s, \"contender\": %s, \"threads\": %d, \"ns\": %.3f, \"ns_quartiles\": [%.3f, "
            "%.3f], \"times_first\": %.4f, \"bytes\": %.1f, \"instructions\": %.3f, \"frames\": %.0f}",
            before, quoted(result.question).c_str(), quoted(result.name).c_str(), result.threads, result.nanoseconds,
            result.lower_quartile, result.upper_quartile, result.times_first, result.bytes, result.instructions,
            result.frames);
        before = ",\n";
    }
    std::fputs("\n]}\n", file);
    return std::fclose(file) == 0;
}

/// What a program without the harness has measured. It is written to the file that LOCCER_BENCH_JSON names, if anything
/// is, when the object ends.
class Figures {
  public:
    explicit Figures(std::string_view program) : program_(program) {}
    Figures(const Figures&) = delete;
    Figures& operator=(const Figures&) = delete;
    ~Figures() {
        const char* const path = std::getenv("LOCCER_BENCH_JSON");
        if (path != nullptr && !results_.empty()) write_json(path, program_, results_);
    }

    void add(Result result) { results_.push_back(std::move(result)); }

  private:
    std::string program_;
    std::vector<Result> results_;
};

}  // namespace bench

#endif
