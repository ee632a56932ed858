// SPDX-License-Identifier: MIT
#include <loccer/reflect/named.hpp>

#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/tape.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

using loccer::reflect::looks_like_a_name;
using loccer::reflect::MayReadAsText;
using loccer::reflect::NameProbe;

static_assert(loccer::reflect::Sink<NameProbe>);

struct Order {};
struct Text {
    std::string text;
    template <class Place>
    friend void loccer_describe(Place& place, const Text& value) {
        place.value(value.text);
    }
};

static_assert(MayReadAsText<std::string> && MayReadAsText<const char*> && MayReadAsText<std::vector<char>>);
static_assert(MayReadAsText<std::optional<std::string>> && MayReadAsText<std::variant<int, std::string>>);
static_assert(MayReadAsText<std::unique_ptr<std::string>> && MayReadAsText<Text>);
static_assert(!MayReadAsText<int> && !MayReadAsText<Order> && !MayReadAsText<std::vector<std::string>>);

template <class Type>
std::string read(const Type& value) {
    NameProbe probe;
    loccer::reflect::describe(probe, value);
    return probe.reads() ? std::string(probe.name()) : "nothing";
}

TEST(NameProbe, ReadsTextsAndNumbers) {
    EXPECT_EQ(read("password"), "password");
    EXPECT_EQ(read(std::u16string(u"password")), "password");
    EXPECT_EQ(read(Text{"password"}), "password");
    EXPECT_EQ(read(std::optional<std::string>("password")), "password");
    EXPECT_EQ(read(-42), "-42");
    EXPECT_EQ(read(std::string()), "");
}

TEST(NameProbe, ReadsNothingOfWhatIsNoText) {
    EXPECT_EQ(read(nullptr), "nothing");
    EXPECT_EQ(read(true), "nothing");
    EXPECT_EQ(read(std::vector<std::string>{"password"}), "nothing");
    EXPECT_EQ(read(std::map<std::string, int>{{"password", 1}}), "nothing");
    EXPECT_EQ(read(std::optional<std::string>()), "nothing");
}

TEST(NameProbe, KeepsTheBeginningOfALongText) { EXPECT_EQ(read(std::string(100'000, 'x')).size(), 512U); }

TEST(NameProbe, LooksForNamesOnlyInShortAsciiTexts) {
    EXPECT_TRUE(looks_like_a_name("x-api-key"));
    EXPECT_FALSE(looks_like_a_name("Gr\xC3\xBCn"));
    EXPECT_FALSE(looks_like_a_name(std::string(65, 'x')));
}

TEST(NamedValue, IsNotKeptByATapeThatHidesItsName) {
    char storage[256];
    loccer::reflect::Tape tape(storage, [](std::string_view name) noexcept { return name == "password"; });

    loccer::reflect::describe(tape, std::vector<std::string>{"password", "hunter2"});

    EXPECT_EQ(std::string(tape.bytes()).find("hunter2"), std::string::npos);
    test_support::RecordingSink sink;
    EXPECT_TRUE(loccer::reflect::replay(tape.bytes(), sink));
    EXPECT_EQ(sink.str(), R"(["password",#])");
}

TEST(NamedValue, IsNeverKeptByATapeWithoutItsName) {
    const std::vector<std::string> value{"password-" + std::string(40, 'x'), "1"};
    for (std::size_t size = 1; size < 200; ++size) {
        const std::unique_ptr<char[]> storage(new char[size]);
        loccer::reflect::Tape tape(std::span<char>(storage.get(), size));
        test_support::RecordingSink sink;
        sink.sensitive = {value[0]};

        loccer::reflect::describe(tape, value);
        (void)loccer::reflect::replay(tape.bytes(), sink);

        EXPECT_TRUE(sink.well_formed()) << size << sink.str();
        EXPECT_EQ(sink.str().find("\"1\""), std::string::npos) << size << sink.str();
    }
}

#if LOCCER_CFG_EXCEPTIONS
struct ThrowsWhenPrinted {
    friend std::ostream& operator<<(std::ostream&, const ThrowsWhenPrinted&) { throw std::runtime_error("no text"); }
};

TEST(NamedValue, IsShownWhereItsNameCannotBePrinted) {
    test_support::RecordingSink sink;

    loccer::reflect::describe(sink, std::pair<ThrowsWhenPrinted, int>{{}, 7});

    EXPECT_EQ(sink.str(), R"(["Error getting repr of the object: no text",7])");
}
#endif

}  // namespace
