// SPDX-License-Identifier: MIT
#include <loccer/json/attempt.hpp>

#include <loccer/policy/rules.hpp>

#include "../support/fake_rules.hpp"
#include "../support/json_check.hpp"

#include <gtest/gtest.h>

#include <array>
#include <exception>
#include <stdexcept>
#include <string>

namespace {

using loccer::json::attempt;
using loccer::json::Writer;
using loccer::policy::OpenRules;

class AttemptTest : public testing::Test {
  protected:
    nlohmann::json parsed() { return json_check::checked(writer_.view()); }

    std::array<char, 4096> storage_;
    Writer writer_{storage_};
};

TEST_F(AttemptTest, KeepsWhatWasWritten) {
    const bool returned = attempt<OpenRules>(writer_, [&] { writer_.integer(1); });

    EXPECT_TRUE(returned);
    EXPECT_EQ(parsed(), 1);
}

TEST_F(AttemptTest, WritesNullWhereNothingWasWritten) {
    attempt<OpenRules>(writer_, [] {});

    EXPECT_EQ(parsed(), nullptr);
}

#if LOCCER_CFG_EXCEPTIONS

TEST_F(AttemptTest, PutsTheReasonInThePlaceOfAHalfWrittenValue) {
    const bool returned = attempt<OpenRules>(writer_, [&] {
        writer_.begin_object();
        writer_.key("half");
        writer_.begin_array();
        throw std::runtime_error("disk \"A\"\n");
    });

    EXPECT_FALSE(returned);
    EXPECT_EQ(parsed(), "[failed: disk \"A\"\n]");
}

TEST_F(AttemptTest, CountsWhatThrewAlsoWhereItIsTakenBack) {
    const Writer::Mark before = writer_.mark();
    attempt<OpenRules>(writer_, [&] { writer_.integer(1); });
    EXPECT_EQ(writer_.failures(), 0U);

    writer_.rewind(before);
    attempt<OpenRules>(writer_, [] { throw 42; });
    writer_.rewind(before);
    attempt<OpenRules>(writer_, [] { throw 42; });

    EXPECT_EQ(writer_.failures(), 2U);
}

TEST_F(AttemptTest, TakesAnythingThatIsThrown) {
    const bool returned = attempt<OpenRules>(writer_, [] { throw 42; });

    EXPECT_FALSE(returned);
    EXPECT_EQ(parsed(), "[failed: unknown]");
}

struct Speechless : std::exception {
    const char* what() const noexcept override { return nullptr; }
};

TEST_F(AttemptTest, TakesAnExceptionWhoseMessageIsNull) {
    attempt<OpenRules>(writer_, [] { throw Speechless{}; });

    EXPECT_EQ(parsed(), "[failed: unknown]");
}

TEST_F(AttemptTest, BoundsTheReason) {
    attempt<OpenRules>(writer_, [] { throw std::runtime_error(std::string(100000, 'x')); });

    EXPECT_LE(writer_.size(), 300U);
}

#endif

#if LOCCER_CFG_EXCEPTIONS

struct HidingMessages : OpenRules {
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key == "msg"; }
};
struct Bounded : OpenRules {
    static constexpr std::size_t max_text_bytes = 16;
};

template <class Rules>
nlohmann::json reason_of(const std::string& what, bool is_secret = false) {
    fake_rules::Storage out;
    attempt<Rules>(out.writer, [&] { throw std::runtime_error(what); }, is_secret);
    return out.parsed();
}

TEST(Attempt, LooksThroughTheReason) {
    EXPECT_EQ(reason_of<fake_rules::Bracketed>("no <ada>"), "[failed: no [REDACTED]]");
    EXPECT_EQ(reason_of<fake_rules::Bracketed>("no <" + std::string(1000, 'S') + ">"),
              "[failed: no ...[cut, 1015 bytes in all]");
}

TEST(Attempt, GivesNoReasonWhereMessagesAreHidden) { EXPECT_EQ(reason_of<HidingMessages>("no ada"), "[failed]"); }

TEST(Attempt, GivesNoReasonForASecret) { EXPECT_EQ(reason_of<OpenRules>("no ada", true), "[REDACTED]"); }

TEST(Attempt, GivesAsMuchOfTheReasonAsTheRulesShowOfATextAtMost) {
    EXPECT_EQ(reason_of<Bounded>("0123456789abcdefXYZ"), "[failed: 0123456789abcdef...[cut, 29 bytes in all]");
}

#endif

}  // namespace
