// SPDX-License-Identifier: MIT
#include <loccer/json/writer.hpp>

#include "../support/json_check.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace {

using loccer::json::Writer;
using namespace loccer::literals;

class WriterTest : public testing::Test {
  protected:
    std::array<char, 4096> storage_;
    Writer writer_{storage_};
};

TEST_F(WriterTest, WritesScalars) {
    writer_.begin_array();
    writer_.element();
    writer_.null();
    writer_.element();
    writer_.boolean(true);
    writer_.element();
    writer_.integer(-1);
    writer_.element();
    writer_.unsigned_integer(2);
    writer_.element();
    writer_.number(0.5);
    writer_.element();
    writer_.number(0.5F);
    writer_.element();
    writer_.hexadecimal(0x1f);
    writer_.element();
    writer_.text("a");
    writer_.element();
    writer_.redacted();
    writer_.end_array();

    EXPECT_EQ(writer_.view(), R"([null,true,-1,2,0.5,0.5,"0x1f","a","[REDACTED]"])");
    EXPECT_EQ(writer_.redactions(), 1U);
    EXPECT_FALSE(writer_.truncated());
}

TEST_F(WriterTest, PutsCommasBetweenMembersOnly) {
    writer_.begin_object();
    writer_.own_key("a"_key);
    writer_.begin_object();
    writer_.end_object();
    writer_.key("b"_key);
    writer_.begin_array();
    writer_.end_array();
    writer_.key("c");
    writer_.text("{");
    writer_.key("d");
    writer_.text("[");
    writer_.end_object();

    EXPECT_EQ(writer_.view(), R"({"a":{},"b":[],"c":"{","d":"["})");
}

TEST_F(WriterTest, WritesLiteralKeysOfAnySizeWhole) {
    writer_.begin_object();
    writer_.key("a_key_of_28_bytes_and_a_block"_key);
    writer_.integer(1);
    writer_.key("a_key_whose_block_is_longer_than_what_is_copied_at_once"_key);
    writer_.integer(2);
    writer_.own_key("the_same_without_a_look_at_the_other_keys_of_its_object"_key);
    writer_.integer(3);
    writer_.key(""_key);
    writer_.integer(4);
    writer_.end_object();

    EXPECT_EQ(writer_.view(),
              "{\"a_key_of_28_bytes_and_a_block\":1,"
              "\"a_key_whose_block_is_longer_than_what_is_copied_at_once\":2,"
              "\"the_same_without_a_look_at_the_other_keys_of_its_object\":3,\"\":4}");
}

TEST_F(WriterTest, WritesNoLiteralKeyBeyondItsStorage) {
    for (std::size_t size = Writer::value_room; size < 300; ++size) {
        const std::unique_ptr<char[]> storage{new char[size + 1]};
        storage[size] = '#';
        Writer writer{{storage.get(), size}};
        writer.begin_object();
        while (writer.key("k"_key)) writer.boolean(true);
        writer.end_object();

        json_check::checked(writer.view());
        EXPECT_EQ(storage[size], '#');
    }
}

TEST_F(WriterTest, GivesAMissingValueAsNull) {
    writer_.begin_object();
    writer_.key("a");
    writer_.key("b");
    writer_.begin_array();
    writer_.element();
    writer_.element();
    writer_.end_array();
    writer_.key("c");
    writer_.end_object();

    EXPECT_EQ(writer_.view(), R"({"a":null,"b":[null,null],"c":null})");
}

TEST_F(WriterTest, IgnoresCallsThatWouldBreakIt) {
    writer_.end_object();
    writer_.begin_object();
    writer_.integer(1);
    writer_.begin_array();
    writer_.end_array();
    EXPECT_FALSE(writer_.element());
    writer_.key("a");
    writer_.integer(1);
    writer_.integer(2);
    writer_.end_object();
    writer_.end_object();
    writer_.integer(3);
    EXPECT_FALSE(writer_.key("b"));

    EXPECT_EQ(writer_.view(), R"({"a":1})");
}

TEST_F(WriterTest, StaysWellFormedWhateverIsCalled) {
    std::mt19937 random{3};
    for (int round = 0; round < 3000; ++round) {
        const std::size_t size = Writer::value_room + random() % 900;
        const std::unique_ptr<char[]> storage{new char[size]};
        Writer writer{{storage.get(), size}};
        writer.begin_object();
        for (auto steps = random() % 60; steps != 0; --steps) {
            switch (random() % 14) {
                case 0: writer.begin_object(); break;
                case 1: writer.end_array(); break;
                case 2:
                    if (writer.depth() > 1) writer.end_object();
                    break;
                case 3: writer.begin_array(); break;
                case 4: (void)(random() % 2 == 0 ? writer.element() : writer.element_object()); break;
                case 5: writer.key("computed"); break;
                case 6: writer.key("literal"_key); break;
                case 7: writer.text(std::string(random() % 200, '\n')); break;
                case 8: writer.integer(-5); break;
                case 9: writer.omitted(3); break;
                case 10: writer.raw("[1,2,3]"); break;
                case 11: writer.key(std::string(random() % 300, 'k')); break;
                case 12: writer.number(1e300); break;
                default: writer.text("a", 10); break;
            }
        }
        // What is still open is an object or an array; ending both ways ends the right one.
        while (writer.depth() != 0) {
            writer.end_array();
            writer.end_object();
        }

        json_check::checked(writer.view());
        ASSERT_FALSE(HasFailure()) << round;
    }
}

TEST_F(WriterTest, EndsWhatIsOpenInTheReservedBytes) {
    for (std::size_t size = Writer::value_room; size < 700; ++size) {
        const std::unique_ptr<char[]> storage{new char[size]};
        Writer writer{{storage.get(), size}};
        std::size_t open = writer.begin_object() ? 1 : 0;
        while (writer.key("inner"_key) && writer.begin_object()) ++open;
        for (; open != 0; --open) writer.end_object();

        json_check::checked(writer.view());
        EXPECT_TRUE(writer.truncated());
    }
}

TEST_F(WriterTest, ReplacesWhatIsNestedTooDeeply) {
    writer_.begin_array();
    std::size_t open = 1;
    while (writer_.element() && writer_.begin_array()) ++open;
    for (; open != 0; --open) writer_.end_array();

    EXPECT_NE(writer_.view().find("nested too deeply"), std::string_view::npos);
    EXPECT_TRUE(writer_.truncated());
    json_check::checked(writer_.view());
}

TEST_F(WriterTest, TakesBackToAMark) {
    writer_.begin_object();
    writer_.key("a"_key);
    const Writer::Mark before = writer_.mark();
    writer_.begin_object();
    writer_.key("b"_key);
    writer_.redacted();
    writer_.key("c"_key);
    writer_.begin_array();

    writer_.rewind(before);
    writer_.text("failed");
    writer_.key("b"_key);
    writer_.integer(1);
    writer_.end_object();

    EXPECT_EQ(writer_.view(), R"({"a":"failed","b":1})");
    EXPECT_EQ(writer_.redactions(), 0U);
}

TEST_F(WriterTest, KeepsContentBelowALimit) {
    writer_.begin_object();
    writer_.limit_to(200);
    while (writer_.key("member")) writer_.integer(1);

    EXPECT_LE(writer_.size(), 200U);
    EXPECT_TRUE(writer_.truncated());
    EXPECT_EQ(writer_.overflows(), 1U);
    writer_.limit_to(writer_.capacity());
    EXPECT_TRUE(writer_.key("after"));
    writer_.integer(2);
    writer_.end_object();
    EXPECT_EQ(json_check::checked(writer_.view())["after"], 2);
}

TEST_F(WriterTest, WritesNothingIntoNoStorage) {
    Writer writer{std::span<char>{}};

    EXPECT_FALSE(writer.begin_object());
    writer.text("a");
    writer.end_object();

    EXPECT_EQ(writer.size(), 0U);
    EXPECT_TRUE(writer.truncated());
}

TEST_F(WriterTest, CountsNoRedactionWhereNoValueIsDue) {
    writer_.integer(1);

    writer_.redacted();

    EXPECT_EQ(writer_.redactions(), 0U);
}

TEST_F(WriterTest, SaysOfAKeyThatIsNotAllAtHandHowLongItIs) {
    writer_.begin_object();
    EXPECT_TRUE(writer_.key("depth", 1000));
    writer_.integer(1);
    writer_.end_object();

    EXPECT_EQ(json_check::checked(writer_.view()).dump(), R"({"depth...[cut, 1000 bytes in all]":1})");
    EXPECT_TRUE(writer_.truncated());
}

}  // namespace
