// SPDX-License-Identifier: MIT
#include <loccer/json/writer_member.hpp>

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

constexpr auto short_key = "short"_key;
constexpr auto other_key = "other"_key;
constexpr auto long_key = "a_key_whose_block_is_longer_than_what_is_copied_at_once"_key;
constexpr auto escaped_key = "\"\n"_key;

/// Writes each member in one step.
struct OneStep {
    Writer& writer;

    template <class Key>
    void own(Key key, std::string_view value) const {
        writer.own_text(key, value);
    }
    template <class Key>
    void member(Key key, std::string_view value) const {
        writer.text_member(key, value);
    }
    template <class Key>
    void number(Key key, std::uint64_t value) const {
        writer.own_unsigned(key, value);
    }
    template <class Key>
    [[nodiscard]] bool object(Key key) const {
        return writer.own_object(key);
    }
    [[nodiscard]] bool element() const { return writer.element_object(); }
};

/// Writes key and value by calls of their own.
struct TwoSteps {
    Writer& writer;

    template <class Key>
    void own(Key key, std::string_view value) const {
        if (writer.own_key(key)) writer.text(value);
    }
    template <class Key>
    void member(Key key, std::string_view value) const {
        if (writer.key(key)) writer.text(value);
    }
    template <class Key>
    void number(Key key, std::uint64_t value) const {
        if (writer.own_key(key)) writer.unsigned_integer(value);
    }
    template <class Key>
    [[nodiscard]] bool object(Key key) const {
        return writer.own_key(key) && writer.begin_object();
    }
    [[nodiscard]] bool element() const { return writer.element() && writer.begin_object(); }
};

/// What is in a writer, and what it says of that.
struct Written {
    std::string json;
    std::size_t overflows = 0;
    std::size_t repaired = 0;
    bool truncated = false;

    friend bool operator==(const Written&, const Written&) = default;
};

/// Mostly plain, sometimes with what is escaped or repaired.
std::string random_text(std::mt19937& random, std::size_t size) {
    static const char* const pieces[] = {"\"", "\\", "\n", "\xC3\xA9", "\xE2\x82\xAC", "\xE2\x80\xAE", "\xFF", "\x7F"};
    const auto oddness = random() % 2 == 0 ? 1000 : random() % 40 + 1;
    std::string text;
    while (text.size() < size) {
        if (random() % oddness == 0) text += pieces[random() % std::size(pieces)];
        else text += static_cast<char>(' ' + random() % 95);
    }
    text.resize(size);
    return text;
}

/// Writes members of all kinds, the same ones for the same seed. The storage ends where its memory ends.
template <class Steps>
Written write_members(unsigned seed, std::size_t room) {
    std::mt19937 random{seed};
    const std::unique_ptr<char[]> storage{new char[room]};
    Writer writer{{storage.get(), room}};
    const Steps steps{writer};
    writer.begin_object();
    for (int i = 0; i < 12; ++i) {
        const std::string value = random_text(random, random() % (random() % 8 == 0 ? 600 : 70));
        const std::string name = random_text(random, random() % (random() % 8 == 0 ? 300 : 20));
        switch (random() % 16) {
            case 0: steps.own(short_key, value); break;
            case 1: steps.own(long_key, value); break;
            case 2: steps.member(short_key, value); break;
            case 3: steps.member(long_key, value); break;
            case 4: steps.member(escaped_key, value); break;
            case 5: steps.member(std::string_view{"again"}, value); break;
            case 6: writer.key("without a value"); break;
            case 7:
                if (writer.key("inner")) writer.begin_object();
                break;
            case 8: steps.number(short_key, value.size()); break;
            case 9: steps.number(long_key, static_cast<std::uint64_t>(random()) << 20); break;
            case 10:
                if (!steps.object(other_key)) writer.key("refused");
                break;
            case 11:
                if (!steps.object(long_key)) writer.key("refused");
                break;
            case 12:
                if (!writer.key("elements") || !writer.begin_array()) break;
                for (auto more = random() % 3; more != 0; --more) {
                    if (!steps.element()) continue;
                    steps.number(short_key, more);
                    writer.end_object();
                }
                if (random() % 4 == 0) writer.element();
                if (!steps.element()) writer.end_array();
                break;
            default: steps.member(std::string_view{name}, value); break;
        }
    }
    while (writer.depth() != 0) {
        writer.end_array();
        writer.end_object();
    }
    return {std::string(writer.view()), writer.overflows(), writer.repaired(), writer.truncated()};
}

