// SPDX-License-Identifier: MIT
#include <loccer/redactions/allow_list.hpp>

#include "support/child.hpp"
#include "support/planted.hpp"
#include "support/swallow.hpp"

#include <loccer/policy/redaction.hpp>

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::AllowList;
using test_log::only_record;
using test_log::records;
using test_log::swallow;

static_assert(loccer::CheckRedaction<AllowList<"depth">>::passed());
static_assert(loccer::CheckRedaction<AllowList<>>::passed());
static_assert(!loccer::policy::replaces_default<AllowList<"depth">>);

template <loccer::FixedString... Names>
using Log = loccer::Loccer<loccer::InMemoryOutput, AllowList<Names...>>;

TEST(AllowList, PassesItsNamesApartFromCaseAndSeparators) {
    for (const std::string_view key :
         {"queue_depth", "QueueDepth", "QUEUE-DEPTH", "queue.depth", "queue[depth]", "_queuedepth_", "queue depth"}) {
        EXPECT_FALSE((AllowList<"host", "queue-depth">::redacts_key(key))) << key;
    }
}

TEST(AllowList, RemovesWhatIsOnlyAPartOfANameOrHasOneInside) {
    for (const std::string_view key : {"queue", "depth", "queue_depth2", "my_queue_depth", "queue_depths", "", "_",
                                       "queu\xC3\xAB_depth", "queue_depth\xE2\x80\x8B"}) {
        EXPECT_TRUE((AllowList<"host", "queue-depth">::redacts_key(key))) << key;
    }
}

TEST(AllowList, RemovesEverythingWhereItIsEmpty) {
    for (const std::string_view key : {"", "_", "depth", "msg"}) EXPECT_TRUE(AllowList<>::redacts_key(key)) << key;
}

TEST(AllowList, IsAskedAtCompileTime) {
    static_assert(!AllowList<"depth">::redacts_key("Depth"));
    static_assert(AllowList<"depth">::redacts_key("user"));
}

TEST(AllowList, SaysWhatItShows) {
    std::string said;
    const auto note = [&](std::string_view what, std::string_view name) {
        said += std::string(what) + ": " + std::string(name) + "\n";
    };

    AllowList<"depth", "host">::describe(note);
    AllowList<>::describe(note);

    EXPECT_EQ(said, "shows of all keys only: depth\nshows of all keys only: host\nshows of all keys only: (none)\n");
}

TEST(AllowList, ShowsOfAMetadataListWhatItNames) {
    Log<"ms"> log;

    log.log_metadata({{"ms", 812}, {"user", "ada"}, {"ok", true}, {"none", nullptr}});

    EXPECT_EQ(only_record(log)["data"],
              (nlohmann::json{{"ms", 812}, {"user", "[REDACTED]"}, {"ok", "[REDACTED]"}, {"none", "[REDACTED]"}}));
    EXPECT_EQ(only_record(log)["redactions"], 4);  // the thread's name is the fourth
}

TEST(AllowList, ShowsOfAStructOrAMapWhatItNames) {
    Log<"total"> log;

    log.log_metadata(planted::Order{"ada", 15, {}});
    log.log_metadata(std::map<std::string, int>{{"total", 1}, {"other", 2}});

    EXPECT_EQ(records(log)[0]["data"].dump(), R"({"note":"[REDACTED]","share":"[REDACTED]","total":15})");
    EXPECT_EQ(records(log)[1]["data"].dump(), R"({"other":"[REDACTED]","total":1})");
}

TEST(AllowList, RemovesMetadataThatHasNoKeyAtAll) {
    Log<"ms"> log;

    log.log_metadata(std::string("ada"));
    log.log_metadata(812);
    log.log_metadata(0.5);
    log.log_metadata(true);
    log.log_metadata(std::vector<std::string>{"ada", "bob", "eve"});
    log.log_metadata(std::array<std::string, 2>{"ms", "812"});
    log.log_metadata(std::vector<std::pair<std::string, int>>{{"ms", 812}});

    ASSERT_EQ(records(log).size(), 7U);
    for (const auto& record : records(log)) EXPECT_EQ(record["data"], "[REDACTED]");
}

TEST(AllowList, WantsTheNameOfAnObjectAndThoseOfItsMembers) {
    using Nested = std::map<std::string, std::map<std::string, int>>;
    Log<"peer", "port"> log;

    log.log_metadata(Nested{{"peer", {{"port", 1}, {"user", 2}}}, {"other", {{"port", 3}}}});

    EXPECT_EQ(only_record(log)["data"].dump(), R"({"other":"[REDACTED]","peer":{"port":1,"user":"[REDACTED]"}})");
}

