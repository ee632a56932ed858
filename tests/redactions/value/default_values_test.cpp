// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/default_values.hpp>

#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/deny_list.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string_view>

namespace {

struct DefaultNames {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};

template <class List>
struct ScannerOf;
template <class... Kinds>
struct ScannerOf<loccer::redactions::KindList<Kinds...>> {
    using type = loccer::redactions::FullScanner<DefaultNames, Kinds...>;
};
using Scanner = ScannerOf<loccer::DefaultValues::kinds>::type;

static_assert(loccer::CheckRedaction<loccer::DefaultValues>::passed());

TEST(FullScanner, FindsValuesByTheirLookBesideNamesAndInEncodedText) {
    EXPECT_EQ(loccer_test::redacted_by<Scanner>({"4111111111111111 password=x1 cGFzc3dvcmQ9aHVudGVyMg== end"}),
              "[REDACTED] password=[REDACTED] [REDACTED] end");
}

TEST(FullScanner, FindsValuesByTheirLookInEncodedText) {
    EXPECT_EQ(loccer_test::redacted_by<Scanner>({"Y2FyZCA0MTExMTExMTExMTExMTEx end"}), "[REDACTED] end");
}

TEST(FullScanner, LeavesAddresses) {
    constexpr std::string_view text = "bob@example.com from 192.168.0.1";

    EXPECT_EQ(loccer_test::redacted_by<Scanner>({text}), text);
}

}  // namespace
