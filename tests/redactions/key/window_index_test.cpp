// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/window_index.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/key/merged_names.hpp>

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace {

namespace redactions = loccer::redactions;

using Names = redactions::MergedNames<loccer::KeyRedaction<"kiwi", loccer::Word<"pw">, loccer::Exact<"plum">>>;
constexpr redactions::WindowIndex<Names> index{};

/// *Returns* the names that the index finds where the text ends.
std::vector<std::string_view> found_at_end_of(std::string_view text) {
    std::vector<std::string_view> found;
    const redactions::LetterCode code = redactions::code_of(text);
    const bool judged = index.any_of(code, [&](const redactions::WindowEntry& entry) {
        found.push_back(Names::list[entry.name].token.text);
        return false;
    });
    EXPECT_FALSE(judged);
    return found;
}

TEST(WindowIndex, MarksTheWindowsOfItsNames) {
    EXPECT_TRUE(index.may_have(redactions::code_of("ki"), redactions::class_of('w')) ||
                index.may_have(redactions::code_of("kiw"), redactions::class_of('i')));
    EXPECT_TRUE(index.may_have(redactions::code_of("p"), redactions::class_of('w')));
    EXPECT_TRUE(index.may_have(redactions::code_of("xp"), redactions::class_of('w')));
    EXPECT_FALSE(index.may_have(redactions::code_of("lu"), redactions::class_of('m')));
}

TEST(WindowIndex, NeverMarksASeparator) {
    for (redactions::LetterCode code = 0; code < 1024; ++code) EXPECT_FALSE(index.may_have(code, 0));
}

TEST(WindowIndex, TellsTheNamesWhoseWindowEndsHere) {
    EXPECT_EQ(found_at_end_of("user_pw"), (std::vector<std::string_view>{"pw"}));
    EXPECT_EQ(found_at_end_of("user_px"), (std::vector<std::string_view>{}));
}

TEST(WindowIndex, TellsTheNamesThatAreWholeKeys) {
    const redactions::LetterCode code = redactions::code_of("plum");

    EXPECT_TRUE(index.may_be_whole(code));
    EXPECT_TRUE(index.any_whole(code, [](const redactions::WindowEntry&) { return true; }));
    EXPECT_FALSE(index.any_whole(redactions::code_of("plums"), [](const redactions::WindowEntry&) { return true; }));
}

TEST(WindowIndex, OfTheDefaultNamesIsSmall) {
    using Defaults = redactions::MergedNames<loccer::DenyList>;

    EXPECT_LT(sizeof(redactions::WindowIndex<Defaults>), 16U * 1024);
    EXPECT_LT(sizeof(redactions::WindowIndex<Defaults>) + sizeof(Defaults::list), 32U * 1024);
}

}  // namespace
