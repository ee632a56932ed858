// SPDX-License-Identifier: MIT
#include <loccer/capture/locals.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using test_log::locals_of;
using test_log::Log;
using test_log::only_record;

[[gnu::noinline]] void ship(const std::vector<int>& parcels) {
    const std::map<std::string, double> prices{{"tea", 2.5}};
    const std::optional<int> discount;
    LOCCER_LOCALS(parcels, prices, discount);
    throw std::runtime_error("no van");
}

TEST(Locals, MayBeOfAnyType) {
    Log log;

    EXPECT_FALSE(LOCCER_SUPPRESS(log) { ship({1, 2}); });

    EXPECT_EQ(locals_of(only_record(log), "ship"),
              nlohmann::json::parse(R"({"parcels":[1,2],"prices":{"tea":2.5},"discount":null})"));
}

}  // namespace
