// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/header_facts.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::http::HeaderFacts;
using loccer::http::is_header;
using loccer::http::query_of;

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HeadersView {
    const Headers& headers;

    static std::string_view method() { return ""; }
    static std::string_view target() { return ""; }
    static std::string_view remote_address() { return ""; }
    template <class Visit>
    void for_each_header(Visit&& visit) const {
        for (const auto& [name, value] : headers) visit(name, value);
    }
};

HeaderFacts facts_of(const Headers& headers) {
    return HeaderFacts::of(loccer::http::AnyRequest::of<HeadersView>(headers));
}

HeaderFacts with_type(std::string_view type) {
    HeaderFacts facts;
    facts.content_type = type;
    return facts;
}

TEST(IsHeader, KnowsANameInAnyCase) {
    EXPECT_TRUE(is_header("Content-Type", "content-type"));
    EXPECT_TRUE(is_header("CONTENT-TYPE", "content-type"));
    EXPECT_FALSE(is_header("Content-Typ", "content-type"));
    EXPECT_FALSE(is_header("Content_Type", "content-type"));
    EXPECT_FALSE(is_header("", "content-type"));
}

TEST(QueryOf, IsWhatStandsBetweenTheFirstQuestionMarkAndTheFragment) {
    EXPECT_EQ(query_of("/orders?page=2&q=a?b"), "page=2&q=a?b");
    EXPECT_EQ(query_of("/orders?page=2#x?y=3"), "page=2");
    EXPECT_EQ(query_of("/orders#x?y=3"), "");
    EXPECT_EQ(query_of("/orders?"), "");
    EXPECT_EQ(query_of("/orders"), "");
    EXPECT_EQ(query_of(""), "");
}

TEST(HeaderFacts, AreTakenFromTheFirstHeaderOfAName) {
    const Headers headers = {
        {"user-agent", "curl/8"}, {"Content-Type", "text/plain"}, {"User-Agent", "second"}, {"Content-Length", "12"}};

    const HeaderFacts facts = facts_of(headers);

    EXPECT_EQ(facts.user_agent, "curl/8");
    EXPECT_EQ(facts.content_type, "text/plain");
    EXPECT_EQ(facts.content_length, 12U);
}

TEST(HeaderFacts, HaveNoLengthThatIsNoNumber) {
    for (const std::string length : {"", "-1", "+1", "12 ", "0x10", "1,2", "99999999999999999999999", "many"})
        EXPECT_FALSE(facts_of({{"Content-Length", length}}).content_length.has_value()) << length;
    EXPECT_EQ(facts_of({{"Content-Length", "18446744073709551615"}}).content_length, 18446744073709551615U);
}

TEST(HeaderFacts, KnowJsonByItsTypeAndItsSuffix) {
    for (const std::string_view type :
         {"application/json", "Application/JSON; charset=utf-8", " application/json ;x", "application/problem+json"})
        EXPECT_TRUE(with_type(type).is_json()) << type;
    for (const std::string_view type : {"", "text/json", "application/jsonp", "+json", "application/json2"})
        EXPECT_FALSE(with_type(type).is_json()) << type;
}

TEST(HeaderFacts, KnowForms) {
    EXPECT_TRUE(with_type("application/x-www-form-urlencoded; charset=utf-8").is_urlencoded());
    EXPECT_FALSE(with_type("application/x-www-form-urlencoded2").is_urlencoded());
    EXPECT_TRUE(with_type("multipart/form-data; boundary=x").is_multipart());
    EXPECT_TRUE(with_type("Multipart/Mixed").is_multipart());
    EXPECT_FALSE(with_type("multipart").is_multipart());
}

}  // namespace
