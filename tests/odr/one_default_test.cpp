// SPDX-License-Identifier: MIT
// Two translation units and two shared libraries with hidden visibility share one installed default.

#include "../support/child.hpp"
#include "part.hpp"

#include <loccer/loccer.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using Log = loccer::Loccer<loccer::InMemoryOutput>;

/// Installs a log for each test.
class OneDefault : public testing::Test {
  protected:
    OneDefault() : log_(loccer::install<Log>()) {}
    ~OneDefault() override { loccer::restore(); }

    [[nodiscard]] std::vector<std::string> records() const { return log_.get<loccer::InMemoryOutput>().records(); }

    // NOLINTNEXTLINE(*-non-private-member-variables-in-classes): tests are derived from this
    Log& log_;
};

bool holds(const std::string& record, const char* part) { return record.find(part) != std::string::npos; }

TEST_F(OneDefault, IsSeenByEveryTranslationUnit) {
    EXPECT_TRUE(record_in_other_unit());

    ASSERT_EQ(records().size(), 1U);
    EXPECT_TRUE(holds(records()[0], R"("msg":"other unit")"));
}

TEST_F(OneDefault, IsSeenByLibrariesWithHiddenSymbols) {
    EXPECT_TRUE(record_in_first_library());
    EXPECT_TRUE(record_in_second_library());

    ASSERT_EQ(records().size(), 2U);
    EXPECT_TRUE(holds(records()[0], R"("msg":"first library")"));
    EXPECT_TRUE(holds(records()[1], R"("msg":"second library")"));
}

TEST_F(OneDefault, RecordsAnExceptionOfALibraryOnceWithTheStackOfItsThrow) {
    try {
        LOCCER_CAPTURE() {
            LOCCER_CAPTURE() { throw_from_first_library(); };
        };
    } catch (const std::out_of_range&) {
        loccer::capture_exception();
    }

    ASSERT_EQ(records().size(), 1U);
    EXPECT_TRUE(holds(records()[0], R"("origin":"throw")"));
    EXPECT_TRUE(holds(records()[0], "throw_from_first_library")) << records()[0];
}

TEST_F(OneDefault, IsReplacedForAllWhenALibraryInstallsItsOwn) {
    EXPECT_TRUE(install_in_second_library());

    EXPECT_TRUE(records().empty());
    EXPECT_TRUE(record_in_first_library());
    EXPECT_EQ(records().size(), 1U);
}

TEST(OneProgram, RecordsInUnitsThatAreBuiltWithOtherSwitches) {
    Log log;

    try {
        LOCCER_CAPTURE(log) { throw std::runtime_error("the usual switches"); };
    } catch (const std::runtime_error&) {
    }

    EXPECT_EQ(log.get<loccer::InMemoryOutput>().size(), 1U);
    EXPECT_EQ(records_in_unit_with_other_switches(), 1);
}

[[noreturn]] void leave_with_three() { ::_exit(3); }

TEST(OneProgram, CallsTheProgramsTerminateHandlerThroughTheHooksOfTwoModules) {
    const auto outcome = child::run([] {
        std::set_terminate(&leave_with_three);
        loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        install_for_good_in_second_library();
        throw std::runtime_error("unhandled");
    });

    EXPECT_TRUE(outcome.exited_with(3)) << outcome.error_text;
    EXPECT_TRUE(holds(outcome.error_text, R"("handled":false)"));
}

TEST(OneProgram, KeepsItsHookWhenALibraryRestoresWhatItInstalled) {
    const auto outcome = child::run([] {
        std::set_terminate(&leave_with_three);
        auto& log = loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        install_for_good_in_second_library();
        restore_in_second_library();
        LOCCER_CAPTURE(log) { throw std::runtime_error("unhandled"); };
    });

    EXPECT_TRUE(outcome.exited_with(3)) << outcome.error_text;
    EXPECT_TRUE(holds(outcome.error_text, R"("handled":false)")) << outcome.error_text;
}

}  // namespace
