// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_SHARDS_HPP
#define LOCCER_TESTS_FAULT_SHARDS_HPP

// Runs many cases in processes of their own, one per processor: a case that hangs or crashes is found out,
// costs itself only, and says where it was.

#include "campaign.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <type_traits>
#include <unistd.h>

namespace fault {

/// One object in memory that forked processes share. \tparam T all zero is its beginning.
template <class T>
class Shared {
  public:
    Shared() {
        void* const memory = ::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) throw std::bad_alloc();
        object_ = static_cast<T*>(memory);
    }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() { ::munmap(static_cast<void*>(object_), sizeof(T)); }

    T& operator*() const { return *object_; }
    T* operator->() const { return object_; }

  private:
    T* object_;
};

/// What the processes count, and the first things that went wrong.
struct Tally {
    static constexpr std::size_t most_messages = 12;
    static constexpr std::size_t longest_message = 6000;

    std::atomic<std::uint64_t> cases, kills, acknowledged, lost, duplicated, wrong;
    std::array<std::array<char, longest_message>, most_messages> messages;

    void complain(const std::string& what) {
        const std::size_t at = wrong++;
        if (at < most_messages) std::snprintf(messages[at].data(), longest_message, "%s", what.c_str());
    }
    [[nodiscard]] Figures figures() const { return {cases, kills, acknowledged, lost, duplicated}; }
    /// *Returns* what went wrong; empty where nothing did.
    [[nodiscard]] std::string text() const {
        if (wrong == 0) return "";
        std::string text = std::to_string(wrong) + " cases went wrong\n";
        for (std::size_t n = 0; n < std::min<std::size_t>(wrong, most_messages); ++n) {
            text += std::string("- ") + messages[n].data() + "\n";
        }
        return text;
    }
};

/// *Returns* success where nothing went wrong.
inline testing::AssertionResult passed(const std::string& report) {
    return report.empty() ? testing::AssertionSuccess() : testing::AssertionFailure() << report;
}

/// Says in SIGALRM what was going on. Set by the shards' bodies.
inline std::string (*tell_where)() = nullptr;

/// *Effects* calls `body(worker, job, first)` for each job, each in one of several processes. `body` calls
/// `progress = n` (an int& in shared memory) when it begins the n-th case of its job, and is
/// called again with `first` behind the case that hung or crashed.
/// \param patience_s after so long without progress a case counts as hung.
template <class Body>
void run_in_shards(int jobs, unsigned patience_s, Tally& tally, Body body) {
    constexpr std::size_t workers = 2;
    struct Progress {
        std::atomic<int> next;
        std::array<std::atomic<int>, workers> job;
        std::array<std::atomic<int>, workers> step;
    };
    const Shared<Progress> progress;
    std::array<::pid_t, workers> children{};
    const auto start = [&](std::size_t worker, bool resume) {
        std::fflush(nullptr);
        children[worker] = ::fork();
        if (children[worker] != 0) return;
        static Tally* heard = &tally;
        std::signal(SIGALRM, [](int) {
            heard->complain(std::string("hangs: ") + (tell_where == nullptr ? "" : tell_where()));
            ::_exit(1);
        });
        int job = resume ? progress->job[worker].load() : progress->next++;
        int first = resume ? progress->step[worker] + 1 : 1;
        for (; job < jobs; job = progress->next++, first = 1) {
            progress->job[worker] = job;
            try {
                body(job, first, [&](int step) {
                    progress->step[worker] = step;
                    ::alarm(patience_s);
                });
            } catch (const std::exception& error) {
                tally.complain(std::string("throws: ") + error.what() + ": " +
                               (tell_where == nullptr ? "" : tell_where()));
                ::_exit(1);
            }
        }
        ::_exit(0);
    };
    for (std::size_t worker = 0; worker < workers; ++worker) start(worker, false);
    for (std::size_t running = workers; running > 0;) {
        int status = 0;
        const ::pid_t ended = ::waitpid(-1, &status, 0);
        const auto worker =
            static_cast<std::size_t>(std::find(children.begin(), children.end(), ended) - children.begin());
        if (worker >= workers) continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
            --running;
            continue;
        }
        if (WIFSIGNALED(status)) {
            tally.complain("ended by signal " + std::to_string(WTERMSIG(status)) + " in job " +
                           std::to_string(progress->job[worker]) + ", step " + std::to_string(progress->step[worker]));
        }
        start(worker, true);
    }
}

}  // namespace fault

#endif
