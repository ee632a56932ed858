// SPDX-License-Identifier: MIT
#include <loccer/json/put_key.hpp>

#include "../support/fake_rules.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using fake_rules::Bracketed;
using fake_rules::Storage;
using loccer::json::BegunKey;
using loccer::json::KnownKeys;
using loccer::json::put_key;
using loccer::json::Writer;

/// *Returns* the keys of an object as they are written for `names`, sorted.
template <class Rules = Bracketed>
std::vector<std::string> keys(Storage& out, const std::vector<std::string>& names) {
    out.writer.begin_object();
    for (const std::string& wanted : names) {
        if (put_key<Rules>(out.writer, wanted) != BegunKey::none) out.writer.integer(1);
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

TEST(PutName, RemovesSecretsFromANameWithoutJudgingIt) {
    Storage out;

    out.writer.begin_object();
    for (const std::string_view name : {"password", "job <abc>"}) {
        ASSERT_TRUE(loccer::json::put_name<Bracketed>(out.writer, name));
        out.writer.integer(1);
    }
    out.writer.end_object();

    EXPECT_EQ(out.parsed().dump(), R"({"job [REDACTED]":1,"password":1})");
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

/// As Bracketed; the values under keys with a `!` are removed, and it is counted how often that was asked.
struct Counting : Bracketed {
    static inline int asked = 0;
    [[nodiscard]] static bool redacts(std::string_view key) noexcept {
        ++asked;
        return key.find('!') != std::string_view::npos;
    }
};
/// Counting, of rules that always say the same.
struct Lasting : Counting {
    static constexpr bool verdicts_last = true;
};

/// *Returns* the members of an object with these keys, as the JSON that they are in storage of this size.
/// \param known what is known of keys; null: nothing is.
template <class Rules>
std::string members(KnownKeys* known, const std::vector<std::string>& names, std::size_t size = 1 << 16) {
    const std::unique_ptr<char[]> storage{new char[size]};
    Writer writer{std::span<char>{storage.get(), size}, nullptr, known};
    writer.begin_object();
    for (const std::string& name : names) {
        const BegunKey begun = put_key<Rules>(writer, name);
        if (begun == BegunKey::shown) writer.integer(1);
        if (begun == BegunKey::removed) writer.redacted();
    }
    writer.end_object();
    return std::string{writer.view()} + " and " + std::to_string(writer.redactions()) + " redactions, " +
           std::to_string(writer.overflows()) + " overflows, " + std::to_string(writer.repaired()) + " repaired";
}

TEST(PutKey, JudgesAKeyOnceWhereVerdictsLast) {
    const auto known = std::make_unique<KnownKeys>();
    Counting::asked = 0;

    for (int i = 0; i < 3; ++i) EXPECT_EQ(members<Lasting>(known.get(), {"a", "b!", "<c>"}).substr(0, 6), "{\"a\":1");

    EXPECT_EQ(Counting::asked, 3);
}

TEST(PutKey, JudgesAKeyEachTimeWhereVerdictsMayChange) {
    const auto known = std::make_unique<KnownKeys>();
    Counting::asked = 0;

    for (int i = 0; i < 3; ++i) members<Counting>(known.get(), {"a", "b!"});

    EXPECT_EQ(Counting::asked, 6);
}

TEST(PutKey, JudgesALongKeyEachTime) {
    const auto known = std::make_unique<KnownKeys>();
    Counting::asked = 0;

    for (int i = 0; i < 3; ++i) members<Lasting>(known.get(), {std::string(KnownKeys::longest + 1, 'k')});

    EXPECT_EQ(Counting::asked, 3);
}

TEST(PutKey, KnowsTheNameBesideAValueAsAKey) {
    const auto known = std::make_unique<KnownKeys>();
    char storage[256];
    Writer writer{storage, nullptr, known.get()};
    Counting::asked = 0;

    members<Lasting>(known.get(), {"a", "b!"});

    EXPECT_FALSE(loccer::json::removes_value<Lasting>(writer, "a"));
    EXPECT_TRUE(loccer::json::removes_value<Lasting>(writer, "b!"));
    EXPECT_EQ(Counting::asked, 2);
}

TEST(PutKey, WritesAKnownKeyAsAnUnknownOneWhateverRoomThereIs) {
    const auto known = std::make_unique<KnownKeys>();
    const std::vector<std::string> names{"a",
                                         "",
                                         "b!",
                                         "<c>",
                                         "d \"e\"",
                                         "\x01",
                                         "\xE2\x80\xA8",
                                         "\xFF\xFE",
                                         "\xE2\x82\xAC!",
                                         "of <f> and <g>!",
                                         "a",
                                         "<h>",
                                         std::string(KnownKeys::longest, 'k'),
                                         std::string(KnownKeys::longest + 1, 'l') + "!",
                                         std::string(3000, '\x01'),
                                         "m",
                                         "b!"};

    for (std::size_t size = Writer::value_room; size < 3000; ++size) {
        const std::string wanted = members<Lasting>(nullptr, names, size);
        ASSERT_EQ(members<Lasting>(known.get(), names, size), wanted) << size;
        ASSERT_EQ(members<Lasting>(known.get(), names, size), wanted) << size;
    }
}

}  // namespace
