// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/automaton.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/key/letter_code.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/safe_keys.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::DenyList;
using loccer::Exact;
using loccer::KeyRedaction;
using loccer::SafeKeys;
using loccer::Spelled;
using loccer::Word;
namespace redactions = loccer::redactions;

using Defaults = redactions::MergedNames<DenyList>;
using Composed = redactions::MergedNames<
    DenyList, KeyRedaction<"badge-id", Word<"card 7">, Word<"q">, Exact<"x">, "2b", "secretary", "a_much_longer_name">,
    SafeKeys<Word<"token_ring">, Word<"badge idle">, "author", Spelled<"MY_PWD">>,
    KeyRedaction<"gr\xC3\xB6\xC3\x9F", Exact<"\xC3\xBC">, Word<"tokens">>>;
/// Last words that lie in each other and in names, and one that is the plural of nothing.
struct LastWords {
    static constexpr std::array names{redactions::Token{redactions::TokenKind::substring, "aab"},
                                      redactions::Token{redactions::TokenKind::word, "b_a"},
                                      redactions::Token{redactions::TokenKind::word, "cab"},
                                      redactions::Token{redactions::TokenKind::substring, "sca"},
                                      redactions::Token{redactions::TokenKind::exact, "cabab"},
                                      redactions::Token{redactions::TokenKind::qualifier, "ab"},
                                      redactions::Token{redactions::TokenKind::qualifier, "b_ab"},
                                      redactions::Token{redactions::TokenKind::qualifier, "s"},
                                      redactions::Token{redactions::TokenKind::harmless, "cab_a"}};
};
struct OtherLastWords {
    static constexpr std::array names{redactions::Token{redactions::TokenKind::substring, "bab"},
                                      redactions::Token{redactions::TokenKind::qualifier, "ca"},
                                      redactions::Token{redactions::TokenKind::qualifier, "a"}};
};
using Qualified = redactions::MergedNames<LastWords, KeyRedaction<"baac">, OtherLastWords>;
using OwnOnly = redactions::MergedNames<KeyRedaction<Word<"pin">, "iris", Exact<"the-whole-of-it">>>;
using Repeating = redactions::MergedNames<KeyRedaction<"aa", "aba", Word<"a">, Exact<"abab">, Word<"b_a">>,
                                          SafeKeys<Word<"aaa">, Word<"ab_ab">, Word<"baa">>>;

template <class Names>
constexpr auto last_words = Names::template of_kind<redactions::TokenKind::qualifier>();

/// *Returns* `word` as it may be the last of a key: in one case or another, with what may stand before and behind it.
std::string as_last_word(std::string_view word, std::mt19937& random) {
    constexpr std::array<std::string_view, 6> befores{"", "", "_", ".", "[", "x"};
    constexpr std::array<std::string_view, 10> behinds{"", "", "s", "S", "2", "_17", "]", "s[0]", "e", "_\x80"};
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
    std::string text(befores[below(befores.size())]);
    const std::size_t spelling = below(3);
    bool begins_word = true;
    for (const char character : word) {
        if (character == '_') {
            if (below(2) == 0) text += '_';
            begins_word = true;
            continue;
        }
        const bool raised = spelling == 0 || (spelling == 1 && begins_word);
        text += raised && character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
        begins_word = false;
    }
    return text.append(behinds[below(behinds.size())]);
}

