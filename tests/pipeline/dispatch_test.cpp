// SPDX-License-Identifier: MIT
#include <loccer/pipeline/dispatch.hpp>

#include <loccer/pipeline/owned_policies.hpp>

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using loccer::pipeline::gather_all;
using loccer::pipeline::hand_out;

std::string called;  ///< by the policies below

template <char Letter>
struct NotingOutput {
    using loccer_role = loccer::OutputRole;
    static void write(const loccer::Record& record) { called += Letter + std::string(record.line()); }
};

struct ThrowingOutput {
    using loccer_role = loccer::OutputRole;
    static void write(const loccer::Record&) { throw std::runtime_error("disk"); }
};

struct FullOutput {
    using loccer_role = loccer::OutputRole;
    static bool write(const loccer::Record&) { return false; }
};

template <loccer::FixedString Name>
struct NotingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = Name;
    static void gather(const loccer::Event&, auto& /*out*/) { called += Name.view(); }
};

struct ThrowingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "throwing";
    static void gather(const loccer::Event&, auto& /*out*/) { throw std::runtime_error("queue"); }
};

/// *Returns* how many outputs failed to store the line "{}".
template <class... Outputs>
std::uint64_t failures_of() {
    loccer::pipeline::OwnedPolicies<Outputs...> outputs{loccer::pipeline::Arguments<>()};
    std::atomic<std::uint64_t> failures{0};
    const loccer::Event event;
    called.clear();
    hand_out(loccer::Record("{}\n", event), outputs, failures, loccer::meta::List<Outputs...>{});
    return failures;
}

struct Gathered {
    std::string text;
    std::uint64_t failures;
};

template <class... Integrations>
Gathered gathered_from() {
    using Context = loccer::json::Context<loccer::policy::OpenRules>;
    using List = loccer::meta::List<Integrations...>;
    loccer::pipeline::OwnedPolicies<Integrations...> integrations{loccer::pipeline::Arguments<>()};
    const loccer::pipeline::AllOnceMembers<List> once{};
    std::atomic<std::uint64_t> failures{0};
    std::array<char, 1024> storage{};
    loccer::json::Writer writer{std::span<char>(storage)};
    called.clear();
    writer.begin_object();
    loccer::json::Object<Context> object(writer);
    gather_all(object, loccer::Event{}, integrations, once, failures, List{});
    writer.end_object();
    return {std::string(writer.view()), failures};
}

TEST(HandOut, GivesTheRecordToEachOutputInOrder) {
    EXPECT_EQ((failures_of<NotingOutput<'a'>, NotingOutput<'b'>, NotingOutput<'c'>>()), 0U);

    EXPECT_EQ(called, "a{}b{}c{}");
}

TEST(HandOut, CountsOutputsThatFailAndGoesOn) {
    EXPECT_EQ((failures_of<NotingOutput<'a'>, ThrowingOutput, FullOutput, NotingOutput<'b'>>()), 2U);

    EXPECT_EQ(called, "a{}b{}");
}

TEST(GatherAll, AsksEachIntegrationInOrder) {
    const Gathered gathered = gathered_from<NotingIntegration<"first">, NotingIntegration<"second">>();

    EXPECT_EQ(called, "firstsecond");
    EXPECT_EQ(gathered.text, R"({"first":{},"second":{}})");
    EXPECT_EQ(gathered.failures, 0U);
}

TEST(GatherAll, CountsIntegrationsThatFailAndGoesOn) {
    const Gathered gathered = gathered_from<ThrowingIntegration, NotingIntegration<"second">>();

    EXPECT_EQ(gathered.text, R"({"throwing":"CRITICAL: error while calling the integration to gather data: )"
                             R"(std::runtime_error: queue","second":{}})");
    EXPECT_EQ(gathered.failures, 1U);
}

}  // namespace
