// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/settings.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace {

using loccer::FileDurability;
using loccer::FileSettings;
using loccer::FileWhenFull;

static_assert(std::is_trivially_copyable_v<FileSettings>);
static_assert(!loccer::file::find_mistake(FileSettings{}));

struct WithSettings {
    static constexpr FileSettings settings{.max_files = 3};
};
static_assert(WithSettings::settings.max_files == 3);

/// What `call` is refused with.
template <class Call>
std::string refusal(Call&& call) {
    try {
        call();
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), std::errc::invalid_argument);
        return error.what();
    }
    return "nothing was refused";
}

std::string refusal_of(std::string_view name, std::string_view text) {
    FileSettings settings;
    const std::string said = refusal([&] { settings.set(name, text); });
    EXPECT_EQ(settings, FileSettings{}) << "a refused line has changed something";
    return said;
}

FileSettings after(std::string_view name, std::string_view text) {
    FileSettings settings;
    settings.set(name, text);
    return settings;
}

TEST(FileSettings, RotateAtTenMebibytesAndKeepTenBackupsByThemselves) {
    constexpr FileSettings settings;

    EXPECT_EQ(settings.max_size_bytes, 10 * 1024 * 1024);
    EXPECT_EQ(settings.max_files, 10);
    EXPECT_EQ(settings.durability, FileDurability::fatal);
    EXPECT_EQ(settings.gzip_level, 0);
    EXPECT_TRUE(settings.background);
    EXPECT_FALSE(settings.sole_writer);
}

