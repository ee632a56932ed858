// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_SETTINGS_HPP
#define LOCCER_OUTPUTS_FILE_SETTINGS_HPP

// What a file output does beside appending, as plain values: the options of JsonFileOutput fill them in
// while the program is compiled, and a program that reads a configuration file fills them in at run time.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/duration.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/base/size.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/parse_setting.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// When a record has to be on the device before it counts as stored.
enum class FileDurability : std::uint8_t {
    none,     ///< never: it survives the death of the process, not that of the machine
    fatal,    ///< where it tells of the program's end
    always,   ///< each
    interval  ///< together with the others of the last `interval_ms`
};

/// What gives way on a full disk.
enum class FileWhenFull : std::uint8_t {
    drop_newest,  ///< the record at hand
    drop_oldest   ///< the oldest backups
};

namespace file {

inline constexpr std::int64_t largest_size = std::int64_t{1} << 60;  ///< *Units* bytes: 1 EiB, so that sums fit
inline constexpr std::int64_t longest_age_s = 36'500 * Days;
inline constexpr std::int64_t most_files = 1'000'000;
inline constexpr std::int64_t longest_interval_ms = 3'600'000;
inline constexpr std::int64_t best_gzip_level = 9;

}  // namespace file

/// The settings of a file output. Usable in constant expressions; holds no heap.
struct FileSettings {
    std::int64_t max_size_bytes = 10 * MiB;  ///< the live file is rotated before it grows larger; 0: never
    std::int64_t max_age_s = 0;              ///< the live file is rotated when it is older; 0: never for its age
    std::int64_t max_files = 10;             ///< how many backups are kept
    std::int64_t max_total_bytes = 0;        ///< what the live file and its backups may take together; 0: anything
    std::int64_t gzip_level = 0;             ///< 1 (fast) to 9 (small); 0: backups stay as they are
    FileDurability durability = FileDurability::fatal;
    std::int64_t interval_ms = 1000;  ///< of FileDurability::interval
    FileWhenFull when_full = FileWhenFull::drop_newest;
    std::int64_t keep_free_bytes = 0;  ///< what a record may not take away from the disk; 0: nothing
    bool sole_writer = false;          ///< no other process writes this log
    bool background = true;            ///< compression and removal happen on a thread

    /// *Effects* sets what a line of a configuration file says: `set("max_size", "10 MiB")`. Blanks round
    /// both do not count.
    /// \param name one of max_size, max_age, max_files, max_total, gzip, durability, when_full, keep_free,
    /// sole_writer, background.
    /// \param text a size (`0`, `512 KiB`, `10 MiB`), an age (`0`, `45 s`, `30 min`, `12 h`, `7 d`), a number, `none`,
    /// `fatal`, `always` or `interval 200 ms`, `drop_newest` or `drop_oldest`, `on` or `off`.
    /// *Errors* an unknown name, or a text that its setting does not take, is refused with both and with what is
    /// taken; nothing has changed then. Whether settings fit together is for check(). *Allocates* only to refuse.
    /// *Throws* as refuse() does.
    void set(std::string_view name, std::string_view text);

    friend constexpr bool operator==(const FileSettings&, const FileSettings&) noexcept = default;
};

namespace file {

/// A setting that cannot work: which, its value, and what it has to be.
struct SettingMistake {
    const char* name = nullptr;  ///< nullptr where nothing is wrong
    std::int64_t value = 0;
    const char* rule = "";

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return name != nullptr; }
};

/// *Returns* the first setting that cannot work. *Allocates* no.
[[nodiscard]] constexpr SettingMistake find_mistake(const FileSettings& settings) noexcept {
    const auto within = [](std::int64_t value, std::int64_t low, std::int64_t high) {
        return value >= low && value <= high;
    };
    const FileSettings& s = settings;
    if (!within(s.max_size_bytes, 0, largest_size))
        return {"max_size_bytes", s.max_size_bytes, "must lie between 0 (never rotated) and 1 EiB"};
    if (!within(s.max_age_s, 0, longest_age_s))
        return {"max_age_s", s.max_age_s, "must lie between 0 (never rotated for its age) and 36500 days"};
    if (!within(s.max_files, 0, most_files)) return {"max_files", s.max_files, "must lie between 0 and 1000000"};
    if (!within(s.max_total_bytes, 0, largest_size))
        return {"max_total_bytes", s.max_total_bytes, "must lie between 0 (no limit) and 1 EiB"};
    if (!within(s.gzip_level, 0, best_gzip_level))
        return {"gzip_level", s.gzip_level, "must lie between 0 (not compressed) and 9"};
    if (s.durability > FileDurability::interval)
        return {"durability", static_cast<std::int64_t>(s.durability), "must be a value of loccer::FileDurability"};
    if (s.durability == FileDurability::interval && !within(s.interval_ms, 1, longest_interval_ms))
        return {"interval_ms", s.interval_ms, "must lie between 1 and 3600000 (an hour)"};
    if (s.when_full > FileWhenFull::drop_oldest)
        return {"when_full", static_cast<std::int64_t>(s.when_full), "must be a value of loccer::FileWhenFull"};
    if (!within(s.keep_free_bytes, 0, largest_size))
        return {"keep_free_bytes", s.keep_free_bytes, "must lie between 0 (nothing) and 1 EiB"};
    if (s.max_total_bytes != 0 && s.max_size_bytes == 0)
        return {"max_total_bytes", s.max_total_bytes,
                "needs a max_size_bytes: a file that is never rotated has no cap"};
    if (s.max_total_bytes != 0 && s.max_total_bytes < s.max_size_bytes)
        return {"max_total_bytes", s.max_total_bytes, "must be at least max_size_bytes: the live file counts too"};
    return {};
}

}  // namespace file

