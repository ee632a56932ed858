// SPDX-License-Identifier: MIT
#include <loccer/pipeline/gather.hpp>

#include "support/fake_rules.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using test_log::only_record;

constexpr std::string_view failure = "CRITICAL: error while calling the integration to gather data: ";

template <class Thrower>
struct ThrowingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "throwing";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("before"_key, 1);
        Thrower::act();
    }
};

struct GoodIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "good";

    void gather(const loccer::Event& event, auto& out) const {
        using namespace loccer::literals;
        out.field("message"_key, event.exception.error.message);
    }
};

/// *Returns* the record of a log with an integration that throws between good policies.
template <class Thrower>
nlohmann::json record_with() {
    loccer::Loccer<ThrowingIntegration<Thrower>, GoodIntegration, loccer::InMemoryOutput> log;
    EXPECT_TRUE(log.capture_exception(std::runtime_error("of the program")));
    EXPECT_EQ(log.statistics().integration_failures, 1U);
    return only_record(log);
}

struct ThrowsAnException {
    static void act() { throw std::out_of_range("no queue"); }
};
struct ThrowsANumber {
    static void act() { throw 42; }
};
struct ThrowsALongText {
    static void act() { throw std::runtime_error(std::string(5000, 'x')); }
};

TEST(Gather, PutsATextInThePlaceOfAnIntegrationThatThrows) {
    const auto record = record_with<ThrowsAnException>();

    EXPECT_EQ(record["integrations"]["throwing"], std::string(failure) + "std::out_of_range: no queue");
    EXPECT_EQ(record["integrations"]["good"]["message"], "of the program");
    EXPECT_EQ(record["msg"], "of the program");
}

TEST(Gather, SaysWhatWasThrownWhateverItWas) {
    EXPECT_EQ(record_with<ThrowsANumber>()["integrations"]["throwing"], std::string(failure) + "int: 42");
}

struct PartlyThrowingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "partly";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("before"_key, 1);
        out.object("peer"_key, [](auto& peer) {
            peer.field("name"_key, "x");
            throw std::runtime_error("no peer");
        });
        out.field("after"_key, []() -> int { throw std::runtime_error("no number"); });
    }
};

TEST(Gather, KeepsTheRestWhenACallableThrows) {
    loccer::Loccer<PartlyThrowingIntegration, loccer::InMemoryOutput> log;

    log.capture_exception(std::runtime_error("of the program"));

    EXPECT_EQ(only_record(log)["integrations"]["partly"],
              (nlohmann::json{{"before", 1}, {"peer", "[failed: no peer]"}, {"after", "[failed: no number]"}}));
}

TEST(Gather, CountsAnIntegrationThatThrewInPartsOncePerRecord) {
    loccer::Loccer<PartlyThrowingIntegration, GoodIntegration, loccer::InMemoryOutput> log;

    log.capture_exception(std::runtime_error("of the program"));
    EXPECT_EQ(log.statistics().integration_failures, 1U);

    log.log_metadata({{"msg", "hello"}});
    EXPECT_EQ(log.statistics().integration_failures, 2U);
}

struct DeferringIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "deferring";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("depth"_key, []() -> int { throw std::runtime_error("no queue"); });
    }
};

struct ThrowingBehindAFailureIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "throwing";

    void gather(const loccer::Event& event, auto& out) const {
        DeferringIntegration{}.gather(event, out);
        throw std::runtime_error("no connection");
    }
};

TEST(Gather, CountsAFailureOfWhichNothingElseIsLeft) {
    loccer::Loccer<DeferringIntegration, loccer::InMemoryOutput> log;

    log.capture_exception(std::runtime_error("of the program"));

    EXPECT_EQ(only_record(log)["integrations"]["deferring"]["depth"], "[failed: no queue]");
    EXPECT_EQ(log.statistics().integration_failures, 1U);
}

TEST(Gather, CountsAnIntegrationThatThrowsAfterAFailureOnce) {
    loccer::Loccer<ThrowingBehindAFailureIntegration, loccer::InMemoryOutput> log;

    log.capture_exception(std::runtime_error("of the program"));

    EXPECT_EQ(log.statistics().integration_failures, 1U);
}

struct Unprintable {
    friend std::ostream& operator<<(std::ostream&, const Unprintable&) { throw std::runtime_error("no text"); }
};

struct UnprintableIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "unprintable";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("value"_key, Unprintable{});
    }
};

TEST(Gather, DoesNotCountAValueWhoseFormatterThrew) {
    loccer::Loccer<UnprintableIntegration, loccer::InMemoryOutput> log;

    log.capture_exception(std::runtime_error("of the program"));

    EXPECT_EQ(log.statistics().integration_failures, 0U);
}

TEST(Gather, BoundsTheTextOfAFailure) {
    const std::string text = record_with<ThrowsALongText>()["integrations"]["throwing"];

    EXPECT_TRUE(text.starts_with(failure));
    EXPECT_LE(text.size(), 1100U);
}

TEST(Gather, WritesAnObjectUnderTheNameOfTheIntegration) {
    loccer::Loccer<GoodIntegration, loccer::InMemoryOutput> log;

    log.capture_exception(std::runtime_error("of the program"));

    EXPECT_EQ(only_record(log)["integrations"], (nlohmann::json{{"good", {{"message", "of the program"}}}}));
    EXPECT_EQ(log.statistics().integration_failures, 0U);
}

TEST(Gather, HappensForMetadataWhenAnIntegrationThrows) {
    loccer::Loccer<ThrowingIntegration<ThrowsANumber>, loccer::InMemoryOutput> log;

    EXPECT_TRUE(log.log_metadata({{"msg", "hello"}}));

    EXPECT_EQ(only_record(log)["data"]["msg"], "hello");
    EXPECT_TRUE(only_record(log)["integrations"]["throwing"].get<std::string>().starts_with(failure));
}

struct ThrowsSecrets {
    static void act() { throw std::runtime_error("no <ada> at " + std::string(2000, 'x') + "<bob>"); }
};
struct ThrowsALongSecret {
    static void act() { throw std::runtime_error("no <" + std::string(2000, 'S') + ">"); }
};

/// *Returns* what stands for an integration that throws, under rules whose secrets stand in brackets.
template <class Thrower>
std::string failure_under_brackets() {
    fake_rules::Storage out;
    out.writer.begin_object();
    loccer::json::Object<loccer::json::Context<fake_rules::Bracketed>> object(out.writer);
    ThrowingIntegration<Thrower> integration;
    EXPECT_FALSE(loccer::pipeline::gather(object, integration, {}, loccer::Event()));
    out.writer.end_object();
    return out.parsed()["throwing"];
}

TEST(Gather, LooksThroughWhatAnIntegrationThrows) {
    const std::string reason = failure_under_brackets<ThrowsSecrets>();

    EXPECT_TRUE(reason.starts_with(std::string(failure) + "std::runtime_error: no [REDACTED] at xxx")) << reason;
    EXPECT_EQ(reason.find("bob"), std::string::npos) << reason;
}

TEST(Gather, ShowsNoByteOfASecretInWhichItCutsWhatAnIntegrationThrows) {
    const std::string reason = failure_under_brackets<ThrowsALongSecret>();

    EXPECT_TRUE(reason.starts_with(std::string(failure) + "std::runtime_error: no ...[cut, ")) << reason;
    EXPECT_EQ(reason.find("SS"), std::string::npos) << reason;
}

}  // namespace
