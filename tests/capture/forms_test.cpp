// SPDX-License-Identifier: MIT
#include <loccer/capture/forms.hpp>

#include "support/swallow.hpp"
#include "support/task.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <coroutine>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

// Names that a macro must not depend on, nor be misled by, where it is used.
namespace hostile {

namespace std {}
namespace loccer {}
namespace abi {}

test_log::Log& log_of_namespace() {
    static test_log::Log log;
    return log;
}

inline void capture_in_a_namespace() {
    const int order = 1;
    LOCCER_LOCALS(order);
    LOCCER_SUPPRESS(log_of_namespace()) {
        LOCCER_CAPTURE(log_of_namespace(), order) { throw 1; };
    };
    LOCCER_TRY { throw 2; }
    LOCCER_CATCH(log_of_namespace()) {}
    LOCCER_TRY {}
    LOCCER_PASS_ON;
    LOCCER_CAPTURE(log_of_namespace()) { throw ::std::runtime_error("in a namespace"); };
}

}  // namespace hostile

namespace {

using test_log::locals_of;
using test_log::Log;
using test_log::only_record;
using test_log::records;
using test_log::swallow;
using test_log::thrower;

using Task = coroutine::Task<>;

/// Gives out a log and counts how often it is asked for.
struct CountedLog {
    Log log;
    int asked = 0;