/// *Errors* settings that can never work are refused: which, its value, what it has to be.
/// *Allocates* only to refuse. *Throws* as refuse() does.
inline void check(const FileSettings& settings) {
    const file::SettingMistake mistake = file::find_mistake(settings);
    if (!mistake) return;
    refuse(std::make_error_code(std::errc::invalid_argument), std::string("loccer::FileSettings: ") + mistake.name +
                                                                  " " + std::to_string(mistake.value) + " " +
                                                                  mistake.rule);
}

namespace file {

/// One line of a configuration file, while it is read.
struct SettingLine {
    std::string_view name;
    std::string_view text;

    [[noreturn]] LOCCER_COLD void refuse_with(const char* remedy) const {
        refuse(std::make_error_code(std::errc::invalid_argument),
               "loccer::FileSettings: " + printable(name) + " cannot be '" + printable(text) + "'; " + remedy);
    }
    /// *Returns* what `quantity` says, in the smallest of `units`. *Errors* refused, also outside of the range.
    [[nodiscard]] std::int64_t number(std::string_view quantity, std::span<const Unit> units, std::int64_t smallest,
                                      std::int64_t largest, const char* remedy) const {
        const std::optional<std::int64_t> found = parse_quantity(quantity, units);
        if (!found || *found < smallest || *found > largest) refuse_with(remedy);
        return *found;
    }
    [[nodiscard]] std::int64_t size() const {
        return number(text, size_units, 0, largest_size,
                      "give a whole number of B, KiB, MiB, GiB or TiB up to 1 EiB, such as 10 MiB, or 0 for none");
    }
    [[nodiscard]] bool on() const {
        const std::optional<bool> found = parse_switch(text);
        if (!found) refuse_with("say on or off");
        return *found;
    }

    void set_durability(FileSettings& settings) const {
        constexpr std::string_view interval = "interval";
        constexpr const char* remedy =
            "say none, fatal, always, or interval with 1 ms to 60 min, such as interval 200 ms";
        const std::string_view word = trimmed(text);
        if (word == "none") {
            settings.durability = FileDurability::none;
        } else if (word == "fatal") {
            settings.durability = FileDurability::fatal;
        } else if (word == "always") {
            settings.durability = FileDurability::always;
        } else if (word.starts_with(interval)) {
            settings.interval_ms = number(word.substr(interval.size()), interval_units, 1, longest_interval_ms, remedy);
            settings.durability = FileDurability::interval;
        } else {
            refuse_with(remedy);
        }
    }
    void set_when_full(FileSettings& settings) const {
        const std::string_view word = trimmed(text);
        if (word != "drop_newest" && word != "drop_oldest") refuse_with("say drop_newest or drop_oldest");
        settings.when_full = word == "drop_newest" ? FileWhenFull::drop_newest : FileWhenFull::drop_oldest;
    }
};

}  // namespace file

inline void FileSettings::set(std::string_view name, std::string_view text) {
    name = file::trimmed(name);
    text = file::trimmed(text);
    const file::SettingLine line{name, text};
    if (name == "max_size") {
        max_size_bytes = line.size();
    } else if (name == "max_age") {
        max_age_s = line.number(text, file::age_units, 0, file::longest_age_s,
                                "give a whole number of s, min, h or d up to 36500 d, such as 7 d, or 0 for none");
    } else if (name == "max_files") {
        max_files = line.number(text, file::count_units, 0, file::most_files, "give a number from 0 to 1000000");
    } else if (name == "max_total") {
        max_total_bytes = line.size();
    } else if (name == "gzip") {
        gzip_level = line.number(text, file::count_units, 0, file::best_gzip_level,
                                 "give a level from 1 (fast) to 9 (small), or 0 for none");
    } else if (name == "durability") {
        line.set_durability(*this);
    } else if (name == "when_full") {
        line.set_when_full(*this);
    } else if (name == "keep_free") {
        keep_free_bytes = line.size();
    } else if (name == "sole_writer") {
        sole_writer = line.on();
    } else if (name == "background") {
        background = line.on();
    } else {
        line.refuse_with(
            "there is no such setting: max_size, max_age, max_files, max_total, gzip, durability, when_full, "
            "keep_free, "
            "sole_writer and background are known");
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
