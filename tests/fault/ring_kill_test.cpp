// SPDX-License-Identifier: MIT
#include "book.hpp"
#include "campaign.hpp"
#include "outputs/support.hpp"
#include "shards.hpp"

#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/json_file.hpp>
#include <loccer/outputs/ring_file.hpp>
#include <loccer/outputs/ring_file/read_ring.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <random>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

// A process whose threads write to a ring is killed at any moment, and the next one goes on in it.

namespace {

using fault::Book;
using fault::Figures;
using loccer::MiB;

constexpr int threads = 3;

using Ring = loccer::RingFileOutput<1 * MiB>;
using Log = loccer::JsonFileOutput<loccer::MaxSize<0>>;
using DrainedRing = loccer::RingFileOutput<32 * MiB, loccer::DrainTo<Log>>;

/// *Effects* writes with all threads until it is killed.
template <class Output>
[[noreturn]] void live(Output& output, Book& book) {
    const auto write = [&](int writer) {
        const loccer::Event event;
        const auto store = [&](const std::string& line) { return output.write({line, event}); };
        while (book.begun(writer) < book.capacity()) book.record(writer, store);
        for (;;) ::pause();
    };
    std::vector<std::thread> others;
    for (int writer = 1; writer < threads; ++writer) others.emplace_back(write, writer);
    write(0);
    ::_exit(0);
}

/// *Effects* lets a process live for some milliseconds, as a rule from when it has opened its ring; one of four is
/// killed while it does that. \param make makes the output, `make()`.
template <class Make>
void live_and_die(std::mt19937& random, Book& book, Make make) {
    const fault::Shared<std::atomic<bool>> is_ready;
    const ::pid_t child = ::fork();
    if (child == 0) {
        auto output = make();
        *is_ready = true;
        live(output, book);
    }
    const bool waits = random() % 4 != 0;
    for (int i = 0; waits && i < 10'000 && !*is_ready; ++i) ::poll(nullptr, 0, 1);
    ::poll(nullptr, 0, static_cast<int>(random() % 6));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

/// What is known of the records that were found, in their order.
class Found {
  public:
    explicit Found(const Book& book) : book_(book), first_(threads, -1), last_(threads, -1) {}

    /// \param may_repeat whether records that were there before may come again. *Returns* what is wrong.
    std::string add(std::string_view line, bool may_repeat, Figures& figures) {
        const fault::LineId id = fault::id_of(line);
        if (id.writer < 0 || id.writer >= threads || line != fault::line_of(id.writer, id.n, book_.longest())) {
            return "no record: " + std::string(line.substr(0, 80));
        }
        const auto writer = static_cast<std::size_t>(id.writer);
        if (id.n <= last_[writer]) {
            ++figures.duplicated;
            return may_repeat ? "" : "out of order: " + std::string(line.substr(0, 80));
        }
        if (first_[writer] < 0) first_[writer] = id.n;
        // What is missing in between was never acknowledged.
        for (int n = last_[writer] + 1; n < id.n; ++n) {
            if (last_[writer] >= 0 && book_.acknowledged(id.writer, n)) {
                ++figures.lost;
                return "lost: " + std::to_string(id.writer) + "/" + std::to_string(n);
            }
        }
        last_[writer] = id.n;
        return "";
    }
    /// *Returns* what is wrong at the end. \param all none had to make room.
    std::string finish(bool all, Figures& figures) const {
        for (int writer = 0; writer < threads; ++writer) {
            const auto at = static_cast<std::size_t>(writer);
            if (first_[at] < 0 && !all) continue;
            for (int n = 0; n < book_.begun(writer); ++n) {
                if (n >= first_[at] && n <= last_[at]) continue;
                if ((n > last_[at] || all) && book_.acknowledged(writer, n)) {
                    ++figures.lost;
                    return "lost at an end: " + std::to_string(writer) + "/" + std::to_string(n);
                }
            }
        }
        return "";
    }

  private:
    const Book& book_;
    std::vector<int> first_;
    std::vector<int> last_;
};

std::uint64_t acknowledged_in(const Book& book) {
    std::uint64_t count = 0;
    for (int writer = 0; writer < threads; ++writer) {
        for (int n = 0; n < book.begun(writer); ++n) count += book.acknowledged(writer, n) ? 1 : 0;
    }
    return count;
}

std::string judge_ring(const std::string& path, const Book& book, std::uint64_t kills, Figures& figures) {
    const loccer::RingContents contents = loccer::read_ring(path);
    Found found(book);
    for (const loccer::RingRecord& record : contents.records) {
        if (std::string mistake = found.add(record.line(), false, figures); !mistake.empty()) return mistake;
    }
    if (std::string mistake = found.finish(false, figures); !mistake.empty()) return mistake;
    if (contents.torn > kills * threads) return std::to_string(contents.torn) + " torn by so few kills";
    if (contents.overwritten + contents.records.size() < acknowledged_in(book)) return "more were acknowledged";
    return "";
}

std::string kill_writers(const char* name, std::uint64_t wanted, int longest) {
    Figures figures;
    std::string mistake;
    for (unsigned seed = 1; figures.kills < wanted && mistake.empty(); ++seed) {
        const outputs_test::Directory directory;
        const std::string path = directory / "errors.ring";
        std::mt19937 random(seed);
        Book book(threads, 150'000, longest);
        {
            const Ring made(path);
        }  // the first one may be killed before it can make it
        for (std::uint64_t kill = 1; kill <= 15 && mistake.empty() && !book.is_full(); ++kill) {
            live_and_die(random, book, [&] { return Ring(path); });
            ++figures.kills;
            mistake = judge_ring(path, book, kill, figures);
        }
        figures.acknowledged += acknowledged_in(book);
        ++figures.cases;
    }
    fault::Table::add(name, figures);
    return mistake;
}

TEST(RingKill, LosesNothingThatWasAcknowledgedAndInventsNothing) {
    const std::uint64_t wanted = fault::is_long_campaign() ? 20'000 : 60;

    EXPECT_EQ(kill_writers("ring: 3 threads, killed at random", wanted, 160), "");
}

TEST(RingKill, LosesNothingWhereRecordsAreSoLargeThatTheyAreTorn) {
    const std::uint64_t wanted = fault::is_long_campaign() ? 5'000 : 30;

    EXPECT_EQ(kill_writers("the same, records up to 60 kB", wanted, 60'000), "");
}

TEST(RingKill, HandsOnAllThatWasAcknowledged) {
    const std::uint64_t wanted = fault::is_long_campaign() ? 2'000 : 20;
    Figures figures;
    std::string mistake;
    for (unsigned seed = 1; figures.kills < wanted && mistake.empty(); ++seed) {
        const outputs_test::Directory directory;
        const std::string path = directory / "errors.ring";
        const std::string log = directory / "errors.log";
        std::mt19937 random(seed);
        Book book(threads, 150'000);
        for (int kill = 0; kill < 10 && !book.is_full(); ++kill) {
            live_and_die(random, book, [&] { return DrainedRing(path, log); });
            ++figures.kills;
        }
        {
            const DrainedRing last(path, log);
        }
        figures.acknowledged += acknowledged_in(book);
        ++figures.cases;
        Found found(book);
        const std::string text = outputs_test::read_all(log);
        for (std::size_t at = 0; at < text.size() && mistake.empty();) {
            const std::size_t end = text.find('\n', at);
            const std::string_view line(text.data() + at, end - at);
            // A line that was torn by a kill is there again, whole.
            if (!line.empty() && line.ends_with('}')) mistake = found.add(line, true, figures);
            at = end == text.npos ? text.size() : end + 1;
        }
        if (mistake.empty()) mistake = found.finish(true, figures);
    }
    fault::Table::add("ring handed on to a log, killed at random", figures);

    EXPECT_EQ(mistake, "");
    // A kill between the log and the note about it lets one record be handed on again.
    EXPECT_LE(figures.duplicated, figures.kills);
}

}  // namespace
