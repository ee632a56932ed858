// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/kind.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::redactions::Anchor;
using loccer::redactions::ByteSet;
using loccer::redactions::CheckValueKind;
using loccer::redactions::Span;
using loccer::redactions::Text;
using loccer::redactions::ValueKind;

struct OfOneSet {
    static constexpr std::string_view name = "numbers of patients";
    static constexpr ByteSet anchors{"#"};
    static Span find_at(const Text& text, std::size_t anchor, std::size_t from) noexcept;
};
struct OfAnchors : OfOneSet {
    static constexpr Anchor anchors[] = {{ByteSet{"#"}}, {ByteSet{"P"}, ByteSet{" "}, loccer::redactions::digits}};
};
struct MayThrow : OfOneSet {
    static Span find_at(const Text& text, std::size_t anchor, std::size_t from);
};
struct Nameless {
    [[maybe_unused]] static constexpr ByteSet anchors{"#"};
    static Span find_at(const Text& text, std::size_t anchor, std::size_t from) noexcept;
};
struct WithTextForAnchors : OfOneSet {
    static constexpr std::string_view anchors = "#";
};
struct FindsNoSpan : OfOneSet {
    static bool find_at(const Text& text, std::size_t anchor, std::size_t from) noexcept;
};

struct OfRuns : OfOneSet {
    static constexpr bool asks_long_runs = true;
};

static_assert(ValueKind<OfOneSet> && CheckValueKind<OfOneSet>::passed());
static_assert(ValueKind<OfAnchors> && CheckValueKind<OfAnchors>::passed());
static_assert(ValueKind<MayThrow>);

TEST(ValueKind, HasANameAnchorsAndAFunctionThatFinds) {
    EXPECT_FALSE(ValueKind<Nameless>);
    EXPECT_FALSE(ValueKind<WithTextForAnchors>);
    EXPECT_FALSE(ValueKind<FindsNoSpan>);
}

TEST(ValueKind, IsAskedAboutLongRunsOnlyWhereItSaysSo) {
    EXPECT_FALSE(loccer::redactions::kinds::asks_long_runs<OfOneSet>);
    EXPECT_TRUE(loccer::redactions::kinds::asks_long_runs<OfRuns>);
}

}  // namespace
