// SPDX-License-Identifier: MIT
#include <loccer/integrations/platform/processor.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

namespace platform = loccer::platform;
using namespace std::string_view_literals;

TEST(Processor, IsTheFirstModelName) {
    constexpr auto cpuinfo = "processor\t: 0\nmodel name\t: Fast CPU @ 3 GHz\nflags\t: a b\nmodel name\t: Other\n"sv;

    EXPECT_EQ(platform::processor_in_cpuinfo(cpuinfo), "Fast CPU @ 3 GHz");
}

TEST(Processor, IsUnknownWhereNoModelIsNamed) {
    EXPECT_EQ(platform::processor_in_cpuinfo("processor\t: 0\nBogoMIPS\t: 50\n"), "");
    EXPECT_EQ(platform::processor_in_cpuinfo("model name"), "");
}

}  // namespace