/// *Returns* a key made of whole names, pieces of them, letters and separators in changing case; one in three ends
/// with a last word that takes back.
template <class Names>
std::string generated_key(std::mt19937& random) {
    constexpr std::string_view separators = "_-. []/:\t";
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789s";
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
    std::string key;
    for (std::size_t piece = 1 + below(4); piece != 0; --piece) {
        const std::string_view name = Names::list[below(Names::list.size())].token.text;
        const std::size_t from = below(4) == 0 ? below(name.size()) : 0;
        const std::size_t size = below(4) == 0 ? below(name.size() - from + 1) : name.size() - from;
        const std::size_t spelling = below(6);
        bool begins_word = true;
        for (char character : name.substr(from, size)) {
            if (character == '_') {
                begins_word = true;
                if (spelling < 3) key += spelling == 0 ? separators[below(separators.size())] : '_';
                continue;
            }
            if (spelling == 4 || (spelling == 3 && begins_word) || (spelling == 5 && below(2) == 0)) {
                if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
            }
            begins_word = false;
            key += character;
            if (below(30) == 0) key += separators[below(separators.size())];
            if (below(60) == 0) key += letters[below(letters.size())];
        }
        switch (below(6)) {
            case 0: key += letters[below(letters.size())]; break;
            case 1: key += 's'; break;
            case 2: break;
            case 3: key += static_cast<char>('A' + below(26)); break;
            default: key += separators[below(separators.size())]; break;
        }
    }
    if constexpr (last_words<Names>.size() != 0) {
        if (below(3) == 0) key += as_last_word(last_words<Names>[below(last_words<Names>.size())].token.text, random);
    }
    if (below(100) == 0) key += static_cast<char>(0x80 + below(128));
    return key;
}

template <class Names>
void expect_verdicts_of_the_plain_search(std::size_t keys) {
    std::mt19937 random(20261122);
    std::array<std::size_t, 2> verdicts{};
    for (std::size_t i = 0; i < keys; ++i) {
        const std::string key = generated_key<Names>(random);
        const bool wanted = Names::finds(key);
        ++verdicts[wanted ? 1 : 0];
        ASSERT_EQ(redactions::KeyAutomaton<Names>::finds(key), wanted) << key;
    }
    EXPECT_GT(verdicts[0], keys / 50);
    EXPECT_GT(verdicts[1], keys / 50);
}