struct Shop {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "shop";
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("depth"_key, 3);
        out.field("user"_key, "ada");
        out.field(std::string("Depth"), [] { return 4; });
        out.field(std::string("User"), [] { return "ada"; });
        out.object("peer"_key, [](auto& peer) {
            peer.field("depth"_key, 5);
            peer.field("user"_key, "ada");
        });
        out.object(std::string("computed"), [](auto& peer) {
            peer.field("depth"_key, 6);
            peer.object("deeper"_key, [](auto& deeper) { deeper.field("depth"_key, 7); });
        });
        out.array("list"_key, [](auto& list) { list.value("ada"); });
        out.array("known"_key, [](auto& list) {
            list.value(8);
            list.object([](auto& inner) {
                inner.field("depth"_key, 9);
                inner.field("user"_key, "ada");
            });
        });
        out.object("credentials"_key, [](auto& inner) { inner.field("depth"_key, 10); });
        out.object(std::string("Credentials"), [](auto& inner) { inner.field("depth"_key, 11); });
    }
};

TEST(AllowList, ShowsOfAnIntegrationWhatItNamesAndEntersTheObjectsThatItOpens) {
    loccer::Loccer<Shop, loccer::InMemoryOutput, AllowList<"depth", "known">> log;

    log.log_metadata({{"depth", 1}});

    EXPECT_EQ(
        only_record(log)["integrations"]["shop"].dump(),
        R"({"Credentials":"[REDACTED]","Depth":4,"User":"[REDACTED]","computed":{"deeper":{"depth":7},"depth":6},)"
        R"("credentials":"[REDACTED]","depth":3,"known":[8,{"depth":9,"user":"[REDACTED]"}],"list":"[REDACTED]",)"
        R"("peer":{"depth":5,"user":"[REDACTED]"},"user":"[REDACTED]"})");
    EXPECT_EQ(only_record(log)["redactions"], 8);  // with the thread's name
}

TEST(AllowList, LeavesRemovedWhatOtherRedactionsRemove) {
    loccer::Loccer<loccer::InMemoryOutput, AllowList<"login", "ms">, loccer::KeyRedaction<"badge">> log;
    const std::map<std::string, int> login{{"badge", 17}, {"ms", 812}, {"password", 4711}};

    log.log_metadata({{"login", login}});

    EXPECT_EQ(only_record(log)["data"].dump(), R"({"login":{"badge":"[REDACTED]","ms":812,"password":"[REDACTED]"}})");
}

TEST(AllowList, ShowsOfLocalsAndGlobalsWhatItNames) {
    Log<"qty"> log;
    const int qty = 15;
    const std::string user = "ada";
    log.watch_global("qty", qty);
    log.watch_global("user", user);

    swallow([&] {
        LOCCER_CAPTURE(log, qty, user) { throw 1; };
    });

    EXPECT_EQ(only_record(log)["globals"].dump(), R"({"qty":15,"user":"[REDACTED]"})");
    EXPECT_NE(only_record(log)["frames"].dump().find(R"({"qty":15,"user":"[REDACTED]"})"), std::string::npos);
}

TEST(AllowList, RemovesMessagesAndTheThreadsNameUnlessItNamesThem) {
    const planted::ThreadNamed thread("settler");
    Log<> closed;
    Log<"msg", "name"> open;
    const auto nested = [] {
        try {
            throw std::runtime_error("the cause");
        } catch (...) {
            std::throw_with_nested(std::out_of_range("the message"));
        }
    };

    swallow([&] {
        LOCCER_CAPTURE(closed) {
            LOCCER_CAPTURE(open) { nested(); };
        };
    });

    EXPECT_EQ(only_record(closed)["msg"], "[REDACTED]");
    EXPECT_EQ(only_record(closed)["causes"][0]["msg"], "[REDACTED]");
    EXPECT_EQ(only_record(closed)["thread"]["name"], "[REDACTED]");
    EXPECT_EQ(only_record(open)["msg"], "the message");
    EXPECT_EQ(only_record(open)["causes"][0]["msg"], "the cause");
    EXPECT_EQ(only_record(open)["thread"]["name"], "settler");
}

