// SPDX-License-Identifier: MIT
#include <loccer/capture/front_log.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>

namespace {

/// The last call of the functions of a FrontLog that a test has made.
std::string called;
std::size_t members_seen = 0;

bool note(const char* name) noexcept {
    called = name;
    return true;
}

constexpr loccer::capture::FrontFunctions functions{
    []() noexcept { return note("current"); },
    []() noexcept { (void)note("flight"); },
    [] { (void)note("throw_current"); },
    [](const std::exception_ptr&) noexcept { return note("stored"); },
    [](const std::exception&) noexcept { return note("object"); },
    [](const void*) noexcept { return note("error_code"); },
    [](int number) noexcept { return note(number == EIO ? "error_number" : "another number"); },
    [](loccer::FrontMetadata members) noexcept {
        members_seen = members.size();
        return note("members");
    },
    [](const loccer::FrontValue&) noexcept { return note("value"); },
    [](const void*) noexcept -> void* { return nullptr; },
};

constexpr loccer::FrontLog log_of_test(functions);

TEST(FrontLog, HandsEachCallToItsFunction) {
    EXPECT_TRUE(log_of_test());
    EXPECT_EQ(called, "current");
    EXPECT_TRUE(log_of_test.capture_exception());
    EXPECT_EQ(called, "current");
    EXPECT_TRUE(log_of_test.capture_exception(std::exception_ptr()));
    EXPECT_EQ(called, "stored");
    EXPECT_TRUE(log_of_test.capture_exception(std::logic_error("an object")));
    EXPECT_EQ(called, "object");
    EXPECT_TRUE(log_of_test.capture_exception(std::make_error_code(std::errc::timed_out)));
    EXPECT_EQ(called, "error_code");
    EXPECT_TRUE(log_of_test.capture_errno(EIO));
    EXPECT_EQ(called, "error_number");
    EXPECT_TRUE(log_of_test.log_metadata({{"msg", "disk slow"}, {"ms", 812}}));
    EXPECT_EQ(called, "members");
    EXPECT_EQ(members_seen, 2U);
    EXPECT_TRUE(log_of_test.log_metadata(17));
    EXPECT_EQ(called, "value");
}

TEST(FrontLog, TakesErrnoWhereNoNumberIsGiven) {
    errno = EIO;

    EXPECT_TRUE(log_of_test.capture_errno());

    EXPECT_EQ(called, "error_number");
}

TEST(FrontLog, TakesNothingForAnErrorCodeThatIsNone) {
    struct Code {
        int value() const { return 1; }
    };

    EXPECT_FALSE((std::is_invocable_v<decltype([](const auto& log, const auto& code)
                                                   requires requires { log.capture_exception(code); }
                                               {}),
                                               const loccer::FrontLog&, Code>));
}

TEST(FrontLog, IsConstantData) { EXPECT_TRUE(std::is_trivially_destructible_v<loccer::FrontLog>); }

}  // namespace
