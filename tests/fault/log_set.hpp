// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_LOG_SET_HPP
#define LOCCER_TESTS_FAULT_LOG_SET_HPP

// Reads a whole log back, as a person with `ls` and `zcat` would: the live file and all its backups, oldest
// first, and compares it with the book.

#include "book.hpp"
#include "outputs/support.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <utility>
#include <vector>
#include <zlib.h>

namespace fault {

/// *Returns* the numbers of all open descriptors, sorted.
inline std::vector<int> open_descriptors() {
    std::vector<int> numbers;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        numbers.push_back(std::stoi(entry.path().filename()));
    }
    std::erase_if(numbers, [](int number) { return ::fcntl(number, F_GETFD) < 0; });  // the one that listed them
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// What a gzip file gives.
struct Unzipped {
    std::string text;    ///< as far as it can be read
    bool whole = false;  ///< to its end, its checksum and length right, nothing behind it
};

inline Unzipped unzip(std::string_view packed) {
    Unzipped result;
    ::z_stream stream{};
    if (::inflateInit2(&stream, 15 + 16) != Z_OK) return result;
    std::string input(packed);
    std::vector<char> piece(std::size_t{64} * 1024);
    stream.next_in = reinterpret_cast<::Bytef*>(input.data());
    stream.avail_in = static_cast<::uInt>(input.size());
    int end = Z_OK;
    do {
        stream.next_out = reinterpret_cast<::Bytef*>(piece.data());
        stream.avail_out = static_cast<::uInt>(piece.size());
        end = ::inflate(&stream, Z_NO_FLUSH);
        result.text.append(piece.data(), piece.size() - stream.avail_out);
    } while (end == Z_OK);
    result.whole = end == Z_STREAM_END && stream.avail_in == 0;
    ::inflateEnd(&stream);
    return result;
}

/// *Returns* what `gzip -t` says of the .gz files in a directory; empty where it accepts all.
inline std::string gzip_refuses(const std::string& directory) {
    const std::string command = "find " + directory + " -name '*.gz' -print0 | xargs -0 -r gzip -t 2>&1";
    ::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return "gzip cannot be run";
    std::string text;
    std::array<char, 4096> piece{};
    while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), pipe)) text.append(piece.data(), count);
    const int status = ::pclose(pipe);
    return status == 0 ? text : "gzip -t fails: " + text;
}