TEST(AllowList, LeavesReadableWhatFailedWhereAndWhen) {
    Log<> log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::out_of_range("limit"); };
    });
    log.capture_exception(planted::code());

    const auto thrown = records(log)[0];
    EXPECT_EQ(thrown["exc_type"], "std::out_of_range");
    EXPECT_EQ(thrown["origin"], "throw");
    EXPECT_EQ(thrown["handled"], true);
    EXPECT_EQ(thrown["seq"], 1);
    EXPECT_TRUE(thrown["thread"]["id"].is_number());
    ASSERT_FALSE(thrown["frames"].empty());
    EXPECT_TRUE(thrown["frames"].back()["module"].is_string());
    EXPECT_EQ(records(log)[1]["error_code"].dump(), R"({"category":"shop","value":5})");
}

TEST(AllowList, HidesTheLinesOfSourcesUnlessItNamesThem) {
    Log<> closed;
    Log<"line"> open;

    swallow([&] {
        LOCCER_CAPTURE(closed) {
            LOCCER_CAPTURE(open) { throw 1; };
        };
    });

    const auto shown_record = only_record(open);
    const auto hidden_record = only_record(closed);
    std::size_t shown = 0;
    for (const auto& frame : shown_record["frames"]) {
        if (frame["line"].is_string() && frame["line"] != "[REDACTED]") ++shown;
    }
    for (const auto& frame : hidden_record["frames"]) {
        EXPECT_TRUE(frame["line"].is_null() || frame["line"] == "[REDACTED]") << frame["line"];
    }
    EXPECT_EQ(shown > 0, LOCCER_CFG_SYMBOLS);
}

TEST(AllowList, GivesNoReasonOfWhatFailedUnlessItShowsMessages) {
    planted::Log<> reference;
    planted::Log<AllowList<"failing", "unprintable">> closed;
    planted::Log<AllowList<"failing", "unprintable", "msg">> open;

    for (const auto write : {0, 1, 2}) {
        if (write == 0) reference.log_metadata({{"a", 1}});
        if (write == 1) closed.log_metadata({{"a", 1}});
        if (write == 2) open.log_metadata({{"a", 1}});
    }

    const std::string critical = "CRITICAL: error while calling the integration to gather data: std::runtime_error: ";
    EXPECT_EQ(only_record(reference)["integrations"]["failing"], critical + "zyzzyva failed");
    EXPECT_EQ(only_record(closed)["integrations"]["failing"], critical + "[no message]");
    EXPECT_EQ(only_record(closed)["integrations"]["talking"]["failing"], "[failed]");
    EXPECT_EQ(only_record(closed)["integrations"]["talking"]["failing_object"], "[failed]");
    EXPECT_EQ(only_record(closed)["integrations"]["talking"]["unprintable"], "Error getting repr of the object");
    EXPECT_EQ(only_record(open)["integrations"]["failing"], critical + "zyzzyva failed");
    EXPECT_EQ(only_record(open)["integrations"]["talking"]["failing"], "[failed: zyzzyva failed]");
    EXPECT_EQ(only_record(open)["integrations"]["talking"]["unprintable"],
              "Error getting repr of the object: no zyzzyva");
}

TEST(AllowList, ShowsNoValueInAnyPlaceWhereItIsEmpty) {
    planted::Log<AllowList<>> log;
    planted::Log<> reference;

    planted::record_everywhere(log);
    planted::record_everywhere(reference);

    const auto& lines = log.template get<loccer::InMemoryOutput>().records();
    ASSERT_EQ(lines.size(), reference.template get<loccer::InMemoryOutput>().records().size());
    for (const std::string& line : lines) EXPECT_FALSE(planted::shows_any(line)) << line;
    for (const std::string& line : reference.template get<loccer::InMemoryOutput>().records()) {
        EXPECT_TRUE(planted::shows_any(line)) << line;
    }
    records(log);  // both parsers accept each
}

TEST(AllowList, LeavesTheRecordOfAnEndReadable) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<loccer::Loccer<loccer::StderrOutput, AllowList<>>>();
        try {
            throw std::out_of_range("limit");
        } catch (...) {
            log.capture_exception();
            std::terminate();
        }
    });

    const std::size_t begin = outcome.error_text.find("{\"loccer_type\":\"metadata_log\"");
    ASSERT_NE(begin, std::string::npos) << outcome.error_text;
    const auto record = json_check::checked(
        std::string_view(outcome.error_text).substr(begin, outcome.error_text.find('\n', begin) - begin));
    EXPECT_EQ(record["data"].dump(), R"({"exc_type":"std::out_of_range","handled":false,)"
                                     R"("msg":"terminated by an exception that is recorded already","seq":1})");
}

}  // namespace
