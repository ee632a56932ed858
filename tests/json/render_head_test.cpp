// SPDX-License-Identifier: MIT
#include <loccer/json/render_head.hpp>

#include "../support/json_check.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace {

using loccer::ErrorText;
using loccer::Event;
using loccer::json::Budget;
using loccer::json::Writer;

nlohmann::json head(const Event& event, std::size_t size = 1 << 16) {
    std::vector<char> storage(size);
    Writer writer{storage};
    const Budget budget{size};
    writer.begin_object();
    writer.limit_to(budget.head_end());
    loccer::TimestampTexts timestamps;
    loccer::json::put_identity(writer, event, timestamps);
    loccer::json::KnownThread known_thread;
    loccer::json::put_error<loccer::policy::OpenRules>(writer, event, budget, known_thread);
    EXPECT_LE(writer.size(), budget.head_end());
    writer.end_object();
    return json_check::checked(writer.view());
}

TEST(RenderHead, WritesTheMembersInTheOrderOfTheSchema) {
    Event event;
    event.kind = loccer::RecordKind::signal;
    event.origin = loccer::Origin::signal;
    event.handled = false;
    event.seq = 18446744073709551615U;
    event.exception.error = {"SIGSEGV", "no such page"};
    event.exception.code = {"generic", -5};
    event.exception.causes_omitted = 3;
    event.thread = {4242, "worker"};
    std::array<char, 4096> storage;
    Writer writer{storage};

    writer.begin_object();
    loccer::TimestampTexts timestamps;
    loccer::json::put_identity(writer, event, timestamps);
    loccer::json::KnownThread known_thread;
    loccer::json::put_error<loccer::policy::OpenRules>(writer, event, Budget{storage.size()}, known_thread);
    writer.end_object();

    EXPECT_EQ(writer.view(), R"({"loccer_type":"signal","schema":1,"timestamp":"1970-01-01T00:00:00.000000Z",)"
                             R"("seq":18446744073709551615,"exc_type":"SIGSEGV","msg":"no such page",)"
                             R"("error_code":{"category":"generic","value":-5},"handled":false,"origin":"signal",)"
                             R"("thread":{"id":4242,"name":"worker"},"causes":[],"causes_omitted":3})");
}

TEST(RenderHead, WritesNullForWhatIsUnknown) {
    const auto record = head(Event{});

    EXPECT_EQ(record["exc_type"], nullptr);
    EXPECT_EQ(record["msg"], nullptr);
    EXPECT_EQ(record["thread"]["name"], nullptr);
    EXPECT_FALSE(record.contains("error_code"));
    EXPECT_EQ(record["causes"], nlohmann::json::array());
    EXPECT_FALSE(record.contains("causes_omitted"));
}

TEST(RenderHead, TellsAnEmptyMessageFromAnUnknownOne) {
    Event event;
    event.exception.error = {"a", ""};

    EXPECT_EQ(head(event)["msg"], "");
}

TEST(RenderHead, ListsTheCausesFromOutermostToRoot) {
    const std::array<ErrorText, 2> causes{{{"std::system_error", "open"}, {"int", {}}}};
    Event event;
    event.exception.causes = causes;

    EXPECT_EQ(head(event)["causes"].dump(),
              R"([{"exc_type":"std::system_error","msg":"open"},{"exc_type":"int","msg":null}])");
}

TEST(RenderHead, LetsNoTextStarveTheOthers) {
    const std::string huge(1 << 20, 'x');
    const std::vector<ErrorText> causes(16, ErrorText{huge, huge});
    Event event;
    event.exception.error = {huge, huge};
    event.exception.causes = causes;
    event.exception.code = {huge, 7};
    event.thread = {1, huge};

    const auto record = head(event);

    EXPECT_GT(record["exc_type"].get<std::string>().size(), 1000U);
    EXPECT_GT(record["msg"].get<std::string>().size(), 4000U);
    EXPECT_EQ(record["error_code"]["value"], 7);
    EXPECT_EQ(record["origin"], "catch");
    EXPECT_EQ(record["thread"]["id"], 1);
    ASSERT_EQ(record["causes"].size(), 16U);
    for (const auto& cause : record["causes"]) {
        EXPECT_TRUE(cause["exc_type"].get<std::string>().ends_with("...[cut, 1048576 bytes in all]"));
        EXPECT_TRUE(cause["msg"].get<std::string>().ends_with("...[cut, 1048576 bytes in all]"));
    }
}

TEST(RenderHead, CountsTheCausesThatDoNotFit) {
    const std::vector<ErrorText> causes(500, ErrorText{"std::runtime_error", "again"});
    Event event;
    event.exception.causes = causes;
    event.exception.causes_omitted = 1000;

    const auto record = head(event, 4096);

    EXPECT_EQ(record["causes"].size() + record["causes_omitted"].get<std::size_t>(), 1500U);
    EXPECT_GT(record["causes"].size(), 0U);
}

}  // namespace
