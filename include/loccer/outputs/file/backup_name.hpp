// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_BACKUP_NAME_HPP
#define LOCCER_OUTPUTS_FILE_BACKUP_NAME_HPP

// What the backups of a log are called: `errors.log.17`, `errors.log.17.gz`, and `.errors.log.17.gz.tmp` while
// that is made. Numbers only grow, so the highest is the newest and no name is ever used twice.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <charconv>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// The names that one backup can have.
enum class Form : std::uint8_t {
    plain,       ///< errors.log.17
    compressed,  ///< errors.log.17.gz
    temporary    ///< .errors.log.17.gz.tmp
};

inline constexpr std::uint64_t highest_number = 999'999'999'999'999'999;
inline constexpr std::size_t longest_number = 18;  ///< *Units* digits
inline constexpr std::string_view compressed_ending = ".gz";
inline constexpr std::string_view temporary_ending = ".gz.tmp";

/// *Returns* whether every backup of a log of this name has a name that the file system takes.
[[nodiscard]] constexpr bool fits(std::string_view log_name) noexcept {
    return log_name.size() + 2 + longest_number + temporary_ending.size() <= NAME_MAX;
}

/// One such name. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
class BackupName {
  public:
    /// *Requires* that the name fits(), and a number from 1 to highest_number.
    BackupName(std::string_view log_name, std::uint64_t number, Form form) noexcept {
        if (form == Form::temporary) add(".");
        add(log_name);
        add(".");
        const auto written = std::to_chars(text_ + size_, text_ + size_ + longest_number, number);
        size_ = static_cast<std::size_t>(written.ptr - text_);
        if (form == Form::compressed) add(compressed_ending);
        if (form == Form::temporary) add(temporary_ending);
        text_[size_] = '\0';
    }

    [[nodiscard]] const char* c_str() const noexcept { return text_; }
    [[nodiscard]] std::string_view view() const noexcept { return {text_, size_}; }

  private:
    void add(std::string_view part) noexcept { size_ += part.copy(text_ + size_, NAME_MAX - size_); }

    char text_[NAME_MAX + 1];
    std::size_t size_ = 0;
};

/// What a name says.
struct ParsedName {
    std::uint64_t number = 0;
    Form form = Form::plain;

    friend bool operator==(const ParsedName&, const ParsedName&) noexcept = default;
};

/// *Returns* which backup of the log `entry` names; nothing where it is another file's name. A number that we would
/// write otherwise (`errors.log.007`) is not ours. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline std::optional<ParsedName> parse_backup_name(std::string_view log_name,
                                                                 std::string_view entry) noexcept {
    const bool temporary =
        entry.starts_with('.') && entry.ends_with(temporary_ending) && entry.substr(1, log_name.size()) == log_name;
    if (temporary) {
        entry.remove_prefix(1);
        entry.remove_suffix(temporary_ending.size());
    }
    if (!entry.starts_with(log_name)) return std::nullopt;
    entry.remove_prefix(log_name.size());
    if (!entry.starts_with('.')) return std::nullopt;
    entry.remove_prefix(1);
    const bool compressed = !temporary && entry.ends_with(compressed_ending);
    if (compressed) entry.remove_suffix(compressed_ending.size());
    if (entry.empty() || entry.size() > longest_number || entry.front() == '0') return std::nullopt;
    std::uint64_t number = 0;
    const auto read = std::from_chars(entry.data(), entry.data() + entry.size(), number);
    if (read.ec != std::errc() || read.ptr != entry.data() + entry.size()) return std::nullopt;
    return ParsedName{number, temporary ? Form::temporary : compressed ? Form::compressed : Form::plain};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
