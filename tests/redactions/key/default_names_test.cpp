// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/default_names.hpp>

#include <loccer/redactions/key/spelling.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace {

using Names = std::span<const std::string_view>;
namespace redactions = loccer::redactions;

constexpr Names all_lists[] = {redactions::default_substrings, redactions::default_words, redactions::default_exact,
                               redactions::default_harmless, redactions::default_qualifiers};

std::string letters_of(std::string_view name) {
    std::string letters;
    for (const char character : name) {
        if (character != '_') letters += character;
    }
    return letters;
}

TEST(DefaultNames, AreInLowerCaseWithTwoLettersOrMore) {
    for (const Names list : all_lists) {
        for (const std::string_view name : list) {
            const std::string letters = letters_of(name);

            EXPECT_GE(letters.size(), 2U) << name;
            for (const char letter : letters) EXPECT_EQ(redactions::folded(letter), letter) << name;
        }
    }
}

TEST(DefaultNames, StandOnce) {
    std::set<std::string> seen;
    for (const Names list : all_lists) {
        for (const std::string_view name : list) EXPECT_TRUE(seen.insert(letters_of(name)).second) << name;
    }
}

TEST(DefaultNames, OfWordsAndWholeKeysHaveNoSubstringOfTheListInThem) {
    for (const Names list : {Names(redactions::default_words), Names(redactions::default_exact)}) {
        for (const std::string_view name : list) {
            for (const std::string_view part : redactions::default_substrings) {
                EXPECT_EQ(letters_of(name).find(part), std::string::npos) << name << " is found by " << part;
            }
        }
    }
}

TEST(DefaultNames, OfLastWordsHaveNoOtherLastWordAtTheirEnd) {
    for (const std::string_view name : redactions::default_qualifiers) {
        for (const std::string_view other : redactions::default_qualifiers) {
            EXPECT_FALSE(name.ends_with("_" + std::string(other))) << name << " is said by " << other;
        }
    }
}

TEST(DefaultNames, OfLastWordsLeaveOutWhatMayBeTheSecretItself) {
    const std::set<std::string_view> unsafe{
        "answer", "base",   "bytes",  "code",    "config", "confirm", "confirmation", "content", "data",   "digest",
        "email",  "hash",   "header", "hex",     "hint",   "id",      "json",         "key",     "number", "parameters",
        "pem",    "prefix", "raw",    "request", "string", "text",    "url",          "uri",     "value"};

    for (const std::string_view name : redactions::default_qualifiers) EXPECT_FALSE(unsafe.contains(name)) << name;
}

}  // namespace
