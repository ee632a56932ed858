// SPDX-License-Identifier: MIT
#include <loccer/pipeline/describe.hpp>

#include <loccer/loccer.hpp>
#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/types_only.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/email.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>

namespace described {

struct WardRedaction {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view key) { return key == "ward"; }
};

}  // namespace described

namespace {

using loccer::Loccer;
using loccer::NullOutput;

/// *Returns* what stands below a heading, without line ends and indentation.
std::string below(const std::string& text, const std::string& heading) {
    std::istringstream lines(text);
    std::string found;
    bool is_below = false;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("    ")) is_below = line == heading + ":";
        else if (is_below) found += (found.empty() ? "" : " ") + line.substr(4);
    }
    return found;
}

TEST(Describe, NamesTheNamesAndKindsOfTheLog) {
    using Log = Loccer<NullOutput, loccer::NoRedaction, loccer::KeyRedaction<"badge-id", loccer::Word<"pin">>,
                       loccer::SafeKeys<"pin_count">, loccer::ValueRedaction<loccer::Email>>;

    const std::string text = loccer::describe<Log>();

    EXPECT_EQ(below(text, "removes the values of keys with"), "badge-id");
    EXPECT_EQ(below(text, "removes the values of keys with the word"), "pin");
    EXPECT_EQ(below(text, "keeps the key"), "pin_count");
    EXPECT_NE(below(text, "removes from texts").find("e-mail addresses"), std::string::npos);
    EXPECT_EQ(below(text, "puts in the place of what is removed"), "[REDACTED]");
}

TEST(Describe, SaysWhatIsRemovedByDefault) {
    const std::string text = loccer::describe<Loccer<NullOutput>>();

    EXPECT_NE(below(text, "removes the values of keys with").find("password"), std::string::npos);
    EXPECT_NE(below(text, "removes from texts").find("card numbers"), std::string::npos);
}

TEST(Describe, NamesTheModeAndTheMask) {
    EXPECT_EQ(below(loccer::describe<Loccer<NullOutput, loccer::AllowList<"qty", "msg">>>(), "shows of all keys only"),
              "qty, msg");
    EXPECT_EQ(below(loccer::describe<Loccer<NullOutput, loccer::TypesOnly>>(), "shows of values only"), "their types");
    EXPECT_EQ(
        below(loccer::describe<Loccer<NullOutput, loccer::Mask<"***">>>(), "puts in the place of what is removed"),
        "***");
}

TEST(Describe, NamesARedactionOfTheProgramByItsType) {
    const std::string text = loccer::describe<Loccer<NullOutput, described::WardRedaction>>();

    EXPECT_EQ(below(text, "removes what the program's own redaction says"), "described::WardRedaction");
}

TEST(Describe, KeepsToLinesOfAHundredColumns) {
    std::istringstream lines(loccer::describe<Loccer<NullOutput>>());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST(RedactsKey, IsKnownAtCompileTime) {
    using Log = Loccer<NullOutput, loccer::KeyRedaction<"badge">>;

    static_assert(loccer::redacts_key<Log>("badge_id"));
    static_assert(loccer::redacts_key<Log>("password"));
    static_assert(!loccer::redacts_key<Log>("qty"));
}

TEST(RedactedText, IsWhatALogShowsOfAText) {
    EXPECT_EQ(loccer::redacted_text<Loccer<NullOutput>>("a password=hunter2, b"), "a password=[REDACTED], b");
    EXPECT_EQ(loccer::redacted_text<Loccer<NullOutput>>(""), "");
    EXPECT_EQ((loccer::redacted_text<Loccer<NullOutput, loccer::Mask<"***">>>("password=hunter2")), "password=***");
    EXPECT_EQ((loccer::redacted_text<Loccer<NullOutput, loccer::NoRedaction>>("password=hunter2")), "password=hunter2");
    EXPECT_EQ((loccer::redacted_text<Loccer<NullOutput, loccer::TypesOnly>>("password=hunter2")), "<text>");
}

}  // namespace
