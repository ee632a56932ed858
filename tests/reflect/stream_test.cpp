// SPDX-License-Identifier: MIT
#include <loccer/reflect/stream.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <iomanip>
#include <locale>
#include <ostream>
#include <string>
#include <type_traits>

namespace {

using loccer::reflect::Streamable;

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

struct Money {
    double amount;
    friend std::ostream& operator<<(std::ostream& out, const Money& money) {
        return out << std::fixed << std::setprecision(2) << money.amount << " EUR";
    }
};

struct Long {
    std::size_t size;
    friend std::ostream& operator<<(std::ostream& out, const Long& text) {
        for (std::size_t i = 0; i + 1 < text.size; i += 2) out << "\xC3\xA9";
        return out.put('x');
    }
};

template <class Number>
struct Wrapped {
    Number number;
};
template <class Char, class Traits, class Number>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, const Wrapped<Number>& wrapped) {
    return out << "wrapped " << wrapped.number;
}

class Secretive {
    std::ostream& operator<<(int) const;
    friend class Nobody;
    operator int() const { return 1; }
};

struct Deleted {};
std::ostream& operator<<(std::ostream&, const Deleted&) = delete;

struct CommaPunctuation : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

/// Makes a locale global for a test.
struct GlobalLocale {
    explicit GlobalLocale(const std::locale& now) : before(std::locale::global(now)) {}
    ~GlobalLocale() { std::locale::global(before); }
    std::locale before;
};

TEST(Stream, PrintsAValueByItsOwnOperator) { EXPECT_EQ(described(Money{12.5}), "\"12.50 EUR\""); }

TEST(Stream, FindsAnOperatorThatIsATemplate) { EXPECT_EQ(described(Wrapped<int>{3}), "\"wrapped 3\""); }

TEST(Stream, IgnoresAGlobalLocaleWithADecimalComma) {
    const GlobalLocale comma(std::locale(std::locale::classic(), new CommaPunctuation));

    EXPECT_EQ(described(Money{1234567.5}), "\"1234567.50 EUR\"");
    EXPECT_EQ(described(1234.5), "1234.5");
    EXPECT_EQ(described(1e400L), "\"1e+400\"");
}

TEST(Stream, KeepsTheFirstBytesAndTheLengthOfALongText) {
    const std::string text = described(Long{100'000});

    EXPECT_EQ(text.substr(text.rfind('/')), "/100001");
    EXPECT_LE(text.size(), loccer::reflect::max_streamed_bytes + 9);
    EXPECT_EQ(text.substr(text.rfind('"') - 2, 2), "\xC3\xA9");
}

TEST(Stream, DoesNotUseAPrivateOrDeletedOperator) {
    static_assert(!Streamable<Secretive>);
    static_assert(!Streamable<Deleted>);

    EXPECT_NE(described(Secretive{}).find("Secretive>\""), std::string::npos);
    EXPECT_NE(described(Deleted{}).find("Deleted>\""), std::string::npos);
}

TEST(Stream, TakesIntegralConstantsAsTheirNumber) { EXPECT_EQ(described(std::integral_constant<int, 3>{}), "\"3\""); }

}  // namespace
