// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/conflicts.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/safe_keys.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::DenyList;
using loccer::Exact;
using loccer::KeyRedaction;
using loccer::SafeKeys;
using loccer::Spelled;
using loccer::Word;
using loccer::redactions::CheckKeyNames;

TEST(CheckKeyNames, LetsListsPassThatNameDifferentKeys) {
    EXPECT_TRUE((CheckKeyNames<DenyList, KeyRedaction<"badge-id">, SafeKeys<"badge">, loccer::NoRedaction>::passed()));
    EXPECT_TRUE((CheckKeyNames<KeyRedaction<"pin">, SafeKeys<"pins">>::passed()));
}

TEST(CheckKeyNames, LetsSafeKeysNameWhatTheDefaultFinds) {
    EXPECT_TRUE((CheckKeyNames<DenyList, SafeKeys<"session", Word<"pin">>>::passed()));
}

TEST(CheckKeyNames, LetsASpellingBeSafe) {
    EXPECT_TRUE((CheckKeyNames<KeyRedaction<"pwd">, SafeKeys<Spelled<"PWD">>>::passed()));
}

TEST(CheckKeyNames, SeesANameOnBothSides) {
    EXPECT_FALSE((CheckKeyNames<KeyRedaction<"iris", "badge-id">, DenyList, SafeKeys<"BadgeID">>::agrees()));
    EXPECT_FALSE((CheckKeyNames<SafeKeys<Word<"card_no">>, KeyRedaction<Exact<"card-no">>>::agrees()));
}

}  // namespace
