// SPDX-License-Identifier: MIT
#include <loccer/reflect/sensitive.hpp>

#include <loccer/reflect/named.hpp>
#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/replay.hpp>
#include <loccer/reflect/tape.hpp>
#include <loccer/reflect/value.hpp>

#include "../support/recording_sink.hpp"

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <ostream>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace {

using loccer::Sensitive;
using test_support::RecordingSink;

constexpr std::string_view secret = "hunter2";
constexpr std::string_view long_secret = "correct horse battery staple, and more of it than fits into an object";

/// Whether freed memory of a Looking allocator held anything but zeros.
bool freed_dirty = false;
std::size_t freed_count = 0;

/// An allocator that looks at what it gets back.
template <class Type>
struct Looking {
    using value_type = Type;
    Looking() = default;
    template <class Other>
    Looking(const Looking<Other>&) noexcept {}  // NOLINT(google-explicit-constructor): allocators convert
    Type* allocate(std::size_t count) {
        void* memory = ::operator new(count * sizeof(Type));
        std::memset(memory, 0, count * sizeof(Type));
        return static_cast<Type*>(memory);
    }
    void deallocate(Type* memory, std::size_t count) noexcept {
        ++freed_count;
        const auto* bytes = reinterpret_cast<const unsigned char*>(memory);
        for (std::size_t i = 0; i < count * sizeof(Type); ++i) freed_dirty = freed_dirty || bytes[i] != 0;
        ::operator delete(memory);
    }
    friend bool operator==(const Looking&, const Looking&) noexcept { return true; }
};
using Text = std::basic_string<char, std::char_traits<char>, Looking<char>>;
using Numbers = std::vector<int, Looking<int>>;

class SensitiveMemory : public testing::Test {
  protected:
    void SetUp() override {
        freed_dirty = false;
        freed_count = 0;
    }
};

/// *Returns* whether `text` is somewhere in the memory of an object.
template <class Type>
bool holds(const Type& object, std::string_view text) {
    const auto* bytes = reinterpret_cast<const char*>(&object);
    __asm__ volatile("" : : "r"(bytes) : "memory");
    return std::string_view(bytes, sizeof(object)).find(text) != std::string_view::npos;
}

template <class Type>
std::string told(const Type& value, std::vector<std::string> sensitive = {}) {
    RecordingSink sink;
    sink.sensitive = std::move(sensitive);
    loccer::reflect::describe(sink, value);
    return sink.str();
}

/// *Returns* what a value comes to by way of a tape; the tape must not hold the secret.
template <class Type>
std::string taped(const Type& value) {
    std::vector<char> storage(4096);
    loccer::reflect::Tape tape{storage};
    loccer::reflect::describe(tape, value);
    EXPECT_EQ(std::string_view(storage.data(), storage.size()).find(secret), std::string_view::npos);
    RecordingSink sink;
    EXPECT_TRUE(loccer::reflect::replay(tape.bytes(), sink));
    EXPECT_EQ(sink.str(), told(value));
    return sink.str();
}

Sensitive<std::string> password() { return Sensitive<std::string>{secret}; }

struct Account {
    BOOST_HANA_DEFINE_STRUCT(Account, (std::string, user), (Sensitive<std::string>, entry), (int, age));
};
struct Failure : std::exception {
    BOOST_HANA_DEFINE_STRUCT(Failure, (Sensitive<std::string>, token), (int, attempt), (bool, final));
    Failure() : attempt(0), final(false) {}
};
struct NamedPart {
    BOOST_HANA_DEFINE_STRUCT(NamedPart, (Sensitive<std::string>, name), (std::string, value));
};

/// A type that would be shown in each of these ways, were it not derived.
struct Token : Sensitive<std::string> {
    using Sensitive::Sensitive;
    operator std::string_view() const noexcept { return reveal(); }  // NOLINT(google-explicit-constructor)
    std::string operator()() const { return reveal(); }
    using value_type = char;
    [[maybe_unused]] friend std::ostream& operator<<(std::ostream& out, const Token& token) {
        return out << token.reveal();
    }
    friend bool operator<(const Token& left, const Token& right) noexcept { return left.reveal() < right.reveal(); }
};
void loccer_describe(auto& place, const Token& token) { place.value(token.reveal()); }

class PrivateToken : Sensitive<std::string> {
  public:
    using Sensitive::Sensitive;
};

struct Adapted : Sensitive<std::string> {
    using Sensitive::Sensitive;
    std::string shown{secret};
};

/// One that can become a Sensitive, and says nothing of itself.
struct Convertible {
    std::string text{secret};
    operator Sensitive<std::string>() const {  // NOLINT(google-explicit-constructor): that is the point
        return Sensitive<std::string>{text};
    }
};

struct Less {
    template <class Value>
    bool operator()(const Sensitive<Value>& left, const Sensitive<Value>& right) const {
        return left.reveal() < right.reveal();
    }
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(Adapted, shown);

namespace {

TEST(Sensitive, GivesItsValueOnlyByName) {
    Sensitive<std::string> held{secret};
    const Sensitive<std::string>& constant = held;

    held.reveal() += '!';

    EXPECT_EQ(constant.reveal(), "hunter2!");
    static_assert(!std::is_convertible_v<Sensitive<std::string>, std::string>);
    static_assert(!std::is_convertible_v<Sensitive<std::string>, std::string_view>);
    static_assert(!std::is_convertible_v<Sensitive<int>, int>);
    static_assert(!std::is_constructible_v<bool, Sensitive<bool>>);
    static_assert(!std::is_constructible_v<std::string, Sensitive<std::string>>);
}

TEST(Sensitive, IsMadeOfAValueOnlyWhereThatIsSaid) {
    static_assert(!std::is_convertible_v<std::string, Sensitive<std::string>>);
    static_assert(!std::is_convertible_v<const char*, Sensitive<std::string>>);
    static_assert(std::is_constructible_v<Sensitive<std::string>, const char*>);
    static_assert(!std::is_constructible_v<Sensitive<std::string>, std::vector<int>>);

    const Sensitive<std::string> repeated(std::in_place, 3U, 'x');
    const Sensitive<std::array<char, 2>> zeros;

    EXPECT_EQ(repeated.reveal(), "xxx");
    EXPECT_EQ(zeros.reveal(), (std::array<char, 2>{}));
}

TEST(Sensitive, CopiesAndMovesAsItsValueDoes) {
    static_assert(std::is_copy_constructible_v<Sensitive<std::string>>);
    static_assert(std::is_nothrow_move_constructible_v<Sensitive<std::string>>);
    static_assert(std::is_nothrow_move_assignable_v<Sensitive<std::string>>);
    static_assert(!std::is_copy_constructible_v<Sensitive<std::unique_ptr<int>>>);
    static_assert(!std::is_copy_assignable_v<Sensitive<std::unique_ptr<int>>>);
    static_assert(std::is_move_constructible_v<Sensitive<std::unique_ptr<int>>>);
    static_assert(!std::is_move_constructible_v<Sensitive<std::mutex>>);
    static_assert(std::is_default_constructible_v<Sensitive<std::mutex>>);

    Sensitive<std::string> first{long_secret};
    Sensitive<std::string> second;
    second = first;
    const Sensitive<std::string> third(std::move(first));
    Sensitive<std::string>& self = second;
    second = self;
    second = std::move(self);

    EXPECT_EQ(second.reveal(), long_secret);
    EXPECT_EQ(third.reveal(), long_secret);
}

TEST(Sensitive, TakesNoMoreRoomThanItsValue) {
    static_assert(sizeof(Sensitive<std::string>) == sizeof(std::string));
    static_assert(sizeof(Sensitive<char>) == 1);
}

TEST(Sensitive, HandsItsValueOverFromATemporary) {
    Sensitive<std::string> held{long_secret};

    const std::string taken = std::move(held).reveal();

    EXPECT_EQ(taken, long_secret);
    EXPECT_TRUE(held.reveal().empty());  // NOLINT(bugprone-use-after-move): it promises what is left
    static_assert(std::is_same_v<decltype(password().reveal()), std::string>);
}

TEST(Sensitive, TellsWhetherBytesAreEqual) {
    const Sensitive<std::string> held{secret};
    enum class Pin : std::uint16_t {};

    EXPECT_TRUE(held == password());
    EXPECT_FALSE(held == Sensitive<std::string>{"hunter3"});
    EXPECT_FALSE(held == Sensitive<std::string>{"Hunter2"});
    EXPECT_TRUE(held != Sensitive<std::string>{"hunter"});
    EXPECT_TRUE(Sensitive<std::string>{} == Sensitive<std::string>{});
    EXPECT_TRUE(Sensitive<Pin>{Pin{7}} == Sensitive<Pin>{Pin{7}});
    EXPECT_FALSE(Sensitive<Pin>{Pin{7}} == Sensitive<Pin>{Pin{0x107}});
    EXPECT_TRUE((Sensitive<std::vector<int>>{std::vector{1, 2}} == Sensitive<std::vector<int>>{std::vector{1, 2}}));
    EXPECT_FALSE((Sensitive<std::array<int, 2>>{std::array{1, 2}} == Sensitive<std::array<int, 2>>{std::array{1, 3}}));
    static_assert(!std::equality_comparable<Sensitive<double>>);
    static_assert(!std::equality_comparable<Sensitive<std::optional<int>>>);
}

TEST_F(SensitiveMemory, IsWipedAtTheEndWithWhatWasLongerOnce) {
    {
        Sensitive<Text> text(std::in_place, long_secret.data(), long_secret.size());
        Sensitive<Numbers> numbers(std::in_place, 100U, 7);
        text.reveal().resize(2);
        numbers.reveal().resize(3);
    }

    EXPECT_EQ(freed_count, 2U);
    EXPECT_FALSE(freed_dirty);
}

TEST_F(SensitiveMemory, IsWipedWhereElementsHoldMemoryOfTheirOwn) {
    std::array<Text, 2> texts{Text(long_secret), Text(long_secret)};

    {
        const Sensitive<std::array<Text, 2>> held(std::move(texts));
    }

    EXPECT_EQ(freed_count, 2U);
    EXPECT_FALSE(freed_dirty);
}

TEST_F(SensitiveMemory, IsWipedWhereItIsAssignedTo) {
    const Sensitive<Text> other(std::in_place, long_secret.data(), long_secret.size());
    Sensitive<Text> text(std::in_place, 2 * long_secret.size(), 'x');
    Sensitive<Text> moved(std::in_place, 2 * long_secret.size(), 'x');
    Sensitive<Numbers> numbers(std::in_place, 100U, 7);

    text = other;
    moved = Sensitive<Text>(std::in_place, long_secret.data(), long_secret.size());
    numbers = Sensitive<Numbers>(std::in_place, 3U, 1);

    EXPECT_EQ(text.reveal(), long_secret);
    EXPECT_EQ(moved.reveal(), long_secret);
    EXPECT_GE(freed_count, 3U);
    EXPECT_FALSE(freed_dirty);
}

TEST_F(SensitiveMemory, IsWipedInPlaceWhereItIsDestroyed) {
    alignas(Sensitive<std::string>) std::array<unsigned char, sizeof(Sensitive<std::string>)> short_text{};
    alignas(Sensitive<std::uint64_t>) std::array<unsigned char, sizeof(Sensitive<std::uint64_t>)> number{};
    auto* text = ::new (static_cast<void*>(short_text.data())) Sensitive<std::string>{secret};
    auto* counted = ::new (static_cast<void*>(number.data())) Sensitive<std::uint64_t>{0x3272746e7568U};
    ASSERT_TRUE(holds(short_text, secret));
    ASSERT_TRUE(holds(number, "huntr2"));

    text->~Sensitive();
    counted->~Sensitive();

    EXPECT_FALSE(holds(short_text, "hunt"));
    EXPECT_FALSE(holds(short_text, "ter2"));
    EXPECT_FALSE(holds(number, "hunt"));
}

TEST_F(SensitiveMemory, IsWipedWhereItIsMovedFrom) {
    Sensitive<std::string> text{secret};
    Sensitive<std::array<char, 8>> array{std::array<char, 8>{'h', 'u', 'n', 't', 'e', 'r', '2', '\0'}};
    Sensitive<std::string> assigned{secret};
    std::string given{secret};

    const Sensitive<std::string> to_text(std::move(text));
    const Sensitive<std::array<char, 8>> to_array(std::move(array));
    Sensitive<std::string> to_assigned;
    to_assigned = std::move(assigned);
    const Sensitive<std::string> to_given(std::move(given));

    EXPECT_EQ(to_text.reveal(), secret);
    EXPECT_EQ(to_given.reveal(), secret);
    EXPECT_TRUE(to_text == to_assigned);
    // NOLINTBEGIN(bugprone-use-after-move): it promises what is left
    EXPECT_FALSE(holds(text, "unter2"));
    EXPECT_FALSE(holds(array, "unter2"));
    EXPECT_FALSE(holds(assigned, "unter2"));
    EXPECT_FALSE(holds(given, "unter2"));
    // NOLINTEND(bugprone-use-after-move)
}

TEST(Sensitive, StandsAsAMarkerWhateverItHolds) {
    EXPECT_EQ(taped(password()), "#");
    EXPECT_EQ(taped(Sensitive<int>{42}), "#");
    EXPECT_EQ(taped(Sensitive<bool>{true}), "#");
    EXPECT_EQ(taped(Sensitive<Account>{}), "#");
    EXPECT_EQ(taped(Sensitive<std::vector<std::string>>(std::in_place, 2U, std::string(secret))), "#");
    EXPECT_EQ(taped(Sensitive<const char*>{secret.data()}), "#");
    EXPECT_EQ(taped(Sensitive<Sensitive<std::string>>{password()}), "#");
    EXPECT_EQ(taped(Sensitive<std::mutex>{}), "#");
}

TEST(Sensitive, StandsAsAMarkerInWhateverHoldsIt) {
    EXPECT_EQ(taped(std::optional{password()}), "#");
    EXPECT_EQ(taped(std::variant<int, Sensitive<std::string>>{password()}), "#");
    EXPECT_EQ(taped(std::make_unique<Sensitive<std::string>>(secret)), "#");
    EXPECT_EQ(taped(std::make_shared<Sensitive<std::string>>(secret)), "#");
    const Sensitive<std::string> held{secret};
    EXPECT_EQ(taped(std::cref(held)), "#");
    EXPECT_EQ(taped(std::array{password(), password(), password()}), "[#,#,#]");
    EXPECT_EQ(taped(std::vector<Sensitive<char>>(2)), "[#,#]");
    EXPECT_EQ(taped(std::vector{password()}), "[#]");
    EXPECT_EQ(taped(std::span<const Sensitive<std::string>>(&held, 1)), "[#]");
    EXPECT_EQ(taped(std::tuple{1, password(), 2}), "[1,#,2]");
    EXPECT_EQ(taped(std::pair{"entry", password()}), R"({"entry":#})");
    EXPECT_EQ(taped(std::map<std::string, Sensitive<std::string>>{{"entry", password()}}), R"({"entry":#})");
    EXPECT_EQ(taped(std::set<Sensitive<std::string>, Less>{password()}), "[#]");
    EXPECT_EQ(taped(Account{"ann", password(), 7}), R"({"user":"ann","entry":#,"age":7})");
    Failure failure;
    failure.token = password();
    EXPECT_EQ(taped(failure), R"({"token":#,"attempt":0,"final":false})");
}

TEST(Sensitive, IsNoNameOfTheValueBesideIt) {
    EXPECT_EQ(taped(std::pair{password(), "shown"}), R"([#,"shown"])");
    EXPECT_EQ(taped(std::tuple{password(), "shown"}), R"([#,"shown"])");
    EXPECT_EQ(taped(std::pair{std::optional{password()}, "shown"}), R"([#,"shown"])");
    EXPECT_EQ(taped(std::map<Sensitive<std::string>, int, Less>{{password(), 7}}), "[[#,7]]");
    EXPECT_EQ(taped(NamedPart{password(), "shown"}), R"({"name":#,"value":"shown"})");
    EXPECT_EQ(taped(std::array{password(), password()}), "[#,#]");

    loccer::reflect::NameProbe probe;
    loccer::reflect::describe(probe, password());
    EXPECT_FALSE(probe.reads());
    EXPECT_FALSE(holds(probe, secret));
}

TEST(Sensitive, StandsAsAMarkerWhereItsKeyIsRedactedToo) {
    EXPECT_EQ(told(Account{"ann", password(), 7}, {"entry"}), R"({"user":"ann","entry":#,"age":7})");
    EXPECT_EQ(told(std::pair{"entry", password()}, {"entry"}), R"({"entry":#})");
}

TEST(Sensitive, StandsAsAMarkerInABorrowedValue) {
    using loccer::reflect::Value;
    EXPECT_EQ(taped(Value(password())), "#");
    EXPECT_EQ(taped(Value(Sensitive<int>{42})), "#");
    EXPECT_EQ(taped(Value(Token{secret})), "#");
}

TEST(Sensitive, HidesTypesDerivedFromIt) {
    EXPECT_EQ(taped(Token{secret}), "#");
    EXPECT_EQ(taped(Adapted{secret}), "#");
    EXPECT_EQ(taped(PrivateToken{secret}), "#");
    EXPECT_EQ(taped(std::map<Token, int>{{Token{secret}, 7}}), "[[#,7]]");
    EXPECT_EQ(taped(std::vector{Token{secret}, Token{secret}}), "[#,#]");
    static_assert(!loccer::reflect::KeyLike<Token>);
    static_assert(!loccer::reflect::Streamable<Token>);
}

TEST(Sensitive, IsNotReadOutOfWhatCanBecomeOne) { EXPECT_EQ(taped(Convertible{}).find(secret), std::string::npos); }

}  // namespace
