// SPDX-License-Identifier: MIT
#include <loccer/json/writer_text.hpp>

#include "../support/json_check.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace {

using loccer::json::Writer;
using namespace loccer::literals;
using namespace std::string_view_literals;

/// *Returns* what `body(writer)` writes into storage of exactly `size` bytes, parsed by both parsers.
template <class Body>
nlohmann::json written(std::size_t size, Body&& body) {
    const std::unique_ptr<char[]> storage{new char[size]};
    Writer writer{{storage.get(), size}};
    body(writer);
    return json_check::checked(writer.view());
}

TEST(WriterText, CutsAtACodePointAndSaysHowLongTheTextWas) {
    std::string euros;
    for (int i = 0; i < 1000; ++i) euros += "\xE2\x82\xAC";

    for (std::size_t size = Writer::value_room; size < 400; ++size) {
        const std::string text = written(size, [&](Writer& writer) { writer.text(euros); });

        const std::size_t cut = text.find("...[cut, 3000 bytes in all]");
        ASSERT_EQ(text.substr(0, cut), euros.substr(0, cut));
        ASSERT_EQ(cut % 3, 0U);
        ASSERT_TRUE(text.ends_with("...[cut, 3000 bytes in all]"));
    }
}

TEST(WriterText, NeverCutsWithinAnEscape) {
    const std::string quotes(500, '"');

    for (std::size_t size = Writer::value_room; size < 300; ++size) {
        const std::string text = written(size, [&](Writer& writer) { writer.text(quotes); });

        ASSERT_TRUE(text.ends_with("...[cut, 500 bytes in all]")) << text;
        ASSERT_EQ(text.find_first_not_of('"'), text.find("...[")) << text;
    }
}

TEST(WriterText, KeepsATextThatJustFits) {
    for (std::size_t length = 0; length < 300; ++length) {
        const std::string plain(length, 'x');

        const std::string text = written(Writer::value_room + length, [&](Writer& writer) { writer.text(plain); });

        ASSERT_EQ(text, plain);
    }
}

TEST(WriterText, SaysSoWhereOnlyTheBeginIsAtHand) {
    const std::string text = written(200, [](Writer& writer) {
        writer.text("abc\xE2\x82", 90000);
        EXPECT_TRUE(writer.truncated());
    });

    EXPECT_EQ(text, "abc...[cut, 90000 bytes in all]");
}

TEST(WriterText, CountsWhatItRepairs) {
    written(300, [](Writer& writer) {
        writer.text("a\xFF\xE2\x82z");
        EXPECT_EQ(writer.repaired(), 2U);
    });
}

TEST(WriterKey, EscapesAndRepairsComputedKeys) {
    const auto object = written(300, [](Writer& writer) {
        writer.begin_object();
        writer.key("\"\n\xFF\0"sv);
        writer.integer(1);
        writer.end_object();
    });

    EXPECT_EQ(object["\"\n\xEF\xBF\xBD\0"sv], 1);
}

