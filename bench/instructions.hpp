// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_INSTRUCTIONS_HPP
#define LOCCER_BENCH_INSTRUCTIONS_HPP

// How many instructions a piece of a program executes: a figure that is the same whatever else the machine does. The
// processor counts them where the machine lets it (perf events); where it doesn't, the program runs itself once more
// under callgrind, which counts each instruction that it simulates.

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <linux/perf_event.h>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/callgrind.h>
#include <vector>

namespace bench {

/// A piece of a program: run `repeat(n)` and it is done n times.
struct Counted {
    std::function<void(std::int64_t)> repeat;
    std::int64_t times = 1000;  ///< that it is counted
};

namespace instructions_detail {

/// The processor's counter of this thread's instructions in user mode.
class PerfEvent {
  public:
    PerfEvent() {
        ::perf_event_attr attributes{};
        attributes.type = PERF_TYPE_HARDWARE;
        attributes.size = sizeof attributes;
        attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
        attributes.disabled = 1;
        attributes.exclude_kernel = 1;
        attributes.exclude_hv = 1;
        descriptor_ = static_cast<int>(::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
    }
    PerfEvent(const PerfEvent&) = delete;
    PerfEvent& operator=(const PerfEvent&) = delete;
    ~PerfEvent() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] bool works() const { return descriptor_ >= 0; }
    double count(const Counted& piece) const {
        ::ioctl(descriptor_, PERF_EVENT_IOC_RESET, 0);
        ::ioctl(descriptor_, PERF_EVENT_IOC_ENABLE, 0);
        piece.repeat(piece.times);
        ::ioctl(descriptor_, PERF_EVENT_IOC_DISABLE, 0);
        std::uint64_t instructions = 0;
        if (::read(descriptor_, &instructions, sizeof instructions) != sizeof instructions) return -1;
        return static_cast<double>(instructions);
    }

  private:
    int descriptor_ = -1;
};

/// What is done once, is done before anything is counted.
inline void warm_up(const Counted& piece) { piece.repeat(piece.times < 64 ? piece.times : 64); }

/// The variable by which a program knows that it is run to be counted.
inline constexpr const char* child_mark = "LOCCER_BENCH_COUNTED";

/// *Effects* lets callgrind write one total for each piece.
inline void count_under_callgrind(const std::vector<Counted>& pieces) {
    for (const Counted& piece : pieces) {
        warm_up(piece);
        CALLGRIND_ZERO_STATS;
        piece.repeat(piece.times);
        CALLGRIND_DUMP_STATS;
    }
}

/// *Returns* the totals in callgrind's report, in its order.
inline std::vector<double> totals_in(const std::string& report) {
    constexpr std::string_view by_request = "desc: Trigger: Client Request";
    constexpr std::string_view mark = "totals: ";
    std::vector<double> totals;
    std::ifstream file(report);
    bool is_asked_for = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("desc: Trigger:")) is_asked_for = line.starts_with(by_request);
        if (is_asked_for && line.starts_with(mark)) totals.push_back(std::strtod(line.c_str() + mark.size(), nullptr));
    }
    return totals;
}

/// *Effects* runs this program again under callgrind. *Returns* one total for each piece, or nothing.
inline std::vector<double> totals_by_callgrind(char** arguments) {
    // Under valgrind /proc/self/exe would be valgrind.
    std::array<char, 4096> self{};
    if (::readlink("/proc/self/exe", self.data(), self.size() - 1) <= 0) return {};
    std::string report = "/tmp/loccer_callgrind.XXXXXX";
    const int descriptor = ::mkstemp(report.data());
    if (descriptor < 0) return {};
    ::close(descriptor);
    const std::string output = "--callgrind-out-file=" + report;
    std::fflush(stdout);
    const ::pid_t pid = ::fork();
    if (pid == 0) {
        std::vector<char*> command;
        std::string words[] = {"valgrind", "--tool=callgrind", "-q", "--combine-dumps=yes", output, self.data()};
        for (std::string& word : words) command.push_back(word.data());
        for (char** argument = arguments + 1; *argument != nullptr; ++argument) command.push_back(*argument);
        command.push_back(nullptr);
        ::setenv(child_mark, "1", 1);
        ::execvp(command[0], command.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    std::vector<double> totals = totals_in(report);
    ::unlink(report.c_str());
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) totals.clear();
    return totals;
}

}  // namespace instructions_detail

/// *Returns* the instructions of each piece each time it is done; nothing where they can't be counted.
/// *Effects* where callgrind is needed, this program is run once more with the same arguments, and has to get to this
/// call with the same pieces; there it ends the program. \param arguments of main().
inline std::vector<double> count_instructions(const std::vector<Counted>& pieces, char** arguments) {
    using namespace instructions_detail;
    if (std::getenv(child_mark) != nullptr) {
        count_under_callgrind(pieces);
        std::exit(0);
    }
    std::vector<double> totals;
    const PerfEvent event;
    if (event.works()) {
        for (const Counted& piece : pieces) {
            warm_up(piece);
            totals.push_back(event.count(piece));
        }
    } else {
        totals = totals_by_callgrind(arguments);
    }
    if (totals.size() != pieces.size()) return {};
    for (std::size_t i = 0; i < totals.size(); ++i) totals[i] /= static_cast<double>(pieces[i].times);
    return totals;
}

}  // namespace bench

#endif
