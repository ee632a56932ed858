// SPDX-License-Identifier: MIT
#include <loccer/defaults/default_loccer.hpp>

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

TEST(DefaultLoccer, IsPlatformFactsToStderr) {
    EXPECT_TRUE(
        (std::is_same_v<loccer::DefaultLoccer, loccer::Loccer<loccer::PlatformIntegration, loccer::StderrOutput>>));
}

TEST(FallbackSink, WritesOneLineWithPlatformFactsToStderr) {
    const auto outcome = child::run([] {
        const auto* sink = loccer::capture::fallback_sink<>();
        sink->log_members(sink->log, {{"msg", "hello"}});
    });

    const auto record = json_check::checked_line(outcome.error_text);
    EXPECT_EQ(record["data"]["msg"], "hello");
    EXPECT_TRUE(record["integrations"]["platform"].contains("hostname"));
}

TEST(FallbackSink, IsOneForAllThreads) {
    std::vector<const loccer::capture::Sink*> seen(4);
    std::vector<std::thread> threads;

    for (auto& sink : seen) threads.emplace_back([&sink] { sink = loccer::capture::fallback_sink<>(); });
    for (std::thread& thread : threads) thread.join();

    for (const auto* sink : seen) EXPECT_EQ(sink, seen[0]);
    EXPECT_NE(seen[0], nullptr);
}

const bool is_ready_for_static_initialisers =
    loccer::trace::known_rules.all_redact("password") && loccer::trace::snapshot_taker.load() != nullptr;

TEST(Fallback, KnowsTheDefaultRedactionBeforeThereIsALog) {
    EXPECT_TRUE(loccer::trace::known_rules.all_redact("password"));
    EXPECT_FALSE(loccer::trace::known_rules.all_redact("quantity"));
}

TEST(Fallback, IsReadyForThrowsInStaticInitialisers) { EXPECT_TRUE(is_ready_for_static_initialisers); }

}  // namespace
