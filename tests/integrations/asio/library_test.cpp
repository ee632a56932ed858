// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/library.hpp>

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace {

namespace net = loccer::asio::net;

static_assert(std::is_same_v<net::any_io_executor, boost::asio::any_io_executor>,
              "Boost's, unless it is said otherwise");

TEST(LibraryVersion, HasTheThreePartsOfTheNumber) {
    const std::string expected = std::to_string(BOOST_ASIO_VERSION / 100'000) + '.' +
                                 std::to_string(BOOST_ASIO_VERSION / 100 % 1'000) + '.' +
                                 std::to_string(BOOST_ASIO_VERSION % 100);

    EXPECT_EQ(loccer::asio::library_version.view(), expected);
}

}  // namespace