TEST(FileSettings, TakeSizesAgesAndNumbersAsText) {
    EXPECT_EQ(after("max_size", "64 KiB").max_size_bytes, 64 * 1024);
    EXPECT_EQ(after("max_size", "0").max_size_bytes, 0);
    EXPECT_EQ(after("max_age", "7 d").max_age_s, 604'800);
    EXPECT_EQ(after("max_files", "1000").max_files, 1000);
    EXPECT_EQ(after("max_total", "1 GiB").max_total_bytes, 1 << 30);
    EXPECT_EQ(after("gzip", "9").gzip_level, 9);
    EXPECT_EQ(after("keep_free", "5 MiB").keep_free_bytes, 5 << 20);
}

TEST(FileSettings, TakeChoicesAsText) {
    EXPECT_EQ(after("durability", "none").durability, FileDurability::none);
    EXPECT_EQ(after("durability", "fatal").durability, FileDurability::fatal);
    EXPECT_EQ(after("durability", " always ").durability, FileDurability::always);
    EXPECT_EQ(after("when_full", "drop_oldest").when_full, FileWhenFull::drop_oldest);
    EXPECT_EQ(after("when_full", "drop_newest").when_full, FileWhenFull::drop_newest);
    EXPECT_TRUE(after("sole_writer", "on").sole_writer);
    EXPECT_FALSE(after("background", "off").background);
}

TEST(FileSettings, TakeAnIntervalWithItsTime) {
    const FileSettings settings = after("durability", "interval 200 ms");

    EXPECT_EQ(settings.durability, FileDurability::interval);
    EXPECT_EQ(settings.interval_ms, 200);
}

TEST(FileSettings, RefuseATextWithNameTextAndWhatIsTaken) {
    const std::string said = refusal_of("max_size", "10 MB");

    EXPECT_NE(said.find("loccer::FileSettings: max_size cannot be '10 MB'; give a whole number of B, KiB, MiB"),
              std::string::npos)
        << said;
}

TEST(FileSettings, RefuseAnUnknownNameWithThoseThatAreKnown) {
    const std::string said = refusal_of("max-size", "1");

    EXPECT_NE(said.find("max-size cannot be '1'; there is no such setting: max_size, max_age"), std::string::npos)
        << said;
}

TEST(FileSettings, RefuseEveryTextOutsideOfItsRange) {
    struct Line {
        const char* name;
        const char* text;
    };
    for (const Line& line :
         {Line{"max_size", "1048577 TiB"}, Line{"max_size", "-1"}, Line{"max_size", ""}, Line{"max_age", "36501 d"},
          Line{"max_age", "7"}, Line{"max_files", "1000001"}, Line{"max_total", "1.5 GiB"}, Line{"gzip", "10"},
          Line{"gzip", "best"}, Line{"durability", "interval"}, Line{"durability", "interval 0"},
          Line{"durability", "interval 0 ms"}, Line{"durability", "interval 61 min"}, Line{"durability", "sometimes"},
          Line{"durability", ""}, Line{"when_full", "stop"}, Line{"keep_free", "all"}, Line{"sole_writer", "yes"},
          Line{"background", ""}}) {
        const std::string said = refusal_of(line.name, line.text);

        EXPECT_NE(said.find(std::string(line.name) + " cannot be '" + line.text + "'; "), std::string::npos) << said;
    }
}

TEST(FileSettings, ShowRefusedTextAsHarmlessCharacters) {
    const std::string said = refusal_of("gzip", "\x1B[31m\n");

    EXPECT_EQ(said.find('\x1B'), std::string::npos);
    EXPECT_EQ(said.find('\n'), std::string::npos);
}

TEST(Check, PassesWhatComesByItself) { loccer::check(FileSettings{}); }

TEST(Check, PassesTheEndsOfEveryRange) {
    loccer::check({.max_size_bytes = 0, .max_files = 0});
    loccer::check({.max_size_bytes = 1,
                   .max_age_s = loccer::file::longest_age_s,
                   .max_files = 1'000'000,
                   .max_total_bytes = 1,
                   .gzip_level = 9,
                   .durability = FileDurability::interval,
                   .interval_ms = 1,
                   .keep_free_bytes = loccer::file::largest_size});
}

TEST(Check, RefusesEachImpossibleValueByNameValueAndRule) {
    constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();
    struct Case {
        FileSettings settings;
        const char* said;
    };
    for (const Case& wrong : {
             Case{{.max_size_bytes = -1}, "max_size_bytes -1 must lie between"},
             Case{{.max_size_bytes = huge}, "max_size_bytes 9223372036854775807 must lie between"},
             Case{{.max_age_s = -1}, "max_age_s -1 must lie between"},
             Case{{.max_age_s = huge}, "max_age_s 9223372036854775807 must lie between"},
             Case{{.max_files = -3}, "max_files -3 must lie between 0 and 1000000"},
             Case{{.max_files = 1'000'001}, "max_files 1000001 must lie between"},
             Case{{.max_total_bytes = -1}, "max_total_bytes -1 must lie between"},
             Case{{.gzip_level = 10}, "gzip_level 10 must lie between"},
             Case{{.gzip_level = -1}, "gzip_level -1 must lie between"},
             Case{{.durability = static_cast<FileDurability>(9)}, "durability 9 must be"},
             Case{{.durability = FileDurability::interval, .interval_ms = 0}, "interval_ms 0 must lie between"},
             Case{{.durability = FileDurability::interval, .interval_ms = 3'600'001}, "interval_ms 3600001 must lie"},
             Case{{.when_full = static_cast<FileWhenFull>(7)}, "when_full 7 must be"},
             Case{{.keep_free_bytes = -1}, "keep_free_bytes -1 must lie between"},
             Case{{.max_size_bytes = 0, .max_total_bytes = 5}, "max_total_bytes 5 needs a max_size_bytes"},
             Case{{.max_size_bytes = 9, .max_total_bytes = 8}, "max_total_bytes 8 must be at least max_size_bytes"},
         }) {
        const std::string said = refusal([&] { loccer::check(wrong.settings); });

        EXPECT_NE(said.find(std::string("loccer::FileSettings: ") + wrong.said), std::string::npos) << said;
    }
}

TEST(Check, AsksForNoIntervalWhereThereIsNone) { loccer::check({.interval_ms = 0}); }

}  // namespace
