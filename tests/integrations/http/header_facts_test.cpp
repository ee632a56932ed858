// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/header_facts.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::http::HeaderFacts;
using loccer::http::is_header;

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HeadersView {
    const Headers& headers;

    static std::string_view method() { return ""; }
    static std::string_view target() { return ""; }
    static std::string_view remote_address() { return ""; }
    /// Each header lives for its visit alone.
    template <class Visit>
    void for_each_header(Visit&& visit) const {
        for (auto [name, value] : headers) {
            visit(std::string_view{name}, std::string_view{value});
            name.assign(name.size(), '#');
            value.assign(value.size(), '#');
        }
    }
};

HeaderFacts facts_of(const Headers& headers) { return HeaderFacts(loccer::http::AnyRequest::of<HeadersView>(headers)); }

HeaderFacts with_type(std::string_view type) { return facts_of({{"Content-Type", std::string(type)}}); }

TEST(IsHeader, KnowsANameInAnyCase) {
    EXPECT_TRUE(is_header("Content-Type", "content-type"));
    EXPECT_TRUE(is_header("CONTENT-TYPE", "content-type"));
    EXPECT_FALSE(is_header("Content-Typ", "content-type"));
    EXPECT_FALSE(is_header("Content_Type", "content-type"));
    EXPECT_FALSE(is_header("", "content-type"));
}

TEST(HeaderFacts, AreTakenFromTheFirstHeaderOfAName) {
    const Headers headers = {
        {"user-agent", "curl/8"}, {"Content-Type", "text/plain"}, {"User-Agent", "second"}, {"Content-Length", "12"}};

    const HeaderFacts facts = facts_of(headers);

    EXPECT_EQ(facts.user_agent().kept, "curl/8");
    EXPECT_EQ(facts.content_type().kept, "text/plain");
    EXPECT_EQ(facts.content_length(), 12U);
}

TEST(HeaderFacts, CountTheFirstOfANameAlsoWhereItIsEmpty) {
    const HeaderFacts facts = facts_of({{"User-Agent", ""},
                                        {"User-Agent", "second"},
                                        {"Content-Length", ""},
                                        {"Content-Length", "12"},
                                        {"Content-Type", ""},
                                        {"Content-Type", "a/b+json"}});

    EXPECT_EQ(facts.user_agent().whole_size, 0U);
    EXPECT_FALSE(facts.content_length().has_value());
    EXPECT_FALSE(facts.is_json());
}

TEST(HeaderFacts, KeepTheBeginOfALongTextAndItsSize) {
    const std::size_t long_size = 3 * HeaderFacts::max_bytes;
    const HeaderFacts facts = facts_of({{"User-Agent", std::string(long_size, 'a')}});

    EXPECT_EQ(facts.user_agent().kept, std::string(HeaderFacts::max_bytes, 'a'));
    EXPECT_EQ(facts.user_agent().whole_size, long_size);
}

TEST(HeaderFacts, KnowABodyByAllOfItsType) {
    const std::string blanks(3 * HeaderFacts::max_bytes, ' ');

    EXPECT_TRUE(with_type(blanks + "application/json").is_json());
    EXPECT_TRUE(with_type("application/" + std::string(3 * HeaderFacts::max_bytes, 'x') + "+json").is_json());
    EXPECT_TRUE(with_type(blanks + "multipart/mixed").is_multipart());
}

TEST(HeaderFacts, HaveNoLengthThatIsNoNumber) {
    for (const std::string length : {"", "-1", "+1", "12 ", "0x10", "1,2", "99999999999999999999999", "many"})
        EXPECT_FALSE(facts_of({{"Content-Length", length}}).content_length().has_value()) << length;
    EXPECT_EQ(facts_of({{"Content-Length", "18446744073709551615"}}).content_length(), 18446744073709551615U);
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
