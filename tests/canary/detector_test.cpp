// SPDX-License-Identifier: MIT

#include "detector.hpp"

#include "encodings.hpp"
#include "random.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using canary::Detector;

constexpr std::size_t canaries = 2000;

/// Many canaries, as in the campaign.
Detector many(std::uint64_t seed = 1) {
    canary::Random random(seed);
    Detector detector;
    for (std::size_t n = 0; n < canaries; ++n) detector.add(random.text(24));
    return detector;
}

/// *Returns* the numbers that are found, each once for each place and form.
std::vector<std::uint32_t> found_in(const Detector& detector, std::string_view bytes) {
    std::vector<std::uint32_t> numbers;
    detector.scan(bytes, [&](const canary::Hit& hit) { numbers.push_back(hit.number); });
    return numbers;
}

bool finds_only(const Detector& detector, std::uint32_t number, std::string_view bytes) {
    const std::vector<std::uint32_t> numbers = found_in(detector, bytes);
    for (const std::uint32_t found : numbers) {
        if (found != number) return false;
    }
    return !numbers.empty();
}

std::string around(std::string_view text) { return "{\"msg\":\"a " + std::string(text) + " z\",\"n\":1}\n"; }

TEST(Detector, FindsAPlantedLeakOfEachForm) {
    const Detector detector = many();

    for (const canary::Encoding& encoding : canary::encodings) {
        for (std::uint32_t number = 0; number < canaries; number += 7) {
            EXPECT_TRUE(finds_only(detector, number, around(encoding.apply(detector.text(number))))) << encoding.name;
        }
    }
}

TEST(Detector, FindsAFormInsideOfAnother) {
    const Detector detector = many();

    for (const canary::Encoding& outer : canary::encodings) {
        for (const canary::Encoding& inner : canary::encodings) {
            if (outer.apply("abcd") == "abcd " || inner.apply("abcd") == "abcd ") continue;  // a view of texts only
            const std::string text = outer.apply(inner.apply(detector.text(5)));
            if (std::string_view(outer.name) == "reversed" && std::string_view(inner.name) != "plain" &&
                std::string_view(inner.name) != "reversed") {
                continue;  // nobody reads backwards what has to be decoded then
            }
            EXPECT_TRUE(finds_only(detector, 5, around(text))) << inner.name << " in " << outer.name;
        }
    }
}

TEST(Detector, FindsEachPieceOfTwelveCharacters) {
    const Detector detector = many();
    const std::string text(detector.text(77));

    for (const canary::Encoding& encoding : canary::encodings) {
        for (std::size_t begin = 0; begin + canary::shortest_piece <= text.size(); ++begin) {
            const std::string piece = encoding.apply(text.substr(begin, canary::shortest_piece));
            EXPECT_TRUE(finds_only(detector, 77, around(piece))) << encoding.name << ", from " << begin;
        }
    }
}

TEST(Detector, FindsAPieceBetweenOtherLettersAndDigits) {
    const Detector detector = many();
    const std::string piece = std::string(detector.text(3)).substr(6, canary::shortest_piece);

    EXPECT_TRUE(finds_only(detector, 3, "xyz" + piece + "123"));
    EXPECT_TRUE(finds_only(detector, 3, piece));
}

TEST(Detector, FindsBase64BehindOtherCharactersOfItsAlphabet) {
    const Detector detector = many();

    for (const std::string_view before : {"", "a", "ab", "abc"}) {
        EXPECT_TRUE(finds_only(detector, 9, std::string(before) + canary::base64(detector.text(9))));
    }
}

TEST(Detector, TellsHowMuchOfItStandsWhere) {
    Detector detector;
    detector.add("ABCDEFGHIJKLMNOPQRSTUVWX");
    std::vector<canary::Hit> hits;

    detector.scan("..FGHIJKLMNOPQRSTUVWX-", [&](const canary::Hit& hit) { hits.push_back(hit); });

    ASSERT_FALSE(hits.empty());
    EXPECT_EQ(hits.front().form, "plain");
    EXPECT_EQ(hits.front().at, 2U);
    EXPECT_EQ(hits.front().size, 19U);
}

TEST(Detector, FindsNumbersOfCardsInGroups) {
    canary::Random random(4);
    Detector detector;
    const std::string number = canary::card_number(random);
    detector.add(number);

    EXPECT_TRUE(finds_only(detector, 0, "card " + number + "."));
    EXPECT_TRUE(finds_only(detector, 0, "card " + canary::grouped(number, ' ')));
    EXPECT_TRUE(finds_only(detector, 0, "card " + canary::grouped(number, '-')));
}

TEST(Detector, FindsShortNumbersAsTheyStandAndInNoOthers) {
    Detector detector;
    detector.add("192.0.2.17");
    detector.add("219-09-9999");

    EXPECT_TRUE(finds_only(detector, 0, "from 192.0.2.17:80"));
    EXPECT_TRUE(finds_only(detector, 0, canary::percent_all("it is 192.0.2.17.")));
    EXPECT_TRUE(finds_only(detector, 1, around("219-09-9999")));
    EXPECT_TRUE(found_in(detector, "192.0.2.170, 1192.0.2.17, 192.0.2.1, 219-09-99991").empty());
}

TEST(Detector, FindsNothingInPiecesOfElevenOrInOtherTexts) {
    const Detector detector = many(1);
    const Detector others = many(2);
    std::string text;
    for (std::uint32_t number = 0; number < canaries; ++number) {
        for (const canary::Encoding& encoding : canary::encodings) text += around(encoding.apply(others.text(number)));
    }

    EXPECT_TRUE(found_in(detector, text).empty());
    for (std::uint32_t number = 0; number < canaries; ++number) {
        const std::string_view piece = detector.text(number).substr(number % 13, canary::shortest_piece - 1);
        EXPECT_TRUE(found_in(detector, piece).empty());
    }
}

}  // namespace
