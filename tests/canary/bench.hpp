// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_BENCH_HPP
#define LOCCER_TESTS_CANARY_BENCH_HPP

// A log under test, installed, with all that it writes in a directory of its own; and every byte of that, once the
// log is closed.

#include "outputs/support.hpp"

#include <loccer/loccer.hpp>

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>
#include <zlib.h>

namespace canary {

/// Bytes that somebody could read, and where.
struct Source {
    std::string name;
    std::string bytes;
    bool is_log = false;  ///< one of the files that hold all records
};

/// The program's variables that every log watches.
struct Globals {
    std::string password;
    std::string session_token;
    std::map<std::string, std::string> settings;
    std::string banner;

    static Globals& current() {
        static Globals globals;
        return globals;
    }
};

/// Sends what is written to stderr to a file.
class RedirectedStderr {
  public:
    explicit RedirectedStderr(const std::string& path) : before_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)) {
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (before_ < 0 || file < 0 || ::dup2(file, STDERR_FILENO) < 0) std::abort();
        ::close(file);
    }
    RedirectedStderr(const RedirectedStderr&) = delete;
    RedirectedStderr& operator=(const RedirectedStderr&) = delete;
    ~RedirectedStderr() {
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
    }

  private:
    int before_;
};

/// *Returns* what a gzip file holds, as far as it can be read.
inline std::string unzipped(const std::string& path) {
    std::string text;
    const ::gzFile file = ::gzopen(path.c_str(), "rb");
    if (file == nullptr) return text;
    std::string piece(64 * 1024, '\0');
    for (int size = 1; size > 0;) {
        size = ::gzread(file, piece.data(), static_cast<unsigned>(piece.size()));
        if (size > 0) text.append(piece.data(), static_cast<std::size_t>(size));
    }
    ::gzclose(file);
    return text;
}

/// A log, whatever its type.
class Bench {
  public:
    Bench() : stream_(directory_ / "stream.jsonl"), redirected_(std::in_place, directory_ / "stderr") {
        std::filesystem::create_directory(directory_ / "logs");
        std::filesystem::permissions(directory_ / "logs", std::filesystem::perms::owner_all);
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    virtual ~Bench() = default;

    /// *Effects* closes the log. *Returns* every byte that it has left.
    std::vector<Source> close() {
        std::vector<Source> sources = temporaries();
        sources.push_back({"memory", close_log(), false});
        redirected_.reset();
        stream_.close();
        for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
            if (!entry.is_regular_file()) continue;
            const std::string path = entry.path();
            const std::string name = path.substr(directory_.path().size() + 1);
            const bool is_log = name.starts_with("logs/errors.log");
            sources.push_back({name, outputs_test::read_all(path), is_log});
            if (name.find(".gz") != std::string::npos) sources.push_back({name + ", unpacked", unzipped(path), is_log});
        }
        return sources;
    }

  protected:
    [[nodiscard]] std::string log_path() const { return directory_ / "logs/errors.log"; }
    [[nodiscard]] std::ostream& stream() { return stream_; }

  private:
    /// *Effects* takes the log out of use. *Returns* what its InMemoryOutput holds.
    virtual std::string close_log() = 0;

    /// *Returns* the hidden files that are there while the log works.
    [[nodiscard]] std::vector<Source> temporaries() const {
        std::vector<Source> sources;
        for (const auto& entry : std::filesystem::directory_iterator(directory_ / "logs")) {
            const std::string name = entry.path().filename();
            if (name.front() != '.') continue;
            sources.push_back({name, outputs_test::read_all(entry.path()), false});
            sources.push_back({name + ", unpacked", unzipped(entry.path()), false});
        }
        return sources;
    }

    outputs_test::Directory directory_;
    std::ofstream stream_;
    std::optional<RedirectedStderr> redirected_;
};

/// A log of a type. \tparam Stderr its output to stderr.
template <class Log, class File, class Stderr>
class BenchOf : public Bench {
  public:
    BenchOf() {
        log_.emplace(File(log_path()), loccer::JsonStreamOutput(stream()), Stderr(),
                     loccer::InMemoryOutput(10'000, 4 * loccer::MiB));
        log_->watch_global("password", Globals::current().password);
        log_->watch_global("session_token", Globals::current().session_token);
        log_->watch_global("settings", Globals::current().settings);
        log_->watch_global("banner", Globals::current().banner);
        // What the C++ runtime prints of an exception that nobody catches is not the log's.
        loccer::install(*log_, loccer::PreviousHandler::is_left_out);
    }
    BenchOf(const BenchOf&) = delete;
    BenchOf& operator=(const BenchOf&) = delete;
    ~BenchOf() override { BenchOf::close_log(); }

    [[nodiscard]] Log& log() { return *log_; }

  private:
    std::string close_log() override {
        std::string text;
        if (!log_) return text;
        loccer::restore();
        for (const std::string& record : log_->template get<loccer::InMemoryOutput>().records()) text += record + "\n";
        log_.reset();
        return text;
    }

    std::optional<Log> log_;
};

}  // namespace canary

#endif
