// SPDX-License-Identifier: MIT
//
// What it takes to look through a text grows with its size and no faster, whatever stands in it: counted is how often
// a kind of value and a judge of names, both a program's own, are asked, and how many bytes they are given.
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/cut.hpp>
#include <loccer/redactions/value/default_values.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::ByteSet;
using loccer::redactions::Span;
using loccer::redactions::Text;
using loccer::redactions::TextKind;

std::size_t work = 0;

/// Asks the default list.
struct CountingJudge {
    static bool redacts(std::string_view name) noexcept {
        work += 1 + name.size();
        return loccer::DenyList::redacts_key(name);
    }
};

/// Looks at a word from each sign on, and finds nothing.
struct CountingKind {
    static constexpr std::string_view name = "nothing";
    static constexpr ByteSet anchors{"=:\"'\\<>[]{}()%&;|- Qe0"};

    static Span find_at(const Text& text, std::size_t anchor, std::size_t /*from*/) noexcept {
        work += loccer::redactions::skip(text.bytes, anchor, loccer::redactions::alphanumerics, anchor + 64) - anchor;
        ++work;
        return loccer::redactions::nothing_in(text);
    }
};

using Scanner =
    loccer::redactions::FullScanner<CountingJudge, CountingKind, loccer::ApiToken, loccer::Bearer, loccer::Jwt,
                                    loccer::Pem, loccer::UrlUserinfo, loccer::CardNumber, loccer::Iban>;

/// *Returns* `piece` again and again.
std::string repeated(std::string_view piece, std::size_t size) {
    std::string text;
    while (text.size() < size) text += piece;
    text.resize(size);
    return text;
}

std::size_t work_for(const Text& text) {
    work = 0;
    for (Span span = Scanner::next(text, 0); !span.empty(); span = Scanner::next(text, span.end)) ++work;
    return work;
}

/// Texts that begin with something and go on with the same.
struct Hostile {
    const char* name;
    std::string_view begin;
    std::string_view piece;
    TextKind kind = TextKind::prose;
};

constexpr Hostile hostile_texts[] = {
    {"Signs", "", "!$^*+~#@?/|&"},
    {"Quotes", "", "\""},
    {"NestedBrackets", "", "{["},
    {"NestedBracketsOfASecret", "\"password\":", "{\"a\":["},
    {"SignsOfPairs", "", "="},
    {"Pairs", "", "a="},
    {"PairsOfSecrets", "", "password="},
    {"ObjectsOfSecrets", "", "\"password\":{'"},
    {"QuotesAndBackslashes", "", "\"\\"},
    {"QuotedSecretsAndBackslashes", "", "\"password\":\\\""},
    {"Tags", "", "<"},
    {"TagsOfSecrets", "", "<password><"},
    {"NamesOfValues", "", "name=pin,value="},
    {"PartsOfForms", "", "form-data;name=password\n\n"},
    {"LinesOfProtocols", "", "> PASS x "},
    {"Options", "mysql", " -pabc"},
    {"LongWords", "", "a"},
    {"LongName", "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa="},
    {"PercentEscapes", "", "%41"},
    {"PercentEscapesOfEscapes", "", "%25"},
    {"JsonEscapes", "", "\\u0041"},
    {"Base64", "", "YWJjZGVmZ2hpamts"},
    {"Base64OfBase64", "", "Y0dGemMzZHZjbVE5YUhWdWRHVnlNZz09"},
    {"Base64InRuns", "", "YWJjZGVmZ2hpamts "},
    {"HexadecimalDigits", "", "6162"},
    {"MixedScripts", "", "p\xD0\xB0ss:"},
    {"CardNumbers", "", "4111 1111 1111 1111 "},
    {"Digits", "", "4"},
    {"BeginsOfKeys", "", "-----BEGIN A-----"},
    {"Lines", "", "f(x, \"a\", 'b');\n", TextKind::code},
    {"QuotesInALine", "", "\"", TextKind::code},
    {"LiteralsInALine", "", "\"a\" ", TextKind::code},
    {"LiteralsOfASecret", "password=", "\"a\" ", TextKind::code},
    {"EscapedQuotesInALine", "", "\\\"", TextKind::code},
    {"RawLiterals", "", "password=R\"(", TextKind::code},
};

/// GoogleTest prints the parameter of a failed case.
void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

class Work : public testing::TestWithParam<Hostile> {};

TEST_P(Work, GrowsWithTheTextAndNoFaster) {
    const Hostile& hostile = GetParam();
    // What the first and the last bytes take besides.
    constexpr std::size_t ends = 1024;

    for (const std::size_t size : {4U * 1024U, 16U * 1024U, 64U * 1024U}) {
        const std::string text = std::string(hostile.begin) + repeated(hostile.piece, 2 * size);
        const std::size_t once = work_for({std::string_view(text).substr(0, size), false, hostile.kind});
        const std::size_t twice = work_for({text, false, hostile.kind});

        EXPECT_LE(10 * twice, 22 * once + ends) << size;
    }
}

TEST(WorkItself, IsCounted) { EXPECT_GT(work_for({"a=b", false, TextKind::prose}), 2U); }

INSTANTIATE_TEST_SUITE_P(Hostile, Work, testing::ValuesIn(hostile_texts),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
