// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/scanner.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::Anchor;
using loccer::redactions::ByteSet;
using loccer::redactions::Span;
using loccer::redactions::Text;
using loccer::redactions::TextScanner;
using loccer_test::redacted;

/// `#` and the digits behind it.
struct Patient {
    static constexpr std::string_view name = "numbers of patients";
    static constexpr ByteSet anchors{"#"};
    static Span find_at(const Text& text, std::size_t anchor, std::size_t /*from*/) noexcept {
        return {anchor, loccer::redactions::skip(text.bytes, anchor + 1, loccer::redactions::digits)};
    }
};
/// Three bytes around a `+`.
struct Around {
    static constexpr std::string_view name = "sums";
    static constexpr ByteSet anchors{"+"};
    static Span find_at(const Text&, std::size_t anchor, std::size_t /*from*/) noexcept {
        return {anchor < 3 ? 0 : anchor - 3, anchor + 4};
    }
};
struct Guarded {
    static constexpr std::string_view name = "guarded";
    static constexpr Anchor anchors[] = {{ByteSet{"x"}, ByteSet{"<"}, ByteSet{">"}}};
    static Span find_at(const Text&, std::size_t anchor, std::size_t /*from*/) noexcept { return {anchor, anchor + 1}; }
};
struct Throwing {
    static constexpr std::string_view name = "what cannot be judged";
    static constexpr ByteSet anchors{"!"};
    static Span find_at(const Text&, std::size_t, std::size_t) { throw std::runtime_error("cannot judge"); }
};
struct LongRun {
    static constexpr std::string_view name = "long runs";
    static constexpr ByteSet anchors{};
    static constexpr bool asks_long_runs = true;
    static Span find_at(const Text& text, std::size_t anchor, std::size_t /*from*/) noexcept {
        return {anchor, loccer::redactions::skip(text.bytes, anchor, loccer::redactions::base64_letters)};
    }
};

TEST(TextScanner, OfNoKindsFindsNothing) { EXPECT_EQ(redacted<>("any text"), "any text"); }

TEST(TextScanner, FindsAValueWhereverItStands) {
    for (std::size_t before = 0; before < 70; ++before) {
        for (std::size_t after = 0; after < 35; ++after) {
            const std::string front(before, '.');
            const std::string back(after, '.');

            EXPECT_EQ(redacted<Patient>(front + "#123" + back), front + "[REDACTED]" + back);
        }
    }
}

TEST(TextScanner, FindsOneValueAfterTheOther) {
    EXPECT_EQ(redacted<Patient>("#1, #22 and #333"), "[REDACTED], [REDACTED] and [REDACTED]");
}

TEST(TextScanner, JoinsSpansThatOverlap) { EXPECT_EQ(redacted<Around>("|...+..+...|"), "|[REDACTED]|"); }

TEST(TextScanner, CutsAValueOffWhereTheOneBeforeEnded) {
    EXPECT_EQ(redacted<Around>("...+.....+...|"), "[REDACTED][REDACTED]|");
}

TEST(TextScanner, LooksAtTheNeighboursOfAnAnchor) {
    EXPECT_EQ(redacted<Guarded>("<x> <x ax> x"), "<[REDACTED]> <x ax> x");
}

TEST(TextScanner, TakesTheEndsOfATextForAnyNeighbour) {
    EXPECT_EQ(redacted<Guarded>("x"), "[REDACTED]");
    EXPECT_EQ(redacted<Guarded>("x>"), "[REDACTED]>");
    EXPECT_EQ(redacted<Guarded>("<x"), "<[REDACTED]");
}

TEST(TextScanner, RemovesTheTextFromThereOnWhereAKindThrows) {
    EXPECT_EQ((redacted<Patient, Throwing>("before #1 after !")), "before [REDACTED][REDACTED]");
    EXPECT_EQ((redacted<Throwing>("before ! after")), "[REDACTED]");
}

TEST(TextScanner, AsksAtTheBeginOfEachLongRunOnce) {
    for (std::size_t before = 0; before < 40; ++before) {
        for (std::size_t length = 1; length < 70; ++length) {
            const std::string front(before, ' ');
            const std::string run(length, 'a');
            const std::string wanted = front + (length < 16 ? run : "[REDACTED]") + " b";

            EXPECT_EQ(redacted<LongRun>(front + run + " b"), wanted) << before << ' ' << length;
        }
    }
}

TEST(TextScanner, GivesAnEmptySpanAtTheEndWhereNothingIs) {
    EXPECT_EQ(TextScanner<Patient>::next({"plain"}, 0), (Span{5, 5}));
    EXPECT_EQ(TextScanner<Patient>::next({""}, 0), (Span{0, 0}));
    EXPECT_EQ(TextScanner<Patient>::next({"#1"}, 2), (Span{2, 2}));
}

}  // namespace
