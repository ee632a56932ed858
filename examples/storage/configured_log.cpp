// SPDX-License-Identifier: MIT
//
// The same settings from a configuration file that an administrator edits.

#include "../capture/check.hpp"

#include <loccer/loccer.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <system_error>

namespace {

//! [type]
// Gzip<> is there so that the file may ask for it; all other settings have their defaults.
using ErrorFile = loccer::JsonFileOutput<loccer::Gzip<>>;
using DeviceLog = loccer::Loccer<loccer::PlatformIntegration, ErrorFile>;

// Reads lines such as `max_size = 512 KiB`. A line that is wrong is refused, and the sentence says what would be right.
loccer::FileSettings read_settings(std::istream& lines) {
    loccer::FileSettings settings = ErrorFile::default_settings();
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') continue;
        const std::size_t sign = line.find('=');
        const std::string text = sign == std::string::npos ? "" : line.substr(sign + 1);
        settings.set(line.substr(0, sign), text);
    }
    return settings;
}
//! [type]

}  // namespace

int main() {
    std::string made = (std::filesystem::temp_directory_path() / "loccer-example-XXXXXX").string();
    const std::filesystem::path directory = ::mkdtemp(made.data());
    std::istringstream configuration(
        "# How the device keeps its errors\n"
        "max_size = 512 KiB\n"
        "max_files = 5\n"
        "gzip = 9\n"
        "durability = interval 200 ms\n"
        "when_full = drop_oldest\n");

    //! [use]
    const loccer::FileSettings settings = read_settings(configuration);
    DeviceLog log{ErrorFile{directory / "errors.log", settings}};
    //! [use]

    log.log_metadata({{"msg", "started"}});
    expect(log.statistics().dropped() == 0, "the record is stored");
    expect(settings.max_size_bytes == 512 * loccer::KiB, "the size was read");

    std::istringstream wrong("max_size = ten\n");
    try {
        (void)read_settings(wrong);
        expect(false, "a wrong setting is refused");
    } catch (const std::system_error& refusal) {
        std::cout << refusal.what() << '\n';
    }
    std::filesystem::remove_all(directory);
}
