// SPDX-License-Identifier: MIT
#include <loccer/pipeline/record_work.hpp>

#include <loccer/capture/captured.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

namespace {

TEST(RecordWork, LetsGoOfTheExceptionWhenItIsCleared) {
    const std::runtime_error error("limit");
    const auto work = std::make_unique<loccer::pipeline::DeferringWork>();
    work->texts.emplace(loccer::capture::captured_from(error, nullptr));
    EXPECT_EQ(work->texts->info().error.message, "limit");

    work->clear();

    EXPECT_FALSE(work->texts.has_value());
}

}  // namespace