TEST(KeyAutomaton, JudgesGeneratedKeysAsThePlainSearchOfTheDefaultNames) {
    expect_verdicts_of_the_plain_search<Defaults>(100'000);
}

TEST(KeyAutomaton, JudgesGeneratedKeysAsThePlainSearchOfComposedLists) {
    expect_verdicts_of_the_plain_search<Composed>(100'000);
}

TEST(KeyAutomaton, JudgesGeneratedKeysAsThePlainSearchOfAFewNames) {
    expect_verdicts_of_the_plain_search<OwnOnly>(20'000);
}

TEST(KeyAutomaton, JudgesGeneratedKeysAsThePlainSearchOfNamesThatLieInEachOther) {
    expect_verdicts_of_the_plain_search<Repeating>(50'000);
}

TEST(KeyAutomaton, JudgesGeneratedKeysAsThePlainSearchOfLastWordsThatLieInNames) {
    expect_verdicts_of_the_plain_search<Qualified>(100'000);
}

TEST(KeyAutomaton, JudgesEveryKeyOfTwoCharactersAsThePlainSearch) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::array<char, 2> key{static_cast<char>(first), static_cast<char>(second)};
            const std::string_view view(key.data(), key.size());

            ASSERT_EQ(redactions::KeyAutomaton<Composed>::finds(view), Composed::finds(view)) << first << ' ' << second;
        }
    }
}

TEST(KeyAutomaton, FindsEachOfItsNames) {
    for (const redactions::Listed& listed : Defaults::list) {
        EXPECT_EQ(redactions::KeyAutomaton<Defaults>::finds(listed.token.text), Defaults::finds(listed.token.text))
            << listed.token.text;
    }
}

TEST(KeyAutomaton, JudgesAtCompileTimeAsAtRunTime) {
    static_assert(redactions::KeyAutomaton<Composed>::finds("user[password]"));
    static_assert(redactions::KeyAutomaton<Composed>::finds("cards.Card_7"));
    static_assert(!redactions::KeyAutomaton<Composed>::finds("max_token_rings"));
    const std::string found = "cards.Card_7";
    const std::string left = "max_token_rings";

    EXPECT_TRUE(redactions::KeyAutomaton<Composed>::finds(found));
    EXPECT_FALSE(redactions::KeyAutomaton<Composed>::finds(left));
}

TEST(KeyAutomaton, JudgesKeysOfEveryLengthAsThePlainSearch) {
    constexpr std::string_view filler = "order_total-ab.c9";
    for (const unsigned size : {0U, 1U, 2U, 3U, 11U, 12U, 13U, 14U, 63U, 64U, 65U, 1'000U, 100'000U}) {
        std::string key;
        while (key.size() < size) key += filler[key.size() % filler.size()];
        for (const std::string_view end : {"", "pin", "_pin", "Password", "_P-W", "x", "secretary"}) {
            const std::string whole = key + std::string(end);

            EXPECT_EQ(redactions::KeyAutomaton<Composed>::finds(whole), Composed::finds(whole)) << size << ' ' << end;
        }
    }
}

TEST(KeyAutomaton, FindsANameDividedByAHundredThousandSeparators) {
    const std::string padding(100'000, '_');

    EXPECT_TRUE(redactions::KeyAutomaton<Defaults>::finds(padding + "pass" + padding + "word" + padding));
    EXPECT_TRUE(redactions::KeyAutomaton<Defaults>::finds("card" + padding + "no"));
    EXPECT_TRUE(redactions::KeyAutomaton<Defaults>::finds(padding + "s" + padding + "id" + padding));
    EXPECT_FALSE(redactions::KeyAutomaton<Defaults>::finds("pa" + padding + "d"));
}

TEST(KeyAutomaton, ReadsNothingBeforeOrBehindTheKey) {
    for (const std::string_view text : {"password", "user_pin", "sid", "max_tokens", "accountnumber", "x", "pins"}) {
        for (std::size_t from = 0; from <= text.size(); ++from) {
            for (std::size_t size = 0; size <= text.size() - from; ++size) {
                // The sanitizer sees a read outside of an allocation of just this size.
                const auto copy = std::make_unique<char[]>(size);
                if (size != 0) std::memcpy(copy.get(), text.data() + from, size);
                const std::string_view cut = text.substr(from, size);

                EXPECT_EQ(redactions::KeyAutomaton<Defaults>::finds(cut), Defaults::finds(cut)) << cut;
                EXPECT_EQ(redactions::KeyAutomaton<Defaults>::finds({copy.get(), size}), Defaults::finds(cut)) << cut;
            }
        }
    }
}

TEST(KeyAutomaton, JudgesEachNameWithEachLastWordAsThePlainSearch) {
    std::size_t taken_back = 0;
    for (const redactions::Listed& listed : Composed::list) {
        if (!redactions::finds_keys(listed.token.kind)) continue;
        for (const redactions::Listed& last : last_words<Composed>) {
            for (const std::string_view between : {"_", "", "_x_"}) {
                const std::string key =
                    std::string(listed.token.text).append(between).append(last.token.text).append("s_2");
                const bool wanted = Composed::finds(key);
                taken_back += wanted ? 0 : 1;

                ASSERT_EQ(redactions::KeyAutomaton<Composed>::finds(key), wanted) << key;
            }
        }
    }
    EXPECT_GT(taken_back, 10'000U);
}

TEST(KeyAutomaton, TakesBackWhatLiesInAHarmlessWordOnly) {
    using Automaton = redactions::KeyAutomaton<Defaults>;

    EXPECT_FALSE(Automaton::finds("max_tokens"));
    EXPECT_FALSE(Automaton::finds("x.maxTokens[0]"));
    EXPECT_FALSE(Automaton::finds("boarding-passes-boarding-pass"));
    EXPECT_FALSE(Automaton::finds("Public-Key-Pins"));
    EXPECT_TRUE(Automaton::finds("max_tokens_token"));
    EXPECT_TRUE(Automaton::finds("to_kenizer"));
}

TEST(KeyAutomaton, TakesBackWhatALastWordSaysIsOnlySpokenOf) {
    using Automaton = redactions::KeyAutomaton<Defaults>;

    EXPECT_FALSE(Automaton::finds("db.passwordFile"));
    EXPECT_FALSE(Automaton::finds("secret[names][0]"));
    EXPECT_TRUE(Automaton::finds("secret_names_hash"));
    EXPECT_TRUE(Automaton::finds("password_profile"));
}

}  // namespace
