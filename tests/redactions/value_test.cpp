// SPDX-License-Identifier: MIT
#include <loccer/redactions/value.hpp>

#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/value/bearer.hpp>
#include <loccer/redactions/value/jwt.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

using Values = loccer::ValueRedaction<loccer::Bearer, loccer::Jwt>;

static_assert(loccer::CheckRedaction<Values>::passed());
static_assert(!loccer::policy::replaces_default<Values>);
static_assert(std::is_same_v<Values::kinds, loccer::redactions::KindList<loccer::Bearer, loccer::Jwt>>);

TEST(ValueRedaction, LeavesAllKeys) { EXPECT_FALSE(Values::redacts_key("password")); }

TEST(ValueRedaction, DescribesEachOfItsKinds) {
    std::string told;
    auto out = [&](std::string_view what, std::string_view name) {
        told.append(what).append(": ").append(name) += '\n';
    };

    Values::describe(out);

    EXPECT_EQ(told,
              "removes from texts: credentials of an authentication scheme\n"
              "removes from texts: JSON Web Tokens\n");
}

}  // namespace
