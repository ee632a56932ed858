// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_FOLDER_HPP
#define LOCCER_BENCH_FOLDER_HPP

// A place for the files that a benchmark writes: in TMPDIR, or /tmp.

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace bench {

/// A private folder that is removed again.
class Folder {
  public:
    Folder() {
        const char* const temporary = std::getenv("TMPDIR");
        path_ = std::string(temporary == nullptr ? "/tmp" : temporary) + "/loccer_bench_XXXXXX";
        if (::mkdtemp(path_.data()) == nullptr) throw std::system_error(errno, std::generic_category(), path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string file(const char* name) const { return path_ + '/' + name; }

  private:
    std::string path_;
};

}  // namespace bench

#endif
