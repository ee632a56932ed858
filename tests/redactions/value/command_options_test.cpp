// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/command_options.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::redactions::OptionForm;
using loccer::redactions::secret_options;

TEST(CommandOptions, AreWrittenWithoutDashesAndOneBlankBetweenPrograms) {
    for (const auto& option : secret_options) {
        EXPECT_FALSE(option.option.empty());
        EXPECT_NE(option.option.front(), '-');
        EXPECT_FALSE(option.programs.empty());
        EXPECT_EQ(option.programs.find("  "), option.programs.npos);
        EXPECT_NE(option.programs.back(), ' ');
    }
}

TEST(CommandOptions, AreShortWhereTheArgumentMayBeGlued) {
    for (const auto& option : secret_options) {
        if (option.form == OptionForm::glued || option.form == OptionForm::either) {
            EXPECT_LE(option.option.size(), 2U);
        }
    }
}

}  // namespace
