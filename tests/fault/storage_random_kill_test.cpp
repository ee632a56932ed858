// SPDX-License-Identifier: MIT
#include "book.hpp"
#include "campaign.hpp"
#include "log_set.hpp"
#include "outputs/support.hpp"
#include "shards.hpp"

#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/json_file.hpp>

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <random>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// Processes that write, rotate and compress one log are killed at any moment, and others take their places.

namespace {

using fault::Book;
using fault::Figures;
using fault::LogSet;
using fault::Verdict;

constexpr int processes = 8;
constexpr int threads = 2;                        ///< of each; they are the book's writers
constexpr int last_writer = processes * threads;  ///< who writes when all are dead
constexpr int kills_per_log = 100;

template <std::int64_t MaxBytes, class... More>
using Log = loccer::JsonFileOutput<loccer::MaxSize<MaxBytes>, loccer::MaxFiles<1'000'000>, loccer::Gzip<1>, More...>;

/// *Effects* writes with all threads of one process until it is killed or the book is full.
template <class Output>
[[noreturn]] void live(const std::string& path, Book& book, int process, std::atomic<int>& refused) {
    Output output(path);
    const auto write = [&](int thread) {
        const loccer::Event event;
        const int writer = process * threads + thread;
        while (book.begun(writer) < book.capacity()) {
            if (!book.record(writer, [&](const std::string& line) { return output.write({line, event}); })) ++refused;
        }
    };
    std::thread second(write, 1);
    write(0);
    second.join();
    for (;;) ::pause();
}

/// \tparam MaxBytes of the live file. \tparam More options of the writers.
template <std::int64_t MaxBytes, class... More>
class Massacre {
  public:
    /// \param records so many of each thread at most. \param longest so many bytes of text in one.
    Massacre(unsigned seed, int records, int longest) : random_(seed), book_(last_writer + 1, records, longest) {}

    /// *Effects* one log, from its first record to the last kill. *Returns* what is wrong with it.
    std::string run(Figures& figures) {
        for (int process = 0; process < processes; ++process) start(process);
        for (int kill = 0; kill < kills_per_log && !book_.is_full(); ++kill) {
            ::poll(nullptr, 0, static_cast<int>(random_() % 8));
            const int process = static_cast<int>(random_() % processes);
            end(process);
            start(process);
            ++figures.kills;
        }
        for (int process = 0; process < processes; ++process) end(process);
        figures.kills += processes;
        ++figures.cases;
        return judge(figures);
    }

  private:
    void start(int process) {
        const ::pid_t child = ::fork();
        if (child == 0) live<Log<MaxBytes, More...>>(path_, book_, process, *refused_);
        children_[static_cast<std::size_t>(process)] = child;
    }
    void end(int process) {
        const ::pid_t child = children_[static_cast<std::size_t>(process)];
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }

    std::string judge(Figures& figures) {
        if (std::string mistake = look(figures); !mistake.empty()) return mistake;
        {
            Log<MaxBytes, loccer::InPlaceHousekeeping> output(path_);
            const loccer::Event event;
            const auto write = [&](const std::string& line) { return output.write({line, event}); };
            if (!book_.record(last_writer, write)) return std::string("it ") + output.last_error().what();
        }
        if (std::string mistake = look(figures); !mistake.empty()) return mistake;
        const LogSet set(directory_.path(), "errors.log");
        if (!set.others().empty()) return set.others().front() + " is left over\n" + set.listing();
        if (set.compressed() != set.backups()) return "a backup is not compressed\n" + set.listing();
        if (set.backups() < 3) return "it was hardly rotated\n" + set.listing();
        return fault::gzip_refuses(directory_.path());
    }

    std::string look(Figures& figures) {
        const LogSet set(directory_.path(), "errors.log");
        const Verdict verdict = fault::judge(set, book_);
        figures.acknowledged += judged_ ? 0 : verdict.acknowledged;
        judged_ = true;
        figures.lost += verdict.lost;
        figures.duplicated += verdict.duplicated;
        if (!verdict.passed()) return verdict.first + "\n" + verdict.lost_where + set.listing();
        if (!set.mistakes().empty()) return set.mistakes().front() + "\n" + set.listing();
        if (*refused_ != 0) return std::to_string(*refused_) + " records were refused";
        return "";
    }

    std::mt19937 random_;
    outputs_test::Directory directory_;
    std::string path_ = directory_ / "errors.log";
    Book book_;
    fault::Shared<std::atomic<int>> refused_;
    std::array<::pid_t, processes> children_{};
    bool judged_ = false;
};

/// *Effects* kills until so many are dead. \param run one log, by its number. *Returns* what is wrong.
template <class Run>
std::string kill_many(const char* name, std::uint64_t wanted, Run run) {
    Figures figures;
    std::string mistake;
    for (unsigned seed = 1; figures.kills < wanted && mistake.empty(); ++seed) {
        mistake = run(seed, figures);
        if (!mistake.empty()) mistake = "log " + std::to_string(seed) + ": " + mistake;
    }
    fault::Table::add(name, figures);
    return mistake;
}

TEST(StorageRandomKill, LosesAndDoublesNothingOfEightProcesses) {
    const std::uint64_t wanted = fault::is_long_campaign() ? 100'000 : 2'000;
    const auto run = [](unsigned seed, Figures& figures) {
        return seed % 4 == 0 ? Massacre<6000, loccer::InPlaceHousekeeping>(seed, 40'000, 160).run(figures)
                             : Massacre<6000>(seed, 40'000, 160).run(figures);
    };

    EXPECT_TRUE(fault::passed(kill_many("8 processes of 2 threads, killed at random", wanted, run)));
}

TEST(StorageRandomKill, LosesAndDoublesNothingWhereRecordsAreSoLargeThatTheyAreTorn) {
    const std::uint64_t wanted = fault::is_long_campaign() ? 10'000 : 300;
    const auto run = [](unsigned seed, Figures& figures) {
        return Massacre<1'000'000>(seed, 3'000, 60'000).run(figures);
    };

    EXPECT_TRUE(fault::passed(kill_many("the same, records up to 60 kB", wanted, run)));
}

}  // namespace
