// SPDX-License-Identifier: MIT
#include <loccer/reflect/error.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <boost/system/error_code.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <system_error>

namespace {

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

struct NullWhat : std::exception {
    const char* what() const noexcept override { return nullptr; }
};

#if LOCCER_CFG_EXCEPTIONS
struct ThrowingCategory : std::error_category {
    const char* name() const noexcept override { return "throwing"; }
    std::string message(int) const override { throw std::runtime_error("no message"); }
};

TEST(ErrorCode, WhoseMessageThrowsIsAFailureText) {
    const ThrowingCategory category;

    EXPECT_EQ(described(std::error_code(1, category)), "\"Error getting repr of the object: no message\"");
}
#endif

TEST(ErrorCode, ShowsCategoryValueAndMessage) {
    const std::string expected = R"({"category":"generic","value":2,"msg":"No such file or directory"})";

    EXPECT_EQ(described(std::make_error_code(std::errc::no_such_file_or_directory)), expected);
    EXPECT_EQ(described(std::make_error_condition(std::errc::no_such_file_or_directory)), expected);
    EXPECT_EQ(described(boost::system::error_code(2, boost::system::generic_category())), expected);
}

TEST(Exception, IsItsMessage) { EXPECT_EQ(described(std::runtime_error("broken")), "\"broken\""); }

TEST(Exception, WithoutAMessageIsNull) { EXPECT_EQ(described(NullWhat()), "null"); }

}  // namespace