TEST(WriterKey, RenamesWhatTheObjectHasAlready) {
    const auto object = written(1000, [](Writer& writer) {
        writer.begin_object();
        for (const auto key : {"a", "a", "a#2", "a", "b"}) {
            writer.key(key);
            writer.text(key);
        }
        writer.key("b"_key);
        writer.integer(1);
        writer.key("c"_key);
        writer.integer(2);
        writer.key("c");
        writer.integer(3);
        writer.end_object();
    });

    EXPECT_EQ(object.dump(), R"({"a":"a","a#2":"a","a#2#2":"a#2","a#3":"a","b":"b","b#2":1,"c":2,"c#2":3})");
}

TEST(WriterKey, SeesThatDifferentBytesBecomeOneKey) {
    const auto object = written(1000, [](Writer& writer) {
        writer.begin_object();
        for (const auto key : {"\xFF", "\xFE", "\xEF\xBF\xBD"}) {
            writer.key(key);
            writer.null();
        }
        writer.end_object();
    });

    EXPECT_EQ(object.size(), 3U);
}

TEST(WriterKey, LeavesKeysOfOtherObjectsAlone) {
    const auto object = written(1000, [](Writer& writer) {
        writer.begin_object();
        writer.key("a");
        writer.begin_object();
        writer.key("a");
        writer.null();
        writer.end_object();
        writer.key("b");
        writer.begin_object();
        writer.key("a");
        writer.null();
        writer.end_object();
        writer.end_object();
    });

    EXPECT_EQ(object.dump(), R"({"a":{"a":null},"b":{"a":null}})");
}

TEST(WriterKey, TellsThousandsOfEqualKeysApart) {
    const auto object = written(1 << 20, [](Writer& writer) {
        writer.begin_object();
        for (int i = 0; i < 5000 && writer.key("same"); ++i) writer.integer(i);
        EXPECT_TRUE(writer.truncated());
        writer.end_object();
    });

    EXPECT_EQ(object.size(), loccer::json::KeySet::capacity);
}

TEST(WriterKey, CutsAnEndlessKey) {
    const std::string endless(1 << 20, 'k');

    const auto object = written(2000, [&](Writer& writer) {
        writer.begin_object();
        writer.key(endless);
        writer.integer(1);
        EXPECT_TRUE(writer.truncated());
        writer.end_object();
    });

    EXPECT_EQ(object.begin().key(), std::string(Writer::max_key_bytes, 'k') + "...[cut, 1048576 bytes in all]");
}

TEST(WriterKey, TakesAnEmptyKey) {
    const auto object = written(300, [](Writer& writer) {
        writer.begin_object();
        writer.key("");
        writer.integer(1);
        writer.key("");
        writer.integer(2);
        writer.end_object();
    });

    EXPECT_EQ(object.dump(), R"({"":1,"#2":2})");
}

TEST(WriterKey, IsLeftOutWholeWhereItDoesNotFit) {
    for (std::size_t size = Writer::value_room; size < 500; ++size) {
        const auto object = written(size, [&](Writer& writer) {
            writer.begin_object();
            if (writer.key(std::string(100, '\n'))) writer.integer(1);
            else EXPECT_TRUE(writer.truncated());
            writer.end_object();
        });

        ASSERT_TRUE(object.empty() || object.begin().key() == std::string(100, '\n'));
    }
}

TEST(WriterRaw, CopiesWhatIsJsonAlready) {
    const auto object = written(300, [](Writer& writer) {
        writer.begin_object();
        writer.raw_members(R"("a":1,"b":2)");
        writer.key("c"_key);
        writer.raw(R"({"d":[3]})");
        writer.raw_members(R"("e":4)");
        writer.end_object();
    });

    EXPECT_EQ(object.dump(), R"({"a":1,"b":2,"c":{"d":[3]},"e":4})");
}

TEST(WriterRaw, IsReplacedWhereItDoesNotFit) {
    const std::string block = '"' + std::string(500, 'x') + '"';

    const auto object = written(200, [&](Writer& writer) {
        writer.begin_object();
        writer.key("a"_key);
        writer.raw(block);
        EXPECT_FALSE(writer.raw_members(block));
        EXPECT_TRUE(writer.truncated());
        writer.end_object();
    });

    EXPECT_EQ(object.dump(), R"({"a":"...[cut, 502 bytes in all]"})");
}

TEST(WriterOmitted, SaysHowManyWereLeftOut) {
    const auto object = written(300, [](Writer& writer) {
        writer.begin_object();
        writer.key("a"_key);
        writer.begin_array();
        writer.omitted(7);
        writer.end_array();
        writer.omitted(18446744073709551615U);
        EXPECT_TRUE(writer.truncated());
        writer.end_object();
    });

    EXPECT_EQ(object.dump(), R"({"...":"18446744073709551615 more left out","a":["7 more left out"]})");
}

TEST(WriterText, AddsAMemberThatIsWrittenAlreadyUnderAKeyOfItsOwn) {
    const auto object = written(512, [](Writer& writer) {
        writer.begin_object();
        writer.key("a\"b");
        writer.integer(1);
        writer.written_member(R"(a\"b)", R"({"inner":[2]})");
        writer.written_member("c", "3");
        writer.key("c");
        writer.integer(4);
        writer.end_object();
    });

    EXPECT_EQ(object.dump(), R"({"a\"b":1,"a\"b#2":{"inner":[2]},"c":3,"c#2":4})");
}

TEST(WriterText, LeavesOutAWholeMemberThatDoesNotFit) {
    const std::string value = '"' + std::string(100, 'x') + '"';
    for (std::size_t size = Writer::value_room + 2; size < 400; ++size) {
        written(size, [&](Writer& writer) {
            writer.begin_object();
            const bool fits = writer.written_member("key", value);
            EXPECT_EQ(writer.overflows(), fits ? 0U : 1U);
            EXPECT_EQ(writer.view().size(), fits ? 1 + 6 + value.size() : 1U);
            writer.end_object();
        });
    }
}

}  // namespace
