// SPDX-License-Identifier: MIT
#include <loccer/json/put_key.hpp>

#include "../support/fake_rules.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using fake_rules::Bracketed;
using fake_rules::Storage;
using loccer::json::put_key;
using loccer::json::Writer;

/// *Returns* the keys of an object as they are written for `names`, sorted.
template <class Rules = Bracketed>
std::vector<std::string> keys(Storage& out, const std::vector<std::string>& names) {
    out.writer.begin_object();
    for (const std::string& wanted : names) {
        if (put_key<Rules>(out.writer, wanted)) out.writer.integer(1);
    }
    out.writer.end_object();
    std::vector<std::string> written;
    const auto object = out.parsed();
    for (const auto& [name, value] : object.items()) written.push_back(name);
    return written;
}

template <class Rules = Bracketed>
std::string key(const std::string& name) {
    Storage out;
    return keys<Rules>(out, {name}).at(0);
}

TEST(PutKey, WritesAKeyWithoutSecretsAsItIs) {
    for (const std::string name : {"", "depth", "a > b", "no end of <it", "\xE2\x82\xAC"}) EXPECT_EQ(key(name), name);
}

TEST(PutKey, PutsAMarkerWhereverASecretStands) {
    EXPECT_EQ(key("<abc>"), "[REDACTED]");
    EXPECT_EQ(key("user <abc>"), "user [REDACTED]");
    EXPECT_EQ(key("<abc> of"), "[REDACTED] of");
    EXPECT_EQ(key("<a><b> and <c>"), "[REDACTED][REDACTED] and [REDACTED]");
}

TEST(PutKey, CountsTheSecretsThatItRemoved) {
    Storage out;

    keys(out, {"<a> to <b>", "c", "<d>"});

    EXPECT_EQ(out.writer.redactions(), 3U);
}

TEST(PutKey, TellsKeysApartThatLookAlikeWithoutTheirSecrets) {
    Storage out;

    EXPECT_EQ(keys(out, {"<a>", "<b>", "<a>"}),
              (std::vector<std::string>{"[REDACTED]", "[REDACTED]#2", "[REDACTED]#3"}));
}

TEST(PutKey, AsksNothingWhereNoRuleJudgesValues) { EXPECT_EQ(key<loccer::policy::OpenRules>("<abc>"), "<abc>"); }

TEST(PutKey, CutsAKeyThatIsTooLong) {
    EXPECT_EQ(key(std::string(1000, 'k')), std::string(Writer::max_key_bytes, 'k') + "...[cut, 1000 bytes in all]");
}

TEST(PutKey, SaysOfAKeyWithSecretsHowLongItWasInAll) {
    const std::string name = "<abc>" + std::string(1000, 'k');

    EXPECT_EQ(key(name), "[REDACTED]" + std::string(246, 'k') + "...[cut, 1005 bytes in all]");
}

TEST(PutKey, ShowsNoByteOfASecretWhereverAKeyIsCut) {
    for (std::size_t before = 0; before < 300; ++before) {
        for (const std::size_t secret : {1U, 100U, 5000U}) {
            const std::string name =
                std::string(before, 'b') + "<" + std::string(secret, 'S') + ">" + std::string(300, 'e');

            ASSERT_EQ(key(name).find_first_of("S<>"), std::string::npos) << key(name) << before;
        }
    }
}

TEST(PutKey, HoldsAMarkerWholeOrNotAtAll) {
    for (std::size_t before = 200; before < 300; ++before) {
        Storage out;

        const std::string written = keys(out, {std::string(before, 'b') + "<S>"}).at(0);

        const bool whole = written.find("[REDACTED]") != std::string::npos;
        ASSERT_EQ(whole, written.find('R') != std::string::npos) << written;
        ASSERT_EQ(out.writer.redactions(), whole ? 1U : 0U) << written;
        ASSERT_EQ(out.writer.truncated(), !whole) << written;
    }
}

TEST(PutKey, CountsNoSecretBehindWhatIsShown) {
    Storage out;

    keys(out, {"<a>" + std::string(500, 'k') + "<b><c>"});

    EXPECT_EQ(out.writer.redactions(), 1U);
}

TEST(PutKey, ShowsOfALongKeyOnlyWhatCanBeJudged) {
    EXPECT_EQ(key("user <" + std::string(10000, 'S')), "user ...[cut, 10006 bytes in all]");
}

TEST(PutKey, CutsBetweenCodePointsBehindASecret) {
    const std::string written = key("<a>" + std::string(245, 'k') + "\xE2\x82\xAC");

    EXPECT_EQ(written, "[REDACTED]" + std::string(245, 'k') + "...[cut, 251 bytes in all]");
}

TEST(PutKey, TakesTheMarkerOfTheRules) { EXPECT_EQ(key<fake_rules::Starred>("a<b>c"), "a***c"); }

TEST(PutKey, CountsNothingWhereTheKeyFindsNoRoom) {
    Storage out(120);

    EXPECT_TRUE(keys(out, {std::string(100, 'k') + "<S>"}).empty());

    EXPECT_EQ(out.writer.redactions(), 0U);
    EXPECT_TRUE(out.writer.truncated());
}

TEST(PutKey, GoesOnBehindASpanOfNothing) {
    EXPECT_EQ(key<fake_rules::FindsNothing>("abc"), "[REDACTED][REDACTED][REDACTED]");
}

}  // namespace