    Log& operator()() {
        ++asked;
        return log;
    }
};

TEST(CaptureMacro, RunsItsBlockOnceAndRecordsNothingOfASuccess) {
    Log log;
    int runs = 0;

    LOCCER_CAPTURE(log) { ++runs; };

    EXPECT_EQ(runs, 1);
    EXPECT_TRUE(records(log).empty());
}

TEST(CaptureMacro, GivesTheValueThatItsBlockReturns) {
    Log log;

    const int value = LOCCER_CAPTURE(log) { return 42; };

    EXPECT_EQ(value, 42);
}

TEST(CaptureMacro, ReturnsFromItsBlockAlone) {
    Log log;
    int after = 0;

    LOCCER_CAPTURE(log) { return; };
    ++after;

    EXPECT_EQ(after, 1);
}

TEST(CaptureMacro, TakesADeclaredResultType) {
    Log log;
    int variable = 0;

    int& reference = LOCCER_CAPTURE(log)->int& { return variable; };

    EXPECT_EQ(&reference, &variable);
}

TEST(CaptureMacro, EvaluatesTheLogOnce) {
    CountedLog counted;

    swallow([&] {
        LOCCER_CAPTURE(counted()) { throw 1; };
    });

    EXPECT_EQ(counted.asked, 1);
    EXPECT_EQ(records(counted.log).size(), 1U);
}

TEST(CaptureMacro, EvaluatesTheLogOnceWithVariables) {
    CountedLog counted;
    const int order = 1;

    swallow([&] {
        LOCCER_CAPTURE(counted(), order) { throw 1; };
    });

    EXPECT_EQ(counted.asked, 1);
    EXPECT_EQ(records(counted.log).size(), 1U);
}

TEST(CaptureMacro, ShowsTheVariablesThatItNames) {
    Log log;
    const int quantity = 15;
    std::string currency = "EUR";

    swallow([&] {
        LOCCER_CAPTURE(log, quantity, currency) {
            currency = "USD";
            throw std::runtime_error("limit");
        };
    });

    const auto text = only_record(log)["frames"].dump();
    EXPECT_NE(text.find(R"("locals":{"currency":"USD","quantity":15})"), std::string::npos) << text;
}

TEST(CaptureMacro, ShowsExpressionsUnderTheirText) {
    Log log;
    const std::optional<int> maybe = 3;
    const int values[] = {1, 2};

    swallow([&] {
        LOCCER_CAPTURE(log, *maybe, values[1]) { throw 1; };
    });

    const auto text = only_record(log)["frames"].dump();
    EXPECT_NE(text.find(R"("*maybe":3)"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("values[1]":2)"), std::string::npos) << text;
}

TEST(CaptureMacro, TakesManyVariables) {
    Log log;
    const int a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12, m = 13, n = 14,
              o = 15, p = 16, q = 17, r = 18, s = 19, t = 20;

    swallow([&] {
        LOCCER_CAPTURE(log, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t) { throw 1; };
    });

    const auto text = only_record(log)["frames"].dump();
    EXPECT_NE(text.find(R"("t":20)"), std::string::npos) << text;
}

TEST(CaptureMacro, WorksInANamespaceWithMisleadingNames) {
    EXPECT_THROW(hostile::capture_in_a_namespace(), std::runtime_error);

    const auto all = records(hostile::log_of_namespace());
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all.back()["msg"], "in a namespace");
}

/// A class with members that use the macros.
class Shop {
  public:
    explicit Shop(Log& log) : log_(log) {}

    void sell(int quantity) const {
        LOCCER_LOCALS(quantity, stock_);
        LOCCER_CAPTURE(log_) {
            if (quantity > stock_) throw std::out_of_range("stock");
        };
    }
    template <class Number>
    static void in_a_template(Log& log, Number number) {
        LOCCER_LOCALS(number);
        LOCCER_CAPTURE(log, number) { throw std::runtime_error("template"); };
    }

  private:
    Log& log_;
    int stock_ = 2;
};

TEST(CaptureMacro, WorksInAMemberFunction) {
    Log log;
    const Shop shop(log);

    EXPECT_THROW(shop.sell(3), std::out_of_range);

    EXPECT_EQ(locals_of(only_record(log), "sell")["quantity"], 3);
    EXPECT_EQ(locals_of(only_record(log), "sell")["stock_"], 2);
}

TEST(CaptureMacro, WorksInATemplate) {
    Log log;

    EXPECT_THROW(Shop::in_a_template(log, 2.5), std::runtime_error);

    EXPECT_EQ(only_record(log)["msg"], "template");
    EXPECT_NE(only_record(log)["frames"].dump().find(R"("number":2.5)"), std::string::npos);
}

TEST(CaptureMacro, NestsInItself) {
    Log outer;
    Log inner;
    const int order = 1;

    swallow([&] {
        LOCCER_CAPTURE(outer, order) {
            LOCCER_CAPTURE(inner, order) { throw 1; };
        };
    });

    EXPECT_EQ(records(outer).size(), 1U);
    EXPECT_EQ(records(inner).size(), 1U);
}

TEST(CaptureMacro, StandsWhereAnExpressionStands) {
    Log log;
    const bool condition = true;

    const int value = condition ? (LOCCER_CAPTURE(log) { return 1; }) : 2;

    EXPECT_EQ(value, 1);
}

TEST(CaptureMacro, RecordsIntoTheInstalledLogWithoutArguments) {
    Log log;
    loccer::install(log);

    swallow([] {
        LOCCER_CAPTURE() { throw std::runtime_error("by default"); };
    });
    loccer::restore();

    EXPECT_EQ(only_record(log)["msg"], "by default");
}

TEST(SuppressMacro, SwallowsAndTellsSo) {
    Log log;

    const bool returned = LOCCER_SUPPRESS(log) { throw std::runtime_error("swallowed"); };

    EXPECT_FALSE(returned);
    EXPECT_EQ(only_record(log)["msg"], "swallowed");
}

TEST(SuppressMacro, ShowsTheVariablesThatItNames) {
    Log log;
    const int order = 5;

    (void)(LOCCER_SUPPRESS(log, order) { throw 1; });

    EXPECT_NE(only_record(log)["frames"].dump().find(R"("order":5)"), std::string::npos);
}

TEST(SuppressMacro, MayBeAStatement) {
    Log log;

    LOCCER_SUPPRESS(log) { throw 1; };

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(SuppressMacro, RecordsIntoTheInstalledLogWithoutArguments) {
    Log log;
    loccer::install(log);

    LOCCER_SUPPRESS() { throw 1; };
    loccer::restore();

    EXPECT_EQ(records(log).size(), 1U);
}

int returns_from_the_try(Log& log) {
    LOCCER_TRY { return 1; }
    LOCCER_CATCH(log) { return 2; }
    return 3;
}

int returns_from_the_handler(Log& log) {
    LOCCER_TRY { throw std::runtime_error("handled"); }
    LOCCER_CATCH(log) { return 2; }
    return 3;
}

TEST(TryMacro, ReturnsFromTheFunction) {
    Log log;

    EXPECT_EQ(returns_from_the_try(log), 1);
    EXPECT_TRUE(records(log).empty());
}

TEST(TryMacro, ReturnsFromTheFunctionInTheHandler) {
    Log log;

    EXPECT_EQ(returns_from_the_handler(log), 2);
    EXPECT_EQ(only_record(log)["msg"], "handled");
    EXPECT_EQ(only_record(log)["origin"], "throw");
}

TEST(TryMacro, LetsBreakAndContinueMeanTheLoop) {
    Log log;
    int rounds = 0;

    for (int i = 0; i < 10; ++i) {
        ++rounds;
        LOCCER_TRY {
            if (i == 0) continue;
            if (i == 2) throw std::runtime_error("skipped");
            if (i == 5) break;
        }
        LOCCER_CATCH(log) { continue; }
    }

    EXPECT_EQ(rounds, 6);
    EXPECT_EQ(only_record(log)["msg"], "skipped");
}

TEST(TryMacro, RecordsBeforeItsHandlerRuns) {
    Log log;
    std::size_t seen = 0;

    LOCCER_TRY { throw 1; }
    LOCCER_CATCH(log) { seen = records(log).size(); }

    EXPECT_EQ(seen, 1U);
}

TEST(TryMacro, LetsItsHandlerThrowAgain) {
    Log log;
    const auto rethrowing = [&] {
        LOCCER_TRY { throw std::out_of_range("again"); }
        LOCCER_CATCH(log) { throw; }
    };

    EXPECT_THROW(rethrowing(), std::out_of_range);

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(TryMacro, KnowsTheCurrentExceptionInItsHandler) {
    Log log;
    std::exception_ptr current;

    LOCCER_TRY { throw std::out_of_range("current"); }
    LOCCER_CATCH(log) { current = std::current_exception(); }

    EXPECT_THROW(std::rethrow_exception(current), std::out_of_range);
}

TEST(TryMacro, NestsInItself) {
    Log log;

    LOCCER_TRY {
        LOCCER_TRY { throw std::runtime_error("inner"); }
        LOCCER_CATCH(log) { throw std::runtime_error("outer"); }
    }
    LOCCER_CATCH(log) {}

    const auto all = records(log);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["msg"], "inner");
    EXPECT_EQ(all[1]["msg"], "outer");
}

TEST(TryMacro, EvaluatesTheLogOnlyWhenSomethingIsThrown) {
    CountedLog counted;

    LOCCER_TRY {}
    LOCCER_CATCH(counted()) {}

    EXPECT_EQ(counted.asked, 0);
}

TEST(TryMacro, EvaluatesTheLogOnce) {
    CountedLog counted;

    LOCCER_TRY { throw 1; }
    LOCCER_CATCH(counted()) {}

    EXPECT_EQ(counted.asked, 1);
}

TEST(TryMacro, RecordsIntoTheInstalledLogWithoutArguments) {
    Log log;
    loccer::install(log);

    LOCCER_TRY { throw 1; }
    LOCCER_CATCH() {}
    loccer::restore();

    EXPECT_EQ(records(log).size(), 1U);
}

Task suspends_within_a_try(Log& log, int order) {
    LOCCER_TRY {
        co_await std::suspend_always{};
        if (order > 0) throw std::runtime_error("after a resumption");
    }
    LOCCER_CATCH(log) {}
    co_await std::suspend_always{};
}

TEST(TryMacro, MayBeSuspendedWithin) {
    Log log;
    const Task task = suspends_within_a_try(log, 1);

    task.resume();
    task.resume();

    EXPECT_FALSE(task.done());
    EXPECT_EQ(only_record(log)["msg"], "after a resumption");
    EXPECT_EQ(only_record(log)["origin"], "throw");
}

TEST(TryMacro, MayBeResumedOnAnotherThread) {
    Log log;
    const Task task = suspends_within_a_try(log, 1);

    task.resume();
    std::thread([&] { task.resume(); }).join();

    EXPECT_EQ(only_record(log)["msg"], "after a resumption");
    EXPECT_EQ(only_record(log)["origin"], "throw");
}

Task captures_between_suspensions(Log& log) {
    for (int i = 0; i < 3; ++i) {
        co_await std::suspend_always{};
        LOCCER_CAPTURE(log, i) {
            if (i == 2) throw std::runtime_error("third");
        };
    }
}

TEST(CaptureMacro, StandsInACoroutineThatChangesThreads) {
    Log log;
    const Task task = captures_between_suspensions(log);

    task.resume();
    while (!task.done()) std::thread([&] { task.resume(); }).join();

    EXPECT_EQ(only_record(log)["msg"], "third");
    EXPECT_NE(task.failure(), nullptr);
}

[[noreturn, gnu::noinline]] void run_out_of_paper() { throw std::runtime_error("out of paper"); }

void print_page(int page) {
    LOCCER_TRY {
        if (page > 1) run_out_of_paper();
    }
    LOCCER_PASS_ON;
}

/// *Returns* what a body throws, as it is kept where nobody knows of logs.
template <class Body>
std::exception_ptr kept(Body&& body) {
    try {
        body();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

int page_or_its_double(int page) {
    LOCCER_TRY {
        if (page == 1) return page;
        page *= 2;
    }
    LOCCER_PASS_ON;
    return page;
}

TEST(PassOnMacro, LetsItsBlockReturnFromTheFunctionOrEnd) {
    EXPECT_EQ(page_or_its_double(1), 1);
    EXPECT_EQ(page_or_its_double(2), 4);
}

TEST(PassOnMacro, LetsBreakAndContinueMeanTheLoop) {
    int rounds = 0;
    int ends = 0;

    for (int i = 0; i < 10; ++i) {
        ++rounds;
        LOCCER_TRY {
            if (i == 0) continue;
            if (i == 5) break;
        }
        LOCCER_PASS_ON;
        ++ends;
    }

    EXPECT_EQ(rounds, 6);
    EXPECT_EQ(ends, 4);
}

TEST(PassOnMacro, LetsWhatIsThrownGoOnUnchanged) {
    const std::out_of_range* thrown = nullptr;
    const std::out_of_range* caught = nullptr;

    try {
        LOCCER_TRY {
            try {
                throw std::out_of_range("page");
            } catch (const std::out_of_range& error) {
                thrown = &error;
                throw;
            }
        }
        LOCCER_PASS_ON;
    } catch (const std::out_of_range& error) {
        caught = &error;
    }

    EXPECT_NE(caught, nullptr);
    EXPECT_EQ(caught, thrown);
}

TEST(PassOnMacro, RecordsNothing) {
    Log log;
    loccer::install(log);

    swallow([] { print_page(2); });
    loccer::restore();

    EXPECT_TRUE(records(log).empty());
}

TEST(PassOnMacro, ShowsTheThrowToWhoRecordsOnAnotherThread) {
    Log log;
    const std::exception_ptr error = kept([] { print_page(2); });

    std::thread([&] { log.capture_exception(error); }).join();

    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(thrower(only_record(log)).find("run_out_of_paper"), std::string::npos) << only_record(log);
}

TEST(PassOnMacro, ShowsTheThrowOfWhatIsNoStandardException) {
    Log log;
    const std::exception_ptr error = kept([] {
        LOCCER_TRY { throw 5; }
        LOCCER_PASS_ON;
    });

    std::thread([&] { log.capture_exception(error); }).join();

    EXPECT_EQ(only_record(log)["msg"], "5");
    EXPECT_EQ(only_record(log)["origin"], "throw");
}

TEST(PassOnMacro, ShowsTheThrowUnderAnInstalledLog) {
    Log log;
    loccer::install(log);
    const std::exception_ptr error = kept([] { print_page(2); });

    log.capture_exception(error);
    loccer::restore();

    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(thrower(only_record(log)).find("run_out_of_paper"), std::string::npos) << only_record(log);
}

TEST(PassOnMacro, ShowsTheVariablesOfTheThrow) {
    Log log;
    const std::exception_ptr error = kept([] {
        LOCCER_TRY {
            const int page = 2;
            LOCCER_LOCALS(page);
            run_out_of_paper();
        }
        LOCCER_PASS_ON;
    });

    log.capture_exception(error);

    EXPECT_NE(only_record(log)["frames"].dump().find(R"("page":2)"), std::string::npos) << only_record(log);
}

TEST(PassOnMacro, ShowsTheThrowOfWhatAFutureBrings) {
    Log log;
    std::future<void> page = std::async(std::launch::async, [] { print_page(2); });

    LOCCER_SUPPRESS(log) { page.get(); };

    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(thrower(only_record(log)).find("run_out_of_paper"), std::string::npos) << only_record(log);
}

TEST(PassOnMacro, ShowsTheThrowOfWhatAPromiseWasGiven) {
    Log log;
    std::promise<void> page;
    std::thread([&] { page.set_exception(kept([] { print_page(2); })); }).join();

    LOCCER_TRY { page.get_future().get(); }
    LOCCER_CATCH(log) {}

    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(thrower(only_record(log)).find("run_out_of_paper"), std::string::npos) << only_record(log);
}

Task prints_between_suspensions(int pages, int& printed) {
    LOCCER_TRY {
        for (int page = 1; page <= pages; ++page) {
            co_await std::suspend_always{};
            if (page == 2) run_out_of_paper();
            ++printed;
        }
        if (pages == 0) co_return;
    }
    LOCCER_PASS_ON;
    printed += 100;
}

TEST(PassOnMacro, ShowsTheThrowOfACoroutineThatChangesThreads) {
    Log log;
    int printed = 0;
    const Task task = prints_between_suspensions(3, printed);

    while (!task.done()) std::thread([&] { task.resume(); }).join();
    log.capture_exception(task.failure());

    EXPECT_EQ(printed, 1);
    EXPECT_EQ(only_record(log)["origin"], "throw");
    EXPECT_NE(thrower(only_record(log)).find("run_out_of_paper"), std::string::npos) << only_record(log);
}

TEST(PassOnMacro, LetsItsCoroutineReturnOrEnd) {
    int of_empty = 0;
    int of_one = 0;
    const Task empty = prints_between_suspensions(0, of_empty);
    const Task one = prints_between_suspensions(1, of_one);

    empty.resume();
    one.resume();
    one.resume();

    EXPECT_TRUE(empty.done() && one.done());
    EXPECT_EQ(of_empty, 0);
    EXPECT_EQ(of_one, 101);
}

TEST(PassOnMacro, NestsInItselfAndInTheOtherForms) {
    Log outer;
    Log inner;

    LOCCER_TRY {
        LOCCER_CAPTURE(inner) {
            LOCCER_TRY {
                LOCCER_TRY { run_out_of_paper(); }
                LOCCER_PASS_ON;
            }
            LOCCER_PASS_ON;
        };
    }
    LOCCER_CATCH(outer) {}

    EXPECT_EQ(only_record(inner)["origin"], "throw");
    EXPECT_EQ(only_record(outer)["origin"], "throw");
    EXPECT_NE(thrower(only_record(outer)).find("run_out_of_paper"), std::string::npos) << only_record(outer);
}

TEST(PassOnMacro, HoldsTheOtherForms) {
    Log log;
    const std::exception_ptr error = kept([&] {
        LOCCER_TRY {
            LOCCER_SUPPRESS(log) { throw std::runtime_error("swallowed"); };
            LOCCER_TRY { throw std::runtime_error("handled"); }
            LOCCER_CATCH(log) {}
            LOCCER_CAPTURE(log) { throw std::runtime_error("goes on"); };
        }
        LOCCER_PASS_ON;
    });

    log.capture_exception(error);

    const auto all = records(log);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0]["msg"], "swallowed");
    EXPECT_EQ(all[1]["msg"], "handled");
    EXPECT_EQ(all[2]["msg"], "goes on");
}

TEST(PassOnMacro, KeepsTheErrorNumber) {
    LOCCER_TRY {
        try {
            LOCCER_TRY {
                errno = ENOSPC;
                throw 1;
            }
            LOCCER_PASS_ON;
        } catch (int) {
            EXPECT_EQ(errno, ENOSPC);
        }
    }
    LOCCER_PASS_ON;
}

}  // namespace
