// SPDX-License-Identifier: MIT
#include <loccer/capture/scope.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using loccer::capture::run_captured;
using loccer::capture::run_suppressed;
using test_log::Log;
using test_log::only_record;
using test_log::records;

/// Can be neither copied nor moved.
struct Immovable {
    int value;

    explicit Immovable(int given) : value(given) {}
    Immovable(const Immovable&) = delete;
    Immovable& operator=(const Immovable&) = delete;
    ~Immovable() = default;
};

/// Counts how often it is copied and moved.
struct Travelling {
    int copies = 0;
    int moves = 0;

    Travelling() = default;
    Travelling(const Travelling& other) : copies(other.copies + 1), moves(other.moves) {}
    Travelling(Travelling&& other) noexcept : copies(other.copies), moves(other.moves + 1) {}
    Travelling& operator=(const Travelling&) = delete;
    Travelling& operator=(Travelling&&) = delete;
    ~Travelling() = default;
};

TEST(RunCaptured, ReturnsTheValueOfItsBody) {
    Log log;

    const int value = run_captured(log, [] { return 42; });

    EXPECT_EQ(value, 42);
    EXPECT_TRUE(records(log).empty());
}

TEST(RunCaptured, ReturnsTheReferenceOfItsBody) {
    Log log;
    int variable = 1;

    decltype(auto) result = run_captured(log, [&]() -> int& { return variable; });

    static_assert(std::is_same_v<decltype(result), int&>);
    EXPECT_EQ(&result, &variable);
}

TEST(RunCaptured, ReturnsTheConstAndRvalueReferencesOfItsBody) {
    Log log;
    std::string text = "text";

    decltype(auto) constant = run_captured(log, [&]() -> const std::string& { return text; });
    decltype(auto) moving = run_captured(log, [&]() -> std::string&& { return std::move(text); });

    static_assert(std::is_same_v<decltype(constant), const std::string&>);
    static_assert(std::is_same_v<decltype(moving), std::string&&>);
    EXPECT_EQ(&constant, &text);
    EXPECT_EQ(&moving, &text);
}

TEST(RunCaptured, ReturnsWhatCanOnlyBeMoved) {
    Log log;

    const std::unique_ptr<int> result = run_captured(log, [] { return std::make_unique<int>(7); });

    EXPECT_EQ(*result, 7);
}

TEST(RunCaptured, ReturnsWhatCannotBeMoved) {
    Log log;

    const Immovable result = run_captured(log, [] { return Immovable(7); });

    EXPECT_EQ(result.value, 7);
}

TEST(RunCaptured, CopiesNothingOfAResult) {
    Log log;

    const Travelling result = run_captured(log, [] { return Travelling(); });

    EXPECT_EQ(result.copies, 0);
    EXPECT_LE(result.moves, 1);
}

TEST(RunCaptured, RecordsWhenAResultThatCannotBeMovedIsNotMade) {
    Log log;

    EXPECT_THROW((void)run_captured(log, []() -> Immovable { throw std::runtime_error("not made"); }),
                 std::runtime_error);

    EXPECT_EQ(only_record(log)["msg"], "not made");
    EXPECT_EQ(only_record(log)["origin"], "throw");
}

TEST(RunCaptured, RecordsWhateverItsBodyWouldHaveReturned) {
    Log log;
    int variable = 0;

    EXPECT_THROW((void)run_captured(log, []() -> int { throw std::runtime_error("value"); }), std::runtime_error);
    EXPECT_THROW((void)run_captured(log, [&]() -> int& { return throw std::runtime_error("reference"), variable; }),
                 std::runtime_error);
    EXPECT_THROW(run_captured(log, [] { throw std::runtime_error("nothing"); }), std::runtime_error);

    const auto all = records(log);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0]["msg"], "value");
    EXPECT_EQ(all[1]["msg"], "reference");
    EXPECT_EQ(all[2]["msg"], "nothing");
}

TEST(RunCaptured, RecordsWhatADestructorOfItsBodyThrows) {
    Log log;
    struct ThrowsAtTheEnd {
        bool& destroyed;
        ~ThrowsAtTheEnd() noexcept(false) {
            destroyed = true;
            throw std::runtime_error("from a destructor");
        }
    };
    bool destroyed = false;

    EXPECT_THROW(run_captured(log, [&] { const ThrowsAtTheEnd at_the_end{destroyed}; }), std::runtime_error);

    EXPECT_TRUE(destroyed);
    EXPECT_EQ(only_record(log)["msg"], "from a destructor");
}

TEST(RunCaptured, RecordsNothingOfAnExceptionThatIsCaughtInside) {
    Log log;

    run_captured(log, [] {
        try {
            throw std::runtime_error("caught");
        } catch (const std::runtime_error&) {
        }
    });

    EXPECT_TRUE(records(log).empty());
}

TEST(RunCaptured, LeavesErrnoAsTheThrowerSetIt) {
    Log log;
    int seen = 0;

    try {
        run_captured(log, [] {
            errno = ENOSPC;
            throw std::runtime_error("full");
        });
    } catch (const std::runtime_error&) {
        seen = errno;
    }

    EXPECT_EQ(seen, ENOSPC);
}

TEST(RunSuppressed, SaysTrueWhenItsBodyReturned) {
    Log log;

    const bool returned = run_suppressed(log, [] {});

    EXPECT_TRUE(returned);
}

TEST(RunSuppressed, RecordsAndSaysFalseWhenItsBodyThrew) {
    Log log;

    const bool returned = run_suppressed(log, [] { throw std::runtime_error("swallowed"); });

    EXPECT_FALSE(returned);
    EXPECT_EQ(only_record(log)["msg"], "swallowed");
    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_EQ(only_record(log)["handled"], true);
}

TEST(RunSuppressed, GivesTheResultAsAnOptional) {
    Log log;

    const std::optional<int> result = run_suppressed(log, [] { return 42; });
    const std::optional<int> none = run_suppressed(log, []() -> int { throw 1; });

    EXPECT_EQ(result, 42);
    EXPECT_EQ(none, std::nullopt);
}

TEST(RunSuppressed, GivesAnOptionalOfAnOptional) {
    Log log;

    const auto result = run_suppressed(log, []() -> std::optional<int> { return std::nullopt; });

    static_assert(std::is_same_v<decltype(result), const std::optional<std::optional<int>>>);
    EXPECT_TRUE(result.has_value());
}

TEST(RunSuppressed, GivesWhatCanOnlyBeMoved) {
    Log log;

    const auto result = run_suppressed(log, [] { return std::make_unique<int>(7); });

    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(**result, 7);
}

TEST(RunSuppressed, TellsAFalseResultFromAnException) {
    Log log;

    const std::optional<bool> result = run_suppressed(log, [] { return false; });

    EXPECT_EQ(result, std::optional(false));
}

TEST(RunSuppressed, CopiesTheReferredObjectOfAReference) {
    Log log;
    int variable = 3;

    const auto result = run_suppressed(log, [&]() -> int& { return variable; });

    static_assert(std::is_same_v<decltype(result), const std::optional<int>>);
    EXPECT_EQ(result, 3);
}

}  // namespace
