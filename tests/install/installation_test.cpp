// SPDX-License-Identifier: MIT
#include <loccer/install/installation.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <exception>
#include <memory>

namespace {

using loccer::installing::Installation;
using loccer::installing::next_terminate_handler;
using loccer::installing::on_terminate;
using loccer::installing::pop;
using loccer::installing::push;

/// Installations are never destroyed.
Installation& make() {
    // Never destroyed, as installations are: each keeps the earlier ones reachable.
    static auto& all = *new std::vector<std::unique_ptr<Installation>>();
    return *all.emplace_back(std::make_unique<Installation>());
}

[[noreturn]] void another_handler() { std::abort(); }

/// Puts the terminate handler of the test program back.
class InstallationTest : public testing::Test {
  protected:
    void TearDown() override {
        while (pop()) {
        }
        std::set_terminate(before_);
    }
    [[nodiscard]] std::terminate_handler before() const { return before_; }

  private:
    std::terminate_handler before_ = std::get_terminate();
};

TEST_F(InstallationTest, BecomesTheDefaultAndTheTerminateHandler) {
    Installation& installation = make();

    push(installation, true);

    EXPECT_EQ(loccer::capture::installed_sink.load(), &installation.sink);
    EXPECT_EQ(std::get_terminate(), &on_terminate);
    EXPECT_TRUE(loccer::trace::hook_is_installed());
}

TEST_F(InstallationTest, CallsTheHandlerThatWasThereBefore) {
    std::set_terminate(&another_handler);

    push(make(), true);

    EXPECT_EQ(next_terminate_handler.load(), &another_handler);
}

TEST_F(InstallationTest, CallsNoHandlerWhenToldSo) {
    std::set_terminate(&another_handler);

    push(make(), false);

    EXPECT_EQ(next_terminate_handler.load(), nullptr);
}

TEST_F(InstallationTest, OnAnotherOneCallsWhatThatWouldCall) {
    std::set_terminate(&another_handler);
    push(make(), true);

    push(make(), true);

    EXPECT_EQ(next_terminate_handler.load(), &another_handler);
}

TEST_F(InstallationTest, PutsEverythingBackInTurn) {
    std::set_terminate(&another_handler);
    Installation& first = make();
    push(first, true);
    push(make(), false);

    EXPECT_TRUE(pop());
    EXPECT_EQ(loccer::capture::installed_sink.load(), &first.sink);
    EXPECT_EQ(next_terminate_handler.load(), &another_handler);
    EXPECT_EQ(std::get_terminate(), &on_terminate);

    EXPECT_TRUE(pop());
    EXPECT_EQ(loccer::capture::installed_sink.load(), nullptr);
    EXPECT_EQ(std::get_terminate(), &another_handler);
    EXPECT_FALSE(loccer::trace::hook_is_installed());
    EXPECT_FALSE(pop());
}

TEST_F(InstallationTest, LeavesAHandlerThatWasSetSince) {
    push(make(), true);
    std::set_terminate(&another_handler);

    EXPECT_FALSE(loccer::trace::hook_is_installed());
    pop();

    EXPECT_EQ(std::get_terminate(), &another_handler);
}

TEST_F(InstallationTest, IsNotTheWitnessAnyMoreWhenAnotherHandlerWasSet) {
    test_log::Log log;
    push(make(), true);
    std::set_terminate(&another_handler);

    LOCCER_SUPPRESS(log) {
        LOCCER_CAPTURE(log) { throw 1; };
    };

    EXPECT_EQ(test_log::records(log).size(), 1U);
}

}  // namespace
