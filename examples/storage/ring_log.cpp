// SPDX-License-Identifier: MIT
//
// A log behind a ring: a record is copied into memory that survives the process, and written to the file by a thread.

#include "../capture/check.hpp"

#include <loccer/loccer.hpp>
#include <loccer/outputs/ring_file.hpp>
#include <loccer/outputs/ring_file/read_ring.hpp>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

//! [type]
// Records go to memory that survives the process, and from there to a rotated log, beside the program.
using ErrorFile = loccer::JsonFileOutput<loccer::MaxSize<1 * loccer::MiB>>;
using ErrorRing = loccer::RingFileOutput<4 * loccer::MiB, loccer::DrainTo<ErrorFile>>;
using DeviceLog = loccer::Loccer<loccer::PlatformIntegration, ErrorRing>;
//! [type]

std::size_t lines_in(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) ++count;
    return count;
}

/// A process that is killed before anything of its record has reached the log.
void live_and_be_killed(const std::filesystem::path& directory) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        loccer::Loccer<loccer::RingFileOutput<4 * loccer::MiB>> log{
            loccer::RingFileOutput<4 * loccer::MiB>{directory / "errors.ring"}};
        log.log_metadata({{"msg", "the last words"}});
        ::raise(SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
}

}  // namespace

int main() {
    std::string made = (std::filesystem::temp_directory_path() / "loccer-example-XXXXXX").string();
    const std::filesystem::path directory = ::mkdtemp(made.data());
    live_and_be_killed(directory);

    {
        //! [use]
        // What an earlier process has left in the ring is in the log before this returns.
        DeviceLog log{ErrorRing{directory / "errors.ring", directory / "errors.log"}};
        for (int reading = 0; reading < 1000; ++reading) {
            log.log_metadata({{"msg", "sensor out of range"}, {"reading", reading}});
        }
        //! [use]
        const loccer::RingStatistics done = log.get<ErrorRing>().statistics();
        expect(done.stored == 1000 && done.dropped == 0, "nothing was dropped");
    }
    expect(lines_in(directory / "errors.log") == 1001, "all was handed on");

    std::string last_line;
    //! [read]
    // A ring can be read by itself, also where nothing drains it and while a program writes to it.
    const loccer::RingContents ring = loccer::read_ring((directory / "errors.ring").string());
    for (const loccer::RingRecord& record : ring.records) last_line = record.line();
    std::cout << ring.records.size() << " records, " << ring.overwritten << " overwritten, " << ring.torn << " torn\n";
    //! [read]
    expect(ring.torn == 0, "no record is torn");
    expect(last_line.find("\"reading\":999") != std::string::npos, "the newest record is in the ring");
    std::filesystem::remove_all(directory);
}
