// SPDX-License-Identifier: MIT
#include <loccer/reflect/tape.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <boost/hana/define_struct.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <ostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using loccer::reflect::describe;
using loccer::reflect::Tape;
using test_support::RecordingSink;

static_assert(loccer::reflect::Sink<Tape>);
static_assert(loccer::reflect::Sink<RecordingSink>);

bool is_password(std::string_view key) noexcept { return key == "password"; }

template <class Type>
std::string by_tape(const Type& value, std::size_t size = 4096, Tape::IsSensitive judge = nullptr) {
    // Exactly as large as allowed, so that a sanitizer sees a step too far.
    const std::unique_ptr<char[]> storage(new char[size]);
    Tape tape(std::span<char>(storage.get(), size), judge);
    describe(tape, value);
    EXPECT_LE(tape.bytes().size(), size);
    const std::string kept(tape.bytes());
    RecordingSink sink;
    EXPECT_EQ(loccer::reflect::replay(kept, sink), !kept.empty());
    return sink.str();
}

template <class Type>
std::string directly(const Type& value) {
    RecordingSink sink;
    describe(sink, value);
    return sink.str();
}

struct Everything {
    BOOST_HANA_DEFINE_STRUCT(Everything, (int, qty), (std::string, text), (std::vector<std::string>, list),
                             (std::map<std::string, double>, map), (std::string, password),
                             (std::vector<std::vector<int>>, grid), (float, ratio), (std::nullptr_t, none));
};

Everything everything() {
    return {15,
            "caf\xC3\xA9, long enough to be cut somewhere",
            {"a", "bb", ""},
            {{"x", 1.5}, {"y", -0.0}},
            "hunter2",
            {{1, -2}, {}, {3}},
            0.1F,
            nullptr};
}

struct ThrowsWhenPrinted {
    friend std::ostream& operator<<(std::ostream&, const ThrowsWhenPrinted&) { throw std::runtime_error("no text"); }
};

TEST(Tape, GivesEveryScalarBack) {
    using Integers = std::numeric_limits<std::int64_t>;
    const auto scalars = std::tuple(nullptr, true, false, 0, -1, Integers::min(), Integers::max(),
                                    std::numeric_limits<std::uint64_t>::max(), 0.1, 0.1F, -0.0, "text", "");

    EXPECT_EQ(by_tape(scalars), directly(scalars));
}

TEST(Tape, GivesNestedValuesBack) { EXPECT_EQ(by_tape(everything()), directly(everything())); }

TEST(Tape, IsWellFormedAtEverySize) {
    const Everything value = everything();
    for (std::size_t size = 0; size < 400; ++size) {
        const std::string text = by_tape(value, size, is_password);

        EXPECT_EQ(text.find("breach"), std::string::npos) << size << text;
        EXPECT_EQ(text.find("hunter2"), std::string::npos) << size;
    }
}

TEST(Tape, SaysAtEverySizeThatItIsNotWholeUnlessItIs) {
    const std::string whole = directly(everything());
    for (std::size_t size = 0; size < 400; ++size) {
        const std::unique_ptr<char[]> storage(new char[size]);
        Tape tape(std::span<char>(storage.get(), size));

        describe(tape, everything());

        RecordingSink sink;
        loccer::reflect::replay(tape.bytes(), sink);
        EXPECT_EQ(tape.complete(), sink.str() == whole) << size;
    }
}

TEST(Tape, WithoutAnyRoomSaysThatTheValueWasLeftOut) { EXPECT_EQ(by_tape(1, 0), "\"<left out>\""); }

TEST(Tape, LeavesWholeValuesOutAndCountsThem) {
    const std::vector<int> numbers(100, 1);

    EXPECT_EQ(by_tape(numbers, 14), "[1,1,1,+97]");
}

TEST(Tape, GoesOnWithValuesThatStillFit) {
    const std::map<std::string, std::string> map{{"a", std::string(500, 'x')}, {"b", "short"}};
    const auto tuple = std::tuple(1, 0.5, 0.25, 2);

    EXPECT_EQ(by_tape(map, 200), "{\"a\":\"" + std::string(64, 'x') + "\"/500,\"b\":\"short\"}");
    EXPECT_EQ(by_tape(tuple, 21), "[1,0.5,2,+1]");
}

TEST(Tape, CutsATextBetweenCodePointsAndKeepsItsLength) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "\xE2\x82\xAC";

    EXPECT_EQ(by_tape(text, 200), "\"" + text.substr(0, 63) + "\"/300");
}

TEST(Tape, NeverKeepsTheValueOfASensitiveKey) {
    char storage[512];
    Tape tape(storage, is_password);

    describe(tape, everything());

    EXPECT_EQ(tape.bytes().find("hunter2"), std::string_view::npos);
    RecordingSink sink;
    EXPECT_TRUE(loccer::reflect::replay(tape.bytes(), sink));
    EXPECT_NE(sink.str().find(R"("password":#)"), std::string::npos);
}

TEST(Tape, BorrowsTheJudgementOfAnotherSink) {
    RecordingSink sink;
    sink.sensitive = {"qty"};
    char storage[512];

    const Tape tape(storage, sink);

    EXPECT_TRUE(tape.is_sensitive("qty"));
    EXPECT_FALSE(tape.is_sensitive("text"));
}

TEST(Tape, MarksWhatIsNestedTooDeeply) {
    using loccer::reflect::max_depth;
    char storage[1024];
    Tape tape(storage);

    for (std::size_t i = 0; i < max_depth; ++i) {
        ASSERT_TRUE(tape.begin_array());
        ASSERT_TRUE(tape.element());
    }
    EXPECT_FALSE(tape.begin_array());
    for (std::size_t i = 0; i < max_depth; ++i) tape.end_array();

    RecordingSink sink;
    EXPECT_TRUE(loccer::reflect::replay(tape.bytes(), sink));
    EXPECT_EQ(sink.str(), std::string(max_depth, '[') + "\"<nested too deeply>\"" + std::string(max_depth, ']'));
}

TEST(Tape, CountsWhatItsWriterLeftOut) {
    const std::vector<int> numbers(1000, 1);
    const std::string text = by_tape(numbers);

    EXPECT_EQ(text.substr(text.rfind(',')), ",+744]");
}

#if LOCCER_CFG_EXCEPTIONS
TEST(Tape, TakesBackAHalfWrittenValueAtEverySize) {
    const std::vector<std::pair<int, ThrowsWhenPrinted>> values(3);
    for (std::size_t size = 0; size < 300; ++size) {
        const std::string text = by_tape(values, size);

        EXPECT_EQ(text.find("breach"), std::string::npos) << size << text;
    }
}
#endif

}  // namespace
