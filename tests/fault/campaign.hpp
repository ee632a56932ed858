// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_CAMPAIGN_HPP
#define LOCCER_TESTS_FAULT_CAMPAIGN_HPP

// How much of the campaigns is run, and the table of what was, which is printed at the end of the program.
// LOCCER_CAMPAIGN=long runs everything; otherwise the parts that grow without end are sampled.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fault {

inline bool is_long_campaign() {
    const char* const campaign = std::getenv("LOCCER_CAMPAIGN");
    return campaign != nullptr && std::string_view(campaign) == "long";
}

/// What one campaign has done.
struct Figures {
    std::uint64_t cases = 0;
    std::uint64_t kills = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t lost = 0;
    std::uint64_t duplicated = 0;
};

/// The table. It also sees to it that logs lie in memory, where a sync costs nothing, if nobody says otherwise.
class Table : public testing::Environment {
  public:
    static void add(std::string name, const Figures& figures) { rows().emplace_back(std::move(name), figures); }

    void SetUp() override {
        if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 0);
    }
    void TearDown() override {
        if (rows().empty()) return;
        std::printf("\n%-58s %8s %8s %10s %6s %6s\n", "campaign", "cases", "kills", "records", "lost", "twice");
        for (const auto& [name, figures] : rows()) {
            std::printf("%-58s %8llu %8llu %10llu %6llu %6llu\n", name.c_str(), number(figures.cases),
                        number(figures.kills), number(figures.acknowledged), number(figures.lost),
                        number(figures.duplicated));
        }
        std::printf("\n");
    }

  private:
    static unsigned long long number(std::uint64_t value) { return value; }
    static std::vector<std::pair<std::string, Figures>>& rows() {
        static std::vector<std::pair<std::string, Figures>> rows;
        return rows;
    }
};

inline testing::Environment* const table = testing::AddGlobalTestEnvironment(new Table);

}  // namespace fault

#endif
