// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/mixed_script.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::redactions::mixes_scripts;
using loccer::redactions::without_zero_width;

TEST(MixedScript, IsAWordOfLettersThatLookAlike) {
    for (const std::string_view name :
         {"passwоrd", "user_pаss", "tοken", "pass\uFF57ord", "pass\u200Bword", "pass\u2060word", "pаss2"}) {
        EXPECT_TRUE(mixes_scripts(name)) << name;
    }
}

TEST(MixedScript, IsNoWordOfOneLanguageAndNoUnit) {
    for (const std::string_view name :
         {"", "password", "пароль", "Größe", "café", "USB-порт", "v2_версия", "latency_μs", "kΩ", "密码", "naïve"}) {
        EXPECT_FALSE(mixes_scripts(name)) << name;
    }
}

TEST(MixedScript, LettersWithoutWidthGoFromTheEnds) {
    EXPECT_EQ(without_zero_width("\uFEFFhost\u200B"), "host");
    EXPECT_EQ(without_zero_width("\uFEFF"), "");
    EXPECT_EQ(without_zero_width("é"), "é");
    EXPECT_EQ(without_zero_width(""), "");
}

}  // namespace
