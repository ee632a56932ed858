// SPDX-License-Identifier: MIT
#include <loccer/capture/firewall.hpp>

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <pthread.h>
#include <search.h>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <unistd.h>

// As libraries in C call.
extern "C" {

enum answer { answer_no, answer_yes };

struct point {
    int x;
    int y;
};

static int call_back(int (*callback)(int), int argument) { return callback(argument); }

}  // extern "C"

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;
using test_log::thrower;

constinit Log* log_of_test = nullptr;

/// A log of static storage, for the one of the running test.
struct TestLog {
    bool record(const loccer::capture::Captured& captured) const noexcept { return log_of_test->record(captured); }
};
constexpr TestLog errors;

/// Each test has records of its own.
class Firewall : public testing::Test {
  protected:
    Firewall() { log_of_test = &log; }
    ~Firewall() override { log_of_test = nullptr; }

    Log log;
};

int half(int number) {
    if (number % 2 != 0) throw std::invalid_argument("odd");
    return number / 2;
}

using IntToInt = int (*)(int);
constexpr IntToInt pointer_to_half = &half;

TEST_F(Firewall, ReturnsWhatTheCallbackReturns) {
    EXPECT_EQ(call_back(loccer::firewall<errors, &half, -1>, 8), 4);
    EXPECT_TRUE(records(log).empty());
}

TEST_F(Firewall, RecordsWhatTheCallbackThrowsAndReturnsTheFallback) {
    EXPECT_EQ(call_back(loccer::firewall<errors, &half, -1>, 7), -1);

    EXPECT_EQ(only_record(log)["msg"], "odd");
    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(thrower(only_record(log)).find("half"), std::string::npos);
}

TEST_F(Firewall, HasTheTypeOfTheCallback) {
    static_assert(std::is_same_v<decltype(loccer::firewall<errors, &half, -1>), const IntToInt>);
    static_assert(std::is_same_v<decltype(loccer::firewall<half, -1>), const IntToInt>);
    static_assert(std::is_same_v<decltype(loccer::firewall<pointer_to_half, -1>), const IntToInt>);
}

TEST_F(Firewall, TakesAFunctionWithoutAName) {
    const IntToInt callback = loccer::firewall<errors, [](int number) -> int { throw number; }, -1>;

    EXPECT_EQ(call_back(callback, 5), -1);
    EXPECT_EQ(only_record(log)["msg"], "5");
}

int throws_a_text(int) { throw "a text"; }
int throws_nothing(int) noexcept { return 3; }

TEST_F(Firewall, RecordsAThrownPointer) {
    EXPECT_EQ(call_back(loccer::firewall<errors, &throws_a_text, -1>, 0), -1);
    EXPECT_EQ(only_record(log)["msg"], "a text");
}

TEST_F(Firewall, TakesACallbackThatIsNoexcept) {
    EXPECT_EQ(call_back(loccer::firewall<errors, &throws_nothing, -1>, 0), 3);
}

TEST_F(Firewall, RecordsIntoTheInstalledLogWhereNoneIsNamed) {
    loccer::install(log);

    const int result = call_back(loccer::firewall<half, -1>, 7);
    loccer::restore();

    EXPECT_EQ(result, -1);
    EXPECT_EQ(only_record(log)["msg"], "odd");
}

TEST_F(Firewall, RecordsIntoTheNamedDefaultLog) {
    loccer::install(log);

    const int result = call_back(loccer::firewall<loccer::default_log, &half, -1>, 7);
    loccer::restore();

    EXPECT_EQ(result, -1);
    EXPECT_EQ(records(log).size(), 1U);
}

Log static_log;

TEST_F(Firewall, RecordsIntoALoccerOfStaticStorage) {
    EXPECT_EQ(call_back(loccer::firewall<static_log, &half, -1>, 7), -1);

    EXPECT_EQ(records(static_log).size(), 1U);
}

// What C libraries ask for: one function each of the standard library.

int compare_or_throw(const void* left, const void* right) {
    const int a = *static_cast<const int*>(left);
    const int b = *static_cast<const int*>(right);
    if (a == 13 || b == 13) throw std::range_error("thirteen");
    return a < b ? -1 : a > b;
}

TEST_F(Firewall, StandsInFrontOfAComparison) {
    std::array numbers{5, 3, 4, 1};
    std::array unlucky{5, 13};

    std::qsort(numbers.data(), numbers.size(), sizeof(int), loccer::firewall<errors, &compare_or_throw, 0>);
    EXPECT_TRUE(records(log).empty());
    std::qsort(unlucky.data(), unlucky.size(), sizeof(int), loccer::firewall<errors, &compare_or_throw, 0>);

    EXPECT_EQ(numbers, (std::array{1, 3, 4, 5}));
    ASSERT_FALSE(records(log).empty());
    EXPECT_EQ(records(log).front()["msg"], "thirteen");
}

