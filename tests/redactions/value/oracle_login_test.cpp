// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/oracle_login.hpp>

#include <loccer/redactions/value/url_userinfo.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace {

std::string without_logins(std::string_view text) { return loccer_test::redacted<loccer::UrlUserinfo>(text); }

TEST(OracleLogin, IsRemovedFromAUrlOfTheDriver) {
    constexpr std::pair<std::string_view, std::string_view> texts[] = {
        {"jdbc:oracle:thin:app/x1@db:1521/shop", "jdbc:oracle:thin:app/[REDACTED]@db:1521/shop"},
        {"jdbc:oracle:thin:app/x1@//db:1521/shop", "jdbc:oracle:thin:app/[REDACTED]@//db:1521/shop"},
        {"url=\"jdbc:oracle:oci8:app/x1@shop\"", "url=\"jdbc:oracle:oci8:app/[REDACTED]@shop\""},
        {"jdbc:oracle:thin:app/x/1@y@db", "jdbc:oracle:thin:app/[REDACTED]@db"},
        {"jdbc:oracle:thin:\"App\"/x1@db", "jdbc:oracle:thin:\"App\"/[REDACTED]@db"},
    };

    for (const auto& [text, wanted] : texts) EXPECT_EQ(without_logins(text), wanted);
}

TEST(OracleLogin, IsRemovedBehindAToolThatTakesIt) {
    constexpr std::pair<std::string_view, std::string_view> texts[] = {
        {"sqlplus app/x1@db", "sqlplus app/[REDACTED]@db"},
        {"sqlplus -s app/x1@//db/shop @a.sql", "sqlplus -s app/[REDACTED]@//db/shop @a.sql"},
        {"sqlplus app/x1 @a.sql", "sqlplus app/[REDACTED] @a.sql"},
        {"sqlplus \"app/x1@db as sysdba\"", "sqlplus \"app/[REDACTED]@db as sysdba\""},
        {"CONNECT app/x1@db", "CONNECT app/[REDACTED]@db"},
        {"rman target sys/x1@db", "rman target sys/[REDACTED]@db"},
    };

    for (const auto& [text, wanted] : texts) EXPECT_EQ(without_logins(text), wanted);
}

TEST(OracleLogin, LeavesOtherNamesInThisForm) {
    for (const std::string_view text :
         {"uses actions/checkout@v4", "nginx/nginx@sha256:00", "cannot connect, see a/b@c",
          "jdbc:oracle:thin:@db:1521:s", "sqlplus /nolog @a.sql", "sqlplus / as sysdba @/srv/a.sql",
          "https://h/@scope/a@1", "a/b@", "@", "/@b", "sqlplus app@db"}) {
        EXPECT_EQ(without_logins(text), text);
    }
}

}  // namespace
