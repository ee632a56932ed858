// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/cancellation.hpp>

#include "support/asio_tasks.hpp"

#include <gtest/gtest.h>

namespace {

namespace net = asio_tasks::net;

TEST(IsCancellation, IsWhatAsioSaysOfAnOperation) {
    const auto aborted =
        std::make_exception_ptr(LOCCER_DETAIL_ASIO_ERROR(make_error_code(net::error::operation_aborted)));
    const auto refused =
        std::make_exception_ptr(LOCCER_DETAIL_ASIO_ERROR(make_error_code(net::error::connection_refused)));

    EXPECT_TRUE(loccer::asio::is_cancellation(aborted));
    EXPECT_FALSE(loccer::asio::is_cancellation(refused));
    EXPECT_FALSE(loccer::asio::is_cancellation(std::make_exception_ptr(7)));
}

// Asio keeps the exception of the left side, which was cancelled where the right one has failed.
TEST(IsCancellation, IsNotWhatMayStandForAnError) {
    const auto aborted =
        std::make_exception_ptr(LOCCER_DETAIL_ASIO_ERROR(make_error_code(net::error::operation_aborted)));

    EXPECT_FALSE(loccer::asio::is_cancellation(std::make_exception_ptr(net::multiple_exceptions(aborted))));
}

}  // namespace
