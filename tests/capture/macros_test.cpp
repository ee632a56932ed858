// SPDX-License-Identifier: MIT
#include <loccer/capture/macros.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using test_log::Log;
using test_log::only_record;

/// A log that is no Loccer.
struct Counting {
    int recorded = 0;

    bool record(const loccer::capture::Captured&) noexcept {
        ++recorded;
        return true;
    }
};

TEST(Macros, TakeALogOfAnyType) {
    Counting counting;

    EXPECT_FALSE(LOCCER_SUPPRESS(counting) { throw std::runtime_error("first"); });
    LOCCER_TRY { throw std::runtime_error("second"); }
    LOCCER_CATCH(counting) {}

    EXPECT_EQ(counting.recorded, 2);
}

TEST(Macros, TakeTheDefaultLogAndVariablesOfAnyType) {
    Log log;
    loccer::install(log);
    const std::vector<std::string> names{"ada"};

    const bool returned = LOCCER_SUPPRESS() {
        LOCCER_LOCALS(names);
        throw std::runtime_error("third");
    };
    loccer::restore();

    EXPECT_FALSE(returned);
    EXPECT_EQ(only_record(log)["msg"], "third");
    EXPECT_NE(only_record(log).dump().find(R"("names":["ada"])"), std::string::npos);
}

}  // namespace
