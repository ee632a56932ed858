// SPDX-License-Identifier: MIT
//
// Verifies the chain of a log and says what is wrong with it, for a person to read.
//
// Usage: verify_log PATH [COUNT HASH]      PATH of the live file; COUNT and HASH of a head that was noted earlier
//        verify_log                        shows all of it on a log of its own
// The exit status is 0 where nothing was found, 1 where something was, 2 where the log could not be read.

#include <loccer/loccer.hpp>
#include <loccer/outputs/file/hash_chain.hpp>
#include <loccer/outputs/file/verify.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

namespace {

//! [type]
using ErrorFile = loccer::JsonFileOutput<loccer::HashChain, loccer::MaxSize<4 * loccer::KiB>, loccer::Gzip<>>;
using DeviceLog = loccer::Loccer<ErrorFile>;
//! [type]

//! [verify]
// Prints what a verification says; true where nothing was found.
bool print(const loccer::LogVerification& found) {
    std::cout << found.lines << " lines in " << found.files << " files, " << found.sealed << " of them sealed\n";
    for (const loccer::LogFinding& finding : found.findings) std::cout << "  " << finding.what() << '\n';
    if (found.intact()) std::cout << "  nothing is wrong with them\n";
    if (found.head.count != 0) {
        std::cout << "records " << found.first << " to " << found.head.count << "; head " << found.head.hash << '\n';
    }
    return found.intact();
}

bool verify(const std::string& path, const loccer::LogHead& expected) {
    loccer::VerifyOptions options;
    options.expected = expected;
    return print(loccer::verify_log<loccer::HashChain>(path, options));
}
//! [verify]

std::string read_all(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// What the head, noted elsewhere, is good for.
bool demonstrate(const std::filesystem::path& directory) {
    const std::string path = directory / "errors.log";
    {
        DeviceLog log{ErrorFile{path}};
        for (int reading = 0; reading < 30; ++reading) log.log_metadata({{"msg", "valve stuck"}, {"reading", reading}});
    }
    std::cout << "As it was written:\n";
    const loccer::LogHead head = loccer::verify_log<loccer::HashChain>(path).head;
    const bool as_written = verify(path, head);

    const std::string text = read_all(path);
    std::cout << "\nWith one word changed:\n";
    std::string changed = text;
    changed.replace(changed.find("stuck"), 5, "fixed");
    std::ofstream(path, std::ios::binary) << changed;
    const bool edited = verify(path, {});

    std::cout << "\nWith its last line cut off, which only the noted head tells:\n";
    std::ofstream(path, std::ios::binary) << text.substr(0, text.rfind('\n', text.size() - 2) + 1);
    const bool cut = verify(path, {});
    const bool cut_behind_head = verify(path, head);
    return as_written && !edited && cut && !cut_behind_head;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc == 2) return verify(argv[1], {}) ? 0 : 1;
        if (argc == 4) return verify(argv[1], {std::strtoull(argv[2], nullptr, 10), argv[3]}) ? 0 : 1;
        if (argc != 1) {
            std::cerr << "usage: verify_log PATH [COUNT HASH]\n";
            return 2;
        }
        std::string made = (std::filesystem::temp_directory_path() / "loccer-example-XXXXXX").string();
        const std::filesystem::path directory = ::mkdtemp(made.data());
        const bool as_promised = demonstrate(directory);
        std::filesystem::remove_all(directory);
        return as_promised ? 0 : 1;
    } catch (const std::system_error& refusal) {
        std::cerr << refusal.what() << '\n';
        return 2;
    }
}