TEST(WriterMember, IsTheSameInOneStepAsInTwoWhateverTheRoom) {
    for (unsigned seed = 0; seed < 60; ++seed) {
        for (std::size_t room = Writer::value_room; room < 3000; room += 13) {
            ASSERT_EQ(write_members<OneStep>(seed, room), write_members<TwoSteps>(seed, room)) << seed << ' ' << room;
        }
    }
}

class WriterMemberTest : public testing::Test {
  protected:
    std::array<char, 4096> storage_;
    Writer writer_{storage_};
};

TEST_F(WriterMemberTest, HasItsKeyAndItsTextEscaped) {
    writer_.begin_object();
    writer_.own_text("own"_key, "plain");
    writer_.own_text("a_key_of_28_bytes_and_a_block"_key, "a\nb");
    writer_.text_member(escaped_key, "");
    writer_.text_member("com\tputed", "\"");
    writer_.end_object();

    EXPECT_EQ(writer_.view(), R"({"own":"plain","a_key_of_28_bytes_and_a_block":"a\nb","\"\n":"","com\tputed":"\""})");
}

TEST_F(WriterMemberTest, MayBeANumberOrAnObject) {
    writer_.begin_object();
    writer_.own_unsigned("number"_key, 42);
    EXPECT_TRUE(writer_.own_object("object"_key));
    EXPECT_TRUE(writer_.key("array"_key) && writer_.begin_array());
    EXPECT_TRUE(writer_.element_object());
    writer_.end_object();
    EXPECT_TRUE(writer_.element_object());
    EXPECT_TRUE(writer_.own_object(long_key));
    while (writer_.depth() != 0) {
        writer_.end_array();
        writer_.end_object();
    }

    EXPECT_EQ(
        writer_.view(),
        R"({"number":42,"object":{"array":[{},{"a_key_whose_block_is_longer_than_what_is_copied_at_once":{}}]}})");
}

TEST_F(WriterMemberTest, IsNotNestedTooDeeply) {
    writer_.begin_object();
    while (writer_.depth() < Writer::max_depth) ASSERT_TRUE(writer_.own_object("a"_key));

    EXPECT_FALSE(writer_.own_object("b"_key));
    EXPECT_FALSE(writer_.own_object(long_key));
    EXPECT_EQ(writer_.depth(), Writer::max_depth);
    EXPECT_TRUE(writer_.truncated());
}

TEST_F(WriterMemberTest, TakesTheNameOfNoOther) {
    writer_.begin_object();
    writer_.text_member("same", "1");
    writer_.text_member("same"_key, "2");
    writer_.text_member("same", "3");
    writer_.end_object();

    EXPECT_EQ(writer_.view(), R"({"same":"1","same#2":"2","same#3":"3"})");
}

TEST_F(WriterMemberTest, IsNotWrittenOutsideOfAnObject) {
    writer_.text_member("a", "1");
    writer_.begin_array();
    writer_.own_text("b"_key, "2");
    writer_.text_member("c"_key, "3");
    writer_.end_array();

    EXPECT_EQ(writer_.view(), "[]");
}

TEST_F(WriterMemberTest, IsLeftOutWhereNoMoreKeysAreRemembered) {
    std::string storage(64 * 1024, '\0');
    Writer writer{storage};
    writer.begin_object();
    for (std::size_t i = 0; i < loccer::json::KeySet::capacity; ++i) writer.text_member(std::to_string(i), "");
    EXPECT_FALSE(writer.truncated());
    const std::size_t size = writer.size();

    writer.text_member("one more", "");
    writer.text_member("one more"_key, "");

    EXPECT_EQ(writer.size(), size);
    EXPECT_EQ(writer.overflows(), 2U);
}

}  // namespace
