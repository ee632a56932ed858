// SPDX-License-Identifier: MIT
// Registered locals stand in the frame of the function that registered them, whatever the optimizer made
// of it. The program is built with and without optimization.

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using test_log::Log;
using test_log::only_record;

/// Functions that are inlined even without optimization.
#define INLINED inline __attribute__((always_inline))

template <class Body>
void swallow(Body&& body) {
    try {
        body();
    } catch (const std::exception&) {
    }
}

/// *Returns* the frames that have locals, outermost first, each as the source text of the marked line that it
/// stands in and its locals: `call one {"a":"1"}`.
std::vector<std::string> places_of_locals(const nlohmann::json& record) {
    constexpr std::string_view mark = "//: ";
    std::vector<std::string> places;
    for (const auto& frame : record["frames"]) {
        if (frame["locals"].is_null()) continue;
        const std::string line = frame["line"].is_string() ? frame["line"].get<std::string>() : std::string();
        const std::size_t at = line.find(mark);
        const std::string place = at == std::string::npos ? line : line.substr(at + mark.size());
        places.push_back(place + " " + frame["locals"].dump());
    }
    return places;
}

using Places = std::vector<std::string>;

[[gnu::noinline]] void scope_in_function(Log& log, int first, int second) {
    LOCCER_CAPTURE(log, first, second) {                  //: the scope
        if (first > 0) throw std::out_of_range("first");  //: the block
    };
}

TEST(FrameLocals, OfAScopeAreInItsFunction) {
    Log log;

    swallow([&] { scope_in_function(log, 1, 2); });

    EXPECT_EQ(places_of_locals(only_record(log)), (Places{R"(the scope {"first":1,"second":2})"}));
}

[[gnu::noinline]] void scope_in_lambda(Log& log, int first) {
    const auto settle = [&](int second) {
        LOCCER_CAPTURE(log, second) {                           //: the scope
            if (second > 0) throw std::out_of_range("second");  //: the block
        };
    };
    settle(first + 1);  //: the function
}

TEST(FrameLocals, OfAScopeInALambdaAreInTheLambda) {
    Log log;

    swallow([&] { scope_in_lambda(log, 1); });

    EXPECT_EQ(places_of_locals(only_record(log)), (Places{R"(the scope {"second":2})"}));
}

[[gnu::noinline]] void nested_scopes(Log& log, int first) {
    LOCCER_CAPTURE(log, first) {  //: the outer scope
        const int second = first + 1;
        LOCCER_CAPTURE(log, second) {  //: the inner scope
            const int third = second + 1;
            LOCCER_LOCALS(third);
            if (third > 0) throw std::out_of_range("third");  //: the block
        };
    };
}

TEST(FrameLocals, OfNestedScopesAreInTheBlockThatTheScopeStandsIn) {
    Log log;

    swallow([&] { nested_scopes(log, 1); });

    EXPECT_EQ(
        places_of_locals(only_record(log)),
        (Places{R"(the outer scope {"first":1})", R"(the inner scope {"second":2})", R"(the block {"third":3})"}));
}

// clang-format off: the lines are what matters
[[gnu::noinline]] void scope_of_several_lines(Log& log, int first, int second) {
    LOCCER_CAPTURE(log,                                         //: the scope
                   first,
                   second) {
        if (second > 0) throw std::out_of_range("second");      //: the block
    };
}
// clang-format on

TEST(FrameLocals, OfAScopeOfSeveralLinesAreInItsFunction) {
    Log log;

    swallow([&] { scope_of_several_lines(log, 1, 2); });

    EXPECT_EQ(places_of_locals(only_record(log)), (Places{R"(the scope {"first":1,"second":2})"}));
}

// NOLINTNEXTLINE(misc-no-recursion): that is what is tested
int descend(int depth) {
    LOCCER_LOCALS(depth);
    if (depth == 0) throw std::out_of_range("deep");  //: the throw
    return descend(depth - 1) + depth;                //: the call
}

TEST(FrameLocals, OfARecursionAreEachInTheirOwnCall) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { descend(4); };
    });

    EXPECT_EQ(places_of_locals(only_record(log)),
              (Places{R"(the call {"depth":4})", R"(the call {"depth":3})", R"(the call {"depth":2})",
                      R"(the call {"depth":1})", R"(the throw {"depth":0})"}));
}

INLINED void check(int second) {
    LOCCER_LOCALS(second);
    if (second > 0) throw std::out_of_range("second");  //: check
}

INLINED void recheck(int first) {
    const int second = first + 1;
    LOCCER_LOCALS(first);
    check(second);  //: recheck
}

[[gnu::noinline]] void call_inlined(int outermost) {
    LOCCER_LOCALS(outermost);
    recheck(outermost + 1);  //: call_inlined
}

TEST(FrameLocals, OfInlinedFunctionsAreInTheirFrames) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { call_inlined(1); };
    });

    EXPECT_EQ(places_of_locals(only_record(log)),
              (Places{R"(call_inlined {"outermost":1})", R"(recheck {"first":2})", R"(check {"second":3})"}));
}

/// A function whose name is part of most other names.
[[gnu::noinline]] void e(int value) {
    LOCCER_LOCALS(value);
    const auto thrower = [&] {
        if (value > 0) throw std::out_of_range("e");
    };  //: the thrower
    thrower();  //: the function e
}

TEST(FrameLocals, OfAFunctionWithAShortNameAreNotInFunctionsThatHaveItInTheirs) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { e(1); };
    });

    EXPECT_EQ(places_of_locals(only_record(log)), (Places{R"(the function e {"value":1})"}));
}

}  // namespace
