// SPDX-License-Identifier: MIT
#include <loccer/pipeline/globals.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using test_log::Log;
using test_log::only_record;

template <class AnyLog, class Type>
concept CanWatch = requires(AnyLog& log, Type&& variable) { log.watch_global("name", static_cast<Type&&>(variable)); };

nlohmann::json globals_of(Log& log) {
    log.capture_exception(std::runtime_error("shown"));
    return only_record(log)["globals"];
}

TEST(Globals, AreNoneAtFirst) {
    Log log;

    EXPECT_TRUE(globals_of(log).empty());
}

TEST(Globals, ShowVariablesOfAnyDescribableType) {
    Log log;
    const std::vector<int> list{1, 2};
    const char* const text = "text";
    log.watch_global("list", list);
    log.watch_global("text", text);

    EXPECT_EQ(globals_of(log), (nlohmann::json{{"list", {1, 2}}, {"text", "text"}}));
}

TEST(Globals, ShowOfOneNameTheLatestVariable) {
    Log log;
    const int first = 1;
    const int second = 2;

    log.watch_global("build", first);
    EXPECT_TRUE(log.watch_global("build", second));

    EXPECT_EQ(globals_of(log), (nlohmann::json{{"build", 2}}));
}

TEST(Globals, SayWhenThereIsNoMoreRoom) {
    Log log;
    std::vector<std::string> names;
    const int variable = 1;
    for (int i = 0; i < 32; ++i) names.push_back("name " + std::to_string(i));
    for (const std::string& name : names) EXPECT_TRUE(log.watch_global(name, variable));

    EXPECT_FALSE(log.watch_global("one more", variable));

    EXPECT_EQ(globals_of(log).size(), 32U);
}

TEST(Globals, RefuseATemporary) {
    EXPECT_TRUE((CanWatch<Log, int&>));
    EXPECT_TRUE((CanWatch<Log, const int&>));
    EXPECT_FALSE((CanWatch<Log, int>));
    EXPECT_FALSE((CanWatch<Log, const std::string>));
}

struct Unprintable {
    friend std::ostream& operator<<(std::ostream& stream, const Unprintable&) {
        if (stream) throw std::runtime_error("cannot be shown");
        return stream;
    }
};

TEST(Globals, SurviveAVariableThatCannotBeFormatted) {
    Log log;
    const Unprintable bad;
    const int good = 1;
    log.watch_global("bad", bad);
    log.watch_global("good", good);

    EXPECT_EQ(globals_of(log),
              (nlohmann::json{{"bad", "Error getting repr of the object: cannot be shown"}, {"good", 1}}));
}

}  // namespace
