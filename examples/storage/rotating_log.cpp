// SPDX-License-Identifier: MIT
//
// A log that is rotated, compressed and kept small.

#include "../capture/check.hpp"

#include <loccer/loccer.hpp>

#include <filesystem>
#include <iostream>
#include <string>
#include <thread>

namespace {

//! [type]
using ErrorFile = loccer::JsonFileOutput<loccer::MaxSize<64 * loccer::KiB>,  // a new file before it grows larger,
                                         loccer::MaxAge<7 * loccer::Days>,   // and one a week
                                         loccer::MaxFiles<3>,                // beside three older ones,
                                         loccer::Gzip<>>;                    // which are compressed
using DeviceLog = loccer::Loccer<loccer::PlatformIntegration, ErrorFile>;
//! [type]

std::size_t compressed_in(const std::filesystem::path& directory) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        if (entry.path().extension() == ".gz") ++count;
    }
    return count;
}

}  // namespace

int main() {
    std::string made = (std::filesystem::temp_directory_path() / "loccer-example-XXXXXX").string();
    const std::filesystem::path directory = ::mkdtemp(made.data());

    {
        //! [use]
        DeviceLog log{ErrorFile{directory / "errors.log"}};
        for (int reading = 0; reading < 1000; ++reading) {
            log.log_metadata({{"msg", "sensor out of range"}, {"reading", reading}, {"celsius", 20 + reading % 300}});
        }
        const loccer::FileStatistics done = log.get<ErrorFile>().statistics();
        std::cout << done.rotations << " rotations, " << done.removed << " old files removed, " << done.dropped
                  << " records dropped\n";
        //! [use]
        expect(done.rotations > 3, "the log was rotated");
        expect(done.dropped == 0, "nothing was dropped");

        // Compression goes on beside the program; a program that ends leaves the rest to its next start.
        for (int wait = 0; wait < 1000 && compressed_in(directory) < 3; ++wait) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    expect(compressed_in(directory) == 3, "three backups are kept, compressed");
    std::filesystem::remove_all(directory);
}
