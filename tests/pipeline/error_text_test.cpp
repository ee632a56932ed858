// SPDX-License-Identifier: MIT
#include <loccer/pipeline/error_text.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

using loccer::capture::Captured;
using loccer::capture::captured_from;
using loccer::pipeline::ErrorTexts;
using test_log::Log;
using test_log::only_record;

/// *Returns* an exception that has `depth` nested ones; the innermost is "0".
std::exception_ptr chain(int depth) {
    std::exception_ptr current = std::make_exception_ptr(std::runtime_error("0"));
    for (int i = 1; i <= depth; ++i) {
        try {
            try {
                std::rethrow_exception(current);
            } catch (...) {
                std::throw_with_nested(std::runtime_error(std::to_string(i)));
            }
        } catch (...) {
            current = std::current_exception();
        }
    }
    return current;
}

nlohmann::json record_of(const std::exception_ptr& exception) {
    Log log;
    EXPECT_TRUE(log.capture_exception(exception));
    return only_record(log);
}

TEST(ErrorTexts, NameTheTypeThatWasGivenToThrowWithNested) {
    const auto record = record_of(chain(1));

    EXPECT_EQ(record["exc_type"], "std::runtime_error");
    EXPECT_EQ(record["msg"], "1");
}

TEST(ErrorTexts, HaveNoCausesWithoutANestedException) { EXPECT_TRUE(record_of(chain(0))["causes"].empty()); }

TEST(ErrorTexts, HaveOneCause) {
    EXPECT_EQ(record_of(chain(1))["causes"],
              (nlohmann::json::array({{{"exc_type", "std::runtime_error"}, {"msg", "0"}}})));
}

TEST(ErrorTexts, HaveSixteenCausesWithoutOmission) {
    const auto record = record_of(chain(16));

    ASSERT_EQ(record["causes"].size(), 16U);
    EXPECT_EQ(record["causes"].front()["msg"], "15");
    EXPECT_EQ(record["causes"].back()["msg"], "0");
    EXPECT_FALSE(record.contains("causes_omitted"));
}

TEST(ErrorTexts, CountTheCausesThatDoNotFit) {
    const auto record = record_of(chain(17));

    EXPECT_EQ(record["causes"].size(), 16U);
    EXPECT_EQ(record["causes_omitted"], 1);
}

TEST(ErrorTexts, FollowADeepChain) {
    const auto record = record_of(chain(10'000));

    EXPECT_EQ(record["causes"].size(), 16U);
    EXPECT_EQ(record["causes_omitted"], 9984);
}

/// Holds itself as its cause.
struct SelfNested : std::runtime_error, std::nested_exception {
    SelfNested() : std::runtime_error("self") {}
};

TEST(ErrorTexts, EndAtAnExceptionThatIsItsOwnCause) {
    const std::exception_ptr pointer = std::make_exception_ptr(SelfNested());
    auto* object = static_cast<SelfNested*>(loccer::trace::thrown_of(pointer).subject);
    static_cast<std::nested_exception&>(*object) = [&] {
        try {
            std::rethrow_exception(pointer);
        } catch (...) {
            return std::nested_exception();
        }
    }();

    const auto record = record_of(pointer);

    EXPECT_TRUE(record["causes"].empty());
    static_cast<std::nested_exception&>(*object) = std::nested_exception();
}

TEST(ErrorTexts, HaveACauseThatIsNoException) {
    std::exception_ptr pointer;
    try {
        try {
            throw 42;
        } catch (...) {
            std::throw_with_nested(std::logic_error("outer"));
        }
    } catch (...) {
        pointer = std::current_exception();
    }

    EXPECT_EQ(record_of(pointer)["causes"], (nlohmann::json::array({{{"exc_type", "int"}, {"msg", "42"}}})));
}

TEST(ErrorTexts, HaveTheCodeOfASystemError) {
    const auto record = record_of(
        std::make_exception_ptr(std::system_error(std::make_error_code(std::errc::timed_out), "reading the meter")));

    EXPECT_EQ(record["error_code"]["category"], "generic");
    EXPECT_EQ(record["error_code"]["value"], static_cast<int>(std::errc::timed_out));
    EXPECT_TRUE(record["msg"].get<std::string>().starts_with("reading the meter"));
}

/// A category whose message cannot be had.
class FailingCategory : public std::error_category {
  public:
    [[nodiscard]] const char* name() const noexcept override { return "failing"; }
    [[nodiscard]] std::string message(int) const override { throw std::runtime_error("no message"); }
};

TEST(ErrorTexts, DoWithoutTheMessageOfACategoryThatThrows) {
    static const FailingCategory category;
    const std::error_code code(5, category);
    Captured captured;
    captured.code = &code;

    const ErrorTexts texts(captured);

    EXPECT_EQ(texts.info().code.category, "failing");
    EXPECT_EQ(texts.info().code.value, 5);
    EXPECT_EQ(texts.info().error.message, "");
}

TEST(ErrorTexts, TakeTheTextWhereThereIsNothingElse) {
    Captured captured;
    captured.text = "terminated";

    const ErrorTexts texts(captured);

    EXPECT_EQ(texts.info().error.message, "terminated");
    EXPECT_EQ(texts.info().error.type.data(), nullptr);
}

TEST(ErrorTexts, SurviveAWhatThatIsNull) {
    struct NullWhat : std::exception {
        [[nodiscard]] const char* what() const noexcept override { return nullptr; }
    };

    EXPECT_EQ(record_of(std::make_exception_ptr(NullWhat()))["msg"], nullptr);
}

}  // namespace
