// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/url_userinfo.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

using loccer::UrlUserinfo;
using loccer_test::redacted;

TEST(UrlUserinfo, RemovesThePassword) {
    constexpr std::pair<std::string_view, std::string_view> texts[] = {
        {"postgres://shop:s3cret@db/orders", "postgres://shop:[REDACTED]@db/orders"},
        {"redis://:pw@h:6379/0", "redis://:[REDACTED]@h:6379/0"},
        {"amqp://user:pass@host:10000/vhost", "amqp://user:[REDACTED]@host:10000/vhost"},
        {"mongodb+srv://u:p@c.example.net/?w=1", "mongodb+srv://u:[REDACTED]@c.example.net/?w=1"},
        {"jdbc:mysql://u:p@h/db", "jdbc:mysql://u:[REDACTED]@h/db"},
        {"\"ftp://u:p@h\" x", "\"ftp://u:[REDACTED]@h\" x"},
        {"smtp:\\/\\/u:p@h", "smtp:\\/\\/u:[REDACTED]@h"},
        {"mysql://u:p@ss@h/db", "mysql://u:[REDACTED]@h/db"},
        {"postgres://u:p/w@h/db", "postgres://u:[REDACTED]@h/db"},
        {"postgres://u:p?#w@h/db", "postgres://u:[REDACTED]@h/db"},
    };

    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted<UrlUserinfo>(text), wanted);
}

TEST(UrlUserinfo, RemovesAllOfItOnTheWeb) {
    EXPECT_EQ(redacted<UrlUserinfo>("https://user:pw@host/p"), "https://[REDACTED]@host/p");
    EXPECT_EQ(redacted<UrlUserinfo>("git clone http://abc@host/r.git"), "git clone http://[REDACTED]@host/r.git");
    EXPECT_EQ(redacted<UrlUserinfo>("https://abc:x-oauth-basic@host/"), "https://[REDACTED]@host/");
}

TEST(UrlUserinfo, RemovesAUserThatLooksLikeAToken) {
    EXPECT_EQ(redacted<UrlUserinfo>("ssh://a1b2c3d4e5f6@host/"), "ssh://[REDACTED]@host/");
}

TEST(UrlUserinfo, RemovesALongPassword) {
    for (const std::size_t size : {511U, 700U, 8000U, 9000U, 100000U}) {
        const std::string password(size, 'x');

        EXPECT_EQ(redacted<UrlUserinfo>("https://ada:" + password + "@db1/x").find("xxx"), std::string::npos) << size;
        EXPECT_EQ(redacted<UrlUserinfo>("amqp://ada:" + password + "@db1 ok").find("xxx"), std::string::npos) << size;
    }
    EXPECT_EQ(redacted<UrlUserinfo>("amqp://ada:" + std::string(700, 'x') + "@db1"), "amqp://ada:[REDACTED]@db1");
    EXPECT_EQ(redacted<UrlUserinfo>("amqp://ada:" + std::string(700, 'x')), "amqp://[REDACTED]");
    EXPECT_EQ(redacted<UrlUserinfo>("amqp://u:" + std::string(600, 'x') + "/y@db1"), "amqp://u:[REDACTED]@db1");
}

TEST(UrlUserinfo, LeavesALongUrlWithoutPassword) {
    for (const std::string& text : {"https://host/" + std::string(9000, 'x') + "@y", "x://" + std::string(9000, 'x'),
                                    "https://host:80/" + std::string(700, 'x') + "@y"}) {
        EXPECT_EQ(redacted<UrlUserinfo>(text), text);
    }
}

TEST(UrlUserinfo, LeavesUrlsWithoutSecrets) {
    for (const std::string_view text :
         {"ssh://git@github.com/x", "https://host/path?mail=a@b.c", "http://host:80/path@x", "http://[::1]:80/x@y",
          "https://registry.npmjs.org/@scope/pkg", "file:///a@b", "https://host", "postgres://postgres@localhost/db",
          "mailto:a@b.c", "std::a://x", "://@", "https://@host", "ftp://u:@h", "a://b c@d"}) {
        EXPECT_EQ(redacted<UrlUserinfo>(text), text);
    }
}

}  // namespace
