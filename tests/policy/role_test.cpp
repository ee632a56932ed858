// SPDX-License-Identifier: MIT
#include <loccer/policy/role.hpp>

#include <gtest/gtest.h>

namespace {

struct QueueIntegration {
    using loccer_role = loccer::IntegrationRole;
};
struct Bystander {};
struct Impostor {
    using loccer_role = int;
};

TEST(Role, IsWhatThePolicySays) {
    EXPECT_TRUE((loccer::plays<QueueIntegration, loccer::IntegrationRole>));
    EXPECT_FALSE((loccer::plays<QueueIntegration, loccer::OutputRole>));
}

TEST(Role, IsMissingWhereThePolicySaysNothing) {
    EXPECT_FALSE(loccer::HasRole<Bystander>);
    EXPECT_FALSE((loccer::plays<Bystander, loccer::OutputRole>));
}

TEST(Role, IsMissingWhereThePolicyNamesAnotherType) { EXPECT_FALSE(loccer::HasRole<Impostor>); }

}  // namespace
