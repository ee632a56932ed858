// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/place_text.hpp>

#include <gtest/gtest.h>

#include <source_location>
#include <string>

namespace {

TEST(PlaceText, HasFileLineAndFunction) {
    const std::source_location here = std::source_location::current();

    const loccer::asio::PlaceText text(here);

    const std::string expected = std::string(here.file_name()) + ":" + std::to_string(here.line()) + " (";
    EXPECT_TRUE(text.view().starts_with(expected)) << text.view();
    EXPECT_TRUE(text.view().ends_with("TestBody())")) << text.view();
}

TEST(PlaceText, IsEmptyInItsPartsWhereNothingIsKnown) {
    const loccer::asio::PlaceText text{std::source_location{}};

    EXPECT_EQ(text.view(), ":0 ()");
}

}  // namespace
