// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_pair.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

struct NamesInPairs {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};

std::string redacted(std::string_view text) { return loccer_test::redacted<loccer::KeyedText<NamesInPairs>>(text); }

template <std::size_t Count>
void expect_redacted(const std::pair<std::string_view, std::string_view> (&texts)[Count]) {
    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted(text), wanted);
}

TEST(KeyedPair, RemovesTheValueOfANameThatIsAValue) {
    expect_redacted({
        {R"x({"name":"password","value":"x1","n":1})x", R"x({"name":"password","value":"[REDACTED]","n":1})x"},
        {R"x({"name": "DB_PASSWORD", "value": "x1"})x", R"x({"name": "DB_PASSWORD", "value": "[REDACTED]"})x"},
        {R"x({"Key":"password","Value":"x1"})x", R"x({"Key":"password","Value":"[REDACTED]"})x"},
        {R"x({\"name\":\"password\",\"value\":\"x1\"})x", R"x({\"name\":\"password\",\"value\":\"[REDACTED]\"})x"},
        {R"x(<property name="password" value="x1"/>)x", R"x(<property name="password" value="[REDACTED]"/>)x"},
        {R"x(<add key="ApiToken" value="x1" />)x", R"x(<add key="ApiToken" value="[REDACTED]" />)x"},
        {R"x(<input name="csrf_token" type="hidden" value="x1">)x",
         R"x(<input name="csrf_token" type="hidden" value="[REDACTED]">)x"},
        {"- name: DB_PASSWORD\n  value: x1\n- name: a", "- name: DB_PASSWORD\n  value: [REDACTED]\n- name: a"},
    });
}

TEST(KeyedPair, RemovesTheContentOfAnElementThatIsNamed) {
    expect_redacted({
        {R"x(<entry key="db.password">x1</entry>)x", R"x(<entry key="db.password">[REDACTED]</entry>)x"},
        {R"x(<property name="connection.password">x 1</property>)x",
         R"x(<property name="connection.password">[REDACTED]</property>)x"},
        {R"x(<setting name="Password" serializeAs="String"><value>x1</value></setting>)x",
         R"x(<setting name="Password" serializeAs="String">[REDACTED]</setting>)x"},
        {"<key>password</key><string>x1</string>", "<key>password</key><string>[REDACTED]</string>"},
        {"<name>db.password</name>\n  <value>x1</value>", "<name>db.password</name>\n  <value>[REDACTED]</value>"},
    });
}

TEST(KeyedPair, RemovesThePartOfAForm) {
    expect_redacted({
        {"Content-Disposition: form-data; name=\"password\"\r\n\r\nx1\r\n--b1--",
         "Content-Disposition: form-data; name=\"password\"\r\n\r\n[REDACTED]\r\n--b1--"},
        {"form-data; name=\"password\"\nContent-Type: text/plain\n\nx1\nx2\n--b1",
         "form-data; name=\"password\"\nContent-Type: text/plain\n\n[REDACTED]\n--b1"},
        {R"x(form-data; name=\"password\"\r\n\r\nx1\r\n--b1)x",
         R"x(form-data; name=\"password\"\r\n\r\n[REDACTED]\r\n--b1)x"},
        {"form-data; name=\"password\"\n\nx1", "form-data; name=\"password\"\n\n[REDACTED]"},
    });
}

TEST(KeyedPair, LeavesWhatOtherNamesAreGiven) {
    expect_redacted({
        {R"x({"name":"order","value":17})x", R"x({"name":"order","value":17})x"},
        {R"x({"name":"password"},{"value":17})x", R"x({"name":"password"},{"value":17})x"},
        {R"x({"name":"token_count","value":"17"})x", R"x({"name":"token_count","value":"17"})x"},
        {"- name: DB_PASSWORD\n  valueFrom: x\n- name: LEVEL\n  value: debug",
         "- name: DB_PASSWORD\n  valueFrom: x\n- name: LEVEL\n  value: debug"},
        {R"x(<property name="host" value="db"/>)x", R"x(<property name="host" value="db"/>)x"},
        {R"x(<entry key="region">eu</entry>)x", R"x(<entry key="region">eu</entry>)x"},
        {"<key>region</key><string>eu</string>", "<key>region</key><string>eu</string>"},
        {R"x(<a name="password">x1</a>)x", R"x(<a name="password">x1</a>)x"},
        {"form-data; name=\"order\"\n\n17\n--b1", "form-data; name=\"order\"\n\n17\n--b1"},
        {R"x(form-data; name="password")x", R"x(form-data; name="password")x"},
        {"name=\"password\"\n\n17", "name=\"password\"\n\n17"},
        {"value=1", "value=1"},
        {"<value>1</value>", "<value>1</value>"},
    });
}

}  // namespace