inline std::string zip(std::string_view text) {
    ::z_stream stream{};
    if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
    std::string input(text);
    std::string packed(::deflateBound(&stream, static_cast<::uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<::Bytef*>(input.data());
    stream.avail_in = static_cast<::uInt>(input.size());
    stream.next_out = reinterpret_cast<::Bytef*>(packed.data());
    stream.avail_out = static_cast<::uInt>(packed.size());
    ::deflate(&stream, Z_FINISH);
    packed.resize(packed.size() - stream.avail_out);
    ::deflateEnd(&stream);
    return packed;
}

/// One file of a log.
struct LogPart {
    static constexpr std::uint64_t live = ~std::uint64_t{0};

    std::uint64_t number = live;  ///< of a backup
    std::string name;
    std::string text;
    bool compressed = false;
};

/// All files of a log, oldest first, the live one last. An empty backup counts as none; where a backup has both
/// forms the plain one counts.
class LogSet {
  public:
    /// A log whose housekeeping is at work is read again until nothing has changed meanwhile.
    LogSet(const std::string& directory, const std::string& name) {
        for (std::vector<std::string> names = names_in(directory), before; names != before;) {
            parts_.clear();
            others_.clear();
            mistakes_.clear();
            exposed_.clear();
            read_all(directory, name, names);
            before = std::exchange(names, names_in(directory));
        }
    }

    [[nodiscard]] const std::vector<LogPart>& parts() const { return parts_; }
    /// What else lies in the directory: foreign and temporary files, the .gz beside its plain file.
    [[nodiscard]] const std::vector<std::string>& others() const { return others_; }
    /// What must never be: broken gzip files.
    [[nodiscard]] const std::vector<std::string>& mistakes() const { return mistakes_; }
    /// Files with another mode than 0600.
    [[nodiscard]] const std::vector<std::string>& exposed() const { return exposed_; }
    [[nodiscard]] std::size_t backups() const {
        return static_cast<std::size_t>(
            std::count_if(parts_.begin(), parts_.end(), [](const LogPart& p) { return p.number != LogPart::live; }));
    }
    [[nodiscard]] std::size_t compressed() const {
        return static_cast<std::size_t>(
            std::count_if(parts_.begin(), parts_.end(), [](const LogPart& p) { return p.compressed; }));
    }
    [[nodiscard]] const LogPart* find(std::uint64_t number) const {
        for (const LogPart& part : parts_) {
            if (part.number == number) return &part;
        }
        return nullptr;
    }
    [[nodiscard]] std::string text() const {
        std::string text;
        for (const LogPart& part : parts_) text += part.text;
        return text;
    }
    /// *Returns* the newest names with their sizes, for messages.
    [[nodiscard]] std::string listing() const {
        constexpr std::size_t most = 40;
        std::string text;
        for (std::size_t n = parts_.size() < most ? 0 : parts_.size() - most; n < parts_.size(); ++n) {
            text += parts_[n].name + " " + std::to_string(parts_[n].text.size()) + "\n";
        }
        for (const std::string& other : others_) text += other + "\n";
        return text;
    }

  private:
    static std::vector<std::string> names_in(const std::string& directory) {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(directory)) {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }

    void read_all(const std::string& directory, const std::string& name, const std::vector<std::string>& names) {
        std::map<std::pair<std::uint64_t, bool>, std::string> found;  // (number, compressed)
        for (const std::string& file : names) {
            const auto [number, compressed] = parse(name, file);
            if (number != 0) {
                found.emplace(std::pair{number, compressed}, file);
            } else {
                others_.push_back(file);
            }
        }
        for (const auto& [key, file] : found) {
            const auto& [number, compressed] = key;
            const bool beside_plain = !parts_.empty() && parts_.back().number == number;
            if (beside_plain) others_.push_back(file);
            if (!beside_plain) read(directory, number, compressed, file);
        }
        std::erase_if(parts_, [](const LogPart& part) { return part.number != LogPart::live && part.text.empty(); });
    }

    /// *Returns* 0 for what is no part of the log.
    static std::pair<std::uint64_t, bool> parse(const std::string& name, std::string_view file) {
        constexpr std::string_view ending = ".gz";
        if (file == name) return {LogPart::live, false};
        if (file.substr(0, name.size() + 1) != name + ".") return {0, false};
        file.remove_prefix(name.size() + 1);
        const bool compressed = file.size() > ending.size() && file.substr(file.size() - ending.size()) == ending;
        if (compressed) file.remove_suffix(ending.size());
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(file.data(), file.data() + file.size(), number);
        if (error != std::errc() || end != file.data() + file.size() || std::to_string(number) != file) return {};
        return {number, compressed};
    }

    void read(const std::string& directory, std::uint64_t number, bool compressed, const std::string& file) {
        const std::string path = directory + "/" + file;
        struct ::stat status{};
        if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
            others_.push_back(file);
            return;
        }
        if ((status.st_mode & 07777U) != 0600U) exposed_.push_back(file);
        LogPart part{number, file, outputs_test::read_all(path), compressed};
        if (compressed) {
            Unzipped unzipped = unzip(part.text);
            if (!unzipped.whole) mistakes_.push_back(file + " is no whole gzip file");
            part.text = std::move(unzipped.text);
        }
        parts_.push_back(std::move(part));
    }

    std::vector<LogPart> parts_;
    std::vector<std::string> others_;
    std::vector<std::string> mistakes_;
    std::vector<std::string> exposed_;
};

/// What a comparison of a set with the book has found.
struct Verdict {
    std::uint64_t acknowledged = 0;
    std::uint64_t lost = 0;        ///< acknowledged and not there
    std::uint64_t duplicated = 0;  ///< there more than once
    std::uint64_t unasked = 0;     ///< there, but not acknowledged
    std::uint64_t damaged = 0;     ///< lines that are no record as it was written
    std::uint64_t glued = 0;       ///< of the damaged ones, those that are not the beginning of one record
    std::uint64_t disordered = 0;  ///< behind a later record of its writer
    std::string first;             ///< the first thing that is wrong
    std::string lost_where;        ///< what stands in the place of lost records

    [[nodiscard]] bool passed() const { return lost == 0 && duplicated == 0 && disordered == 0; }

    void count(std::uint64_t& what, const char* name, int writer, int n) {
        if (first.empty()) first = name + (" record " + std::to_string(n)) + " of writer " + std::to_string(writer);
        ++what;
    }
};

/// *Returns* whether a line is what a write that was cut has left of a record.
inline bool is_fragment(std::string_view line, const Book& book) {
    const LineId id = id_of(line);
    if (id.writer < 0) {  // cut within the numbers
        for (int writer = 0; writer < book.writers(); ++writer) {
            const std::string head = "{\"writer\":" + std::to_string(writer) + ",\"n\":";
            if (head.substr(0, line.size()) == line) return true;
        }
        return false;
    }
    if (id.writer >= book.writers() || id.n < 0 || id.n >= book.begun(id.writer)) return false;
    const std::string head = "{\"writer\":" + std::to_string(id.writer) + ",\"n\":" + std::to_string(id.n);
    return line == head || line_of(id.writer, id.n, book.longest()).substr(0, line.size()) == line;
}

/// *Returns* where the bytes of a line stand, and what is round them.
inline std::string where_is(const LogSet& set, const std::string& line) {
    for (const LogPart& part : set.parts()) {
        const std::size_t at = part.text.find(line.substr(0, line.find(",\"text\"")) + ",");
        if (at == std::string::npos) continue;
        const std::size_t from = at < 100 ? 0 : at - 100;
        return "in " + part.name + " at " + std::to_string(at) + ": " + part.text.substr(from, 300) + "\n";
    }
    return "its bytes are nowhere\n";
}

inline Verdict judge(const LogSet& set, const Book& book) {
    Verdict verdict;
    std::vector<std::vector<unsigned char>> seen;
    std::vector<int> last(static_cast<std::size_t>(book.writers()), -1);
    for (int writer = 0; writer < book.writers(); ++writer) seen.emplace_back(book.begun(writer), '\0');
    for (const LogPart& part : set.parts()) {
        std::string_view rest = part.text;
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            const bool ended = line.size() < rest.size();
            rest.remove_prefix(line.size() + (ended ? 1 : 0));
            if (line.empty()) continue;
            const LineId id = id_of(line);
            if (!ended || id.writer < 0 || id.writer >= book.writers() || id.n < 0 || id.n >= book.begun(id.writer) ||
                line != line_of(id.writer, id.n, book.longest())) {
                ++verdict.damaged;
                if (!is_fragment(line, book)) {
                    ++verdict.glued;
                    if (verdict.first.empty()) verdict.first = "in " + part.name + ": " + std::string(line);
                }
                continue;
            }
            const auto writer = static_cast<std::size_t>(id.writer);
            unsigned char& times = seen[writer][static_cast<std::size_t>(id.n)];
            if (times++ > 0) verdict.count(verdict.duplicated, "duplicated", id.writer, id.n);
            if (times == 1 && id.n < last[writer]) verdict.count(verdict.disordered, "disordered", id.writer, id.n);
            last[writer] = std::max(last[writer], id.n);
        }
    }
    for (int writer = 0; writer < book.writers(); ++writer) {
        for (int n = 0; n < book.begun(writer); ++n) {
            const bool there = seen[static_cast<std::size_t>(writer)][static_cast<std::size_t>(n)] > 0;
            const bool acknowledged = book.acknowledged(writer, n);
            if (acknowledged) ++verdict.acknowledged;
            if (acknowledged && !there) {
                verdict.count(verdict.lost, "lost", writer, n);
                verdict.lost_where += where_is(set, line_of(writer, n, book.longest()));
            }
            if (!acknowledged && there) ++verdict.unasked;
        }
    }
    return verdict;
}

}  // namespace fault

#endif
