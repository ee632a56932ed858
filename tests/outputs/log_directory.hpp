// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_OUTPUTS_LOG_DIRECTORY_HPP
#define LOCCER_TESTS_OUTPUTS_LOG_DIRECTORY_HPP

// What the tests of a log's backups share: an opened directory whose files are made and read by name.

#include "gunzip.hpp"
#include "support.hpp"

#include <loccer/outputs/file/housekeeping.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

namespace outputs_test {

/// A fresh directory, opened.
class LogDirectory {
  public:
    LogDirectory() : number_(::open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (number_ < 0) std::abort();
    }
    LogDirectory(const LogDirectory&) = delete;
    LogDirectory& operator=(const LogDirectory&) = delete;
    ~LogDirectory() { ::close(number_); }

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] std::string operator/(std::string_view name) const { return directory_ / name; }
    [[nodiscard]] const std::string& path() const { return directory_.path(); }

    /// A private file, as loccer makes them.
    void put(std::string_view name, std::string_view text) const {
        write_all(*this / name, text);
        ::chmod((*this / name).c_str(), 0600);
    }
    void make_directory(std::string_view name) const { ::mkdir((*this / name).c_str(), 0700); }
    void remove(std::string_view name) const { ::unlink((*this / name).c_str()); }
    [[nodiscard]] bool has(std::string_view name) const { return ::access((*this / name).c_str(), F_OK) == 0; }
    [[nodiscard]] std::string text(std::string_view name) const { return read_all(*this / name); }

    /// All names but the hidden ones', shorter ones first and otherwise in the order of `ls`: by number.
    [[nodiscard]] std::vector<std::string> names(bool with_hidden = false) const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
            std::string name = entry.path().filename().string();
            if (with_hidden || name.front() != '.') found.push_back(std::move(name));
        }
        std::sort(found.begin(), found.end(), [](const std::string& a, const std::string& b) {
            return std::tuple(stem(a).size(), stem(a), a.size()) < std::tuple(stem(b).size(), stem(b), b.size());
        });
        return found;
    }

    /// What stands in all backups and the live file, oldest first, gzip files unpacked. A backup that has both forms
    /// is read once; an empty plain file is none.
    [[nodiscard]] std::string history(std::string_view log_name) const {
        std::string all;
        std::string before;
        for (const std::string& name : names()) {
            if (!name.starts_with(std::string(log_name) + ".") || stem(name) == before) continue;
            const std::string read = name.ends_with(".gz") ? gunzip(text(name)) : text(name);
            if (!read.empty()) before = stem(name);
            all += read;
        }
        return all + text(log_name);
    }

    /// *Units* bytes of all files together.
    [[nodiscard]] std::uint64_t size() const {
        std::uint64_t sum = 0;
        for (const std::string& name : names(true)) {
            struct ::stat status{};
            if (::lstat((*this / name).c_str(), &status) == 0) sum += static_cast<std::uint64_t>(status.st_size);
        }
        return sum;
    }

  private:
    static std::string stem(const std::string& name) {
        return name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
    }

    Directory directory_;
    int number_;
};

/// Lets a Housekeeping make the next file now. *Returns* after how many milliseconds it wants to be called again.
template <class Housekeeping>
std::int64_t prepare_next(Housekeeping& housekeeping) {
    housekeeping.spare_wanted = true;
    return housekeeping(loccer::file::serve_writer, []() noexcept { return false; });
}

}  // namespace outputs_test

#endif
