// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_OUTPUTS_SUPPORT_HPP
#define LOCCER_TESTS_OUTPUTS_SUPPORT_HPP

// What the tests of outputs share: a directory that goes away again, records made of a line, whole
// files as text, and children whose end can be asked.

#include <loccer/event/record.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace outputs_test {

/// A fresh directory below the temporary one, readable for all users, removed at the end of the test.
class Directory {
  public:
    Directory() {
        const char* base = std::getenv("TMPDIR");
        path_ = std::string(base == nullptr ? "/tmp" : base) + "/loccer-outputs-XXXXXX";
        if (::mkdtemp(path_.data()) == nullptr) std::abort();
        ::chmod(path_.c_str(), 0755);
    }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    ~Directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

  private:
    std::string path_;
};

/// A record with an empty event and the given object.
class Line {
  public:
    explicit Line(std::string_view object) : bytes_(std::string(object) + "\n") {}
    // NOLINTNEXTLINE(google-explicit-constructor): stands for the record
    operator loccer::Record() const { return {bytes_, event_}; }

  private:
    std::string bytes_;
    loccer::Event event_;
};

inline std::string read_all(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_all(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
        lines.push_back(text.substr(begin, end - begin));
    }
    if (begin < text.size()) lines.push_back(text.substr(begin));
    return lines;
}

inline unsigned mode_of(const std::string& path) {
    struct ::stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
}

/// *Returns* what `body` returned in a child process; 128 and the signal's number where one ended it.
template <class Body>
int in_child(Body body) {
    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Collects what filters put.
struct Text {
    std::string text;
    void put(char c) { text.push_back(c); }
};

}  // namespace outputs_test

#endif
