// SPDX-License-Identifier: MIT
#include <loccer/defaults/default_capture.hpp>

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;

/// Installs a log for a test.
class DefaultCapture : public testing::Test {
  protected:
    void SetUp() override { loccer::install(log_); }
    void TearDown() override { loccer::restore(); }
    Log& log() { return log_; }

  private:
    Log log_;
};

TEST_F(DefaultCapture, RecordsTheCurrentException) {
    bool recorded = false;

    try {
        throw std::runtime_error("current");
    } catch (...) {
        recorded = loccer::capture_exception();
    }

    EXPECT_TRUE(recorded);
    EXPECT_EQ(only_record(log())["msg"], "current");
}

TEST_F(DefaultCapture, RecordsNothingWithoutACurrentException) {
    EXPECT_FALSE(loccer::capture_exception());
    EXPECT_TRUE(records(log()).empty());
}

TEST_F(DefaultCapture, RecordsAStoredException) {
    EXPECT_TRUE(loccer::capture_exception(std::make_exception_ptr(std::out_of_range("stored"))));
    EXPECT_FALSE(loccer::capture_exception(std::exception_ptr()));

    EXPECT_EQ(only_record(log())["msg"], "stored");
}

[[gnu::noinline]] void captures_an_object() { loccer::capture_exception(std::out_of_range("an object")); }

TEST_F(DefaultCapture, RecordsAnExceptionObjectWithTheStackOfTheCapture) {
    captures_an_object();

    EXPECT_EQ(only_record(log())["msg"], "an object");
    EXPECT_NE(test_log::thrower(only_record(log())).find("captures_an_object"), std::string::npos)
        << test_log::frame_names(only_record(log()));
}

TEST_F(DefaultCapture, RecordsAnErrorCode) {
    EXPECT_TRUE(loccer::capture_exception(std::make_error_code(std::errc::timed_out)));
    EXPECT_FALSE(loccer::capture_exception(std::error_code()));

    EXPECT_EQ(only_record(log())["error_code"]["value"], static_cast<int>(std::errc::timed_out));
}

TEST_F(DefaultCapture, LogsMembersAndValues) {
    EXPECT_TRUE(loccer::log_metadata({{"msg", "disk slow"}, {"ms", 812}}));
    EXPECT_TRUE(loccer::log_metadata(std::map<std::string, int>{{"ms", 813}}));

    const auto all = records(log());
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["data"]["ms"], 812);
    EXPECT_EQ(all[1]["data"]["ms"], 813);
}

TEST_F(DefaultCapture, WrapsACallable) {
    const auto wrapped = loccer::wrap([](int value) {
        if (value > 1) throw std::runtime_error("too large");
        return value;
    });

    EXPECT_EQ(wrapped(1), 1);
    EXPECT_THROW(wrapped(2), std::runtime_error);

    EXPECT_EQ(only_record(log())["msg"], "too large");
}

TEST(DefaultCaptureWithoutInstall, WritesToStderr) {
    const auto outcome = child::run([] {
        loccer::capture_exception(std::runtime_error("before install"));
        loccer::log_metadata({{"msg", "metadata"}});
    });

    EXPECT_NE(outcome.error_text.find("before install"), std::string::npos);
    EXPECT_NE(outcome.error_text.find(R"("loccer_type":"metadata_log")"), std::string::npos);
}

}  // namespace