void throws_at_each_node(const void*, VISIT, int) { throw std::runtime_error("at a node"); }

TEST_F(Firewall, StandsInFrontOfACallbackThatReturnsNothing) {
    std::array numbers{1, 2, 3};
    void* root = nullptr;
    for (int& number : numbers) ::tsearch(&number, &root, loccer::firewall<errors, &compare_or_throw, 0>);

    ::twalk(root, loccer::firewall<errors, &throws_at_each_node>);
    while (root != nullptr) ::tdelete(*static_cast<int**>(root), &root, loccer::firewall<compare_or_throw, 0>);

    EXPECT_GE(records(log).size(), 3U);
    EXPECT_EQ(records(log).front()["msg"], "at a node");
}

void* throws_on_a_thread(void*) { throw std::runtime_error("on a thread"); }

TEST_F(Firewall, StandsInFrontOfTheFunctionOfAThread) {
    ::pthread_t thread{};
    ASSERT_EQ(::pthread_create(&thread, nullptr, loccer::firewall<errors, &throws_on_a_thread, nullptr>, &log), 0);

    void* result = &log;
    ::pthread_join(thread, &result);

    EXPECT_EQ(result, nullptr);
    EXPECT_EQ(only_record(log)["msg"], "on a thread");
}

TEST_F(Firewall, StandsInFrontOfAFunctionThatRunsAtExit) {
    const auto outcome = child::run([] {
        loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        std::atexit(loccer::firewall<loccer::default_log, [] { throw std::runtime_error("at exit"); }>);
        std::exit(7);
    });

    EXPECT_TRUE(outcome.exited_with(7));
    EXPECT_NE(outcome.error_text.find(R"("msg":"at exit")"), std::string::npos) << outcome.error_text;
}

answer throws_an_answer(point) { throw std::runtime_error("no answer"); }
point throws_a_point(answer) { throw std::runtime_error("no point"); }

TEST_F(Firewall, TakesAndReturnsWhatCKnows) {
    const point nowhere = loccer::firewall<errors, &throws_a_point, point{-1, -2}>(answer_yes);

    EXPECT_EQ(nowhere.y, -2);
    EXPECT_EQ((loccer::firewall<errors, &throws_an_answer, answer_no>({1, 2})), answer_no);
    EXPECT_EQ(records(log).size(), 2U);
}

long throws_a_size(char*, unsigned long, unsigned long, void*) { throw 1; }

TEST_F(Firewall, ConvertsTheFallback) {
    const long size = loccer::firewall<errors, &throws_a_size, -1>(nullptr, 0, 0, nullptr);

    EXPECT_EQ(size, -1L);
}

int throws_with_an_error_number(int number) {
    errno = number;
    throw std::runtime_error("kept");
}

TEST_F(Firewall, KeepsTheErrorNumber) {
    errno = 0;

    (void)call_back(loccer::firewall<errors, &throws_with_an_error_number, -1>, ENOSPC);

    EXPECT_EQ(errno, ENOSPC);
}

// Ways out that are no exceptions.

int ends_the_thread(int) { ::pthread_exit(log_of_test); }
int waits_for_its_end(int) {
    for (;;) ::pause();
}

/// *Returns* what a thread gives that calls back.
template <IntToInt Callback>
void* result_of_thread(bool is_cancelled) {
    const auto run = [](void*) -> void* {
        (void)call_back(loccer::firewall<errors, Callback, -1>, 0);
        return nullptr;
    };
    ::pthread_t thread{};
    if (::pthread_create(&thread, nullptr, run, nullptr) != 0) return nullptr;
    if (is_cancelled) ::pthread_cancel(thread);
    void* result = nullptr;
    ::pthread_join(thread, &result);
    return result;
}

TEST_F(Firewall, LetsTheEndOfAThreadThrough) {
    EXPECT_EQ(result_of_thread<&ends_the_thread>(false), &log);
    EXPECT_TRUE(records(log).empty());
}

TEST_F(Firewall, LetsThreadCancellationThrough) {
    EXPECT_EQ(result_of_thread<&waits_for_its_end>(true), PTHREAD_CANCELED);
    EXPECT_TRUE(records(log).empty());
}

}  // namespace
