// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/co_spawn.hpp>

#include "support/asio_tasks.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <future>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using asio_tasks::await;
using asio_tasks::Awaitable;
using asio_tasks::failing_after_a_hop;
using asio_tasks::forever;
using asio_tasks::Gate;
using asio_tasks::hop;
using asio_tasks::live;
using asio_tasks::TaskRef;
using asio_tasks::waits_in;
using asio_tasks::net::any_io_executor;
using asio_tasks::net::io_context;
using asio_tasks::net::make_strand;
using asio_tasks::net::thread_pool;
using asio_tasks::net::use_awaitable;
using loccer::asio::co_spawn;
using loccer::asio::current_task;
using loccer::asio::registry;
using loccer::asio::TaskExecutor;

namespace net = asio_tasks::net;

std::string current_name() { return current_task() ? std::string(current_task()->name()) : "none"; }
const auto ignore = [](const std::exception_ptr&, auto&&...) {};

// The executor of a task

static_assert(net::execution::is_executor<TaskExecutor<io_context::executor_type>>::value);
static_assert(net::execution::is_executor<TaskExecutor<net::strand<any_io_executor>>>::value);

TaskRef made(const char* name) {
    return TaskRef(new loccer::asio::Task(name, std::source_location::current(), loccer::asio::Kinship::child, {}, {}));
}

TEST(TaskExecutor, RunsEverythingInTheTask) {
    io_context context;
    const TaskRef task = made("task");
    const any_io_executor executor = TaskExecutor(context.get_executor(), task);
    std::string seen;

    net::post(executor, [&] { seen = current_name(); });
    context.run();

    EXPECT_EQ(seen, "task");
    EXPECT_EQ(current_name(), "none");
    EXPECT_EQ(task->resumes(), 1U);
}

TEST(TaskExecutor, HasThePropertiesOfTheOneInside) {
    io_context context;
    const TaskExecutor executor(context.get_executor(), made("task"));

    EXPECT_EQ(&net::query(executor, net::execution::context), &context);
    EXPECT_EQ(net::query(executor, net::execution::blocking), net::execution::blocking.possibly);
    const auto never = net::require(executor, net::execution::blocking.never);
    EXPECT_EQ(net::query(never, net::execution::blocking), net::execution::blocking.never);
    EXPECT_EQ(never.task(), executor.task());
}

TEST(TaskExecutor, IsEqualWhereInsideAndTaskAre) {
    io_context context;
    const TaskRef task = made("task");
    const TaskExecutor executor(context.get_executor(), task);

    EXPECT_TRUE(executor == TaskExecutor(context.get_executor(), task));
    EXPECT_TRUE(executor != TaskExecutor(context.get_executor(), made("task")));
}

TEST(TaskExecutor, KeepsTheThreadsTaskWhereAFunctionThrows) {
    io_context context;
    const TaskRef task = made("task");
    const TaskExecutor executor(context.get_executor(), task);

    executor.execute([] { throw std::runtime_error("thrown"); });

    EXPECT_THROW(context.run(), std::runtime_error);
    EXPECT_EQ(current_name(), "none");
    EXPECT_FALSE(task->is_running());
}

template <class Executor>
bool is_unwrapped(const any_io_executor& executor) {
    bool found = false;
    loccer::asio::use_inner(executor, [&]<class Inner>(const Inner&) { found = std::is_same_v<Inner, Executor>; });
    return found;
}

TEST(TaskExecutor, IsNeverPutRoundAnother) {
    io_context context;
    thread_pool pool(1);
    const TaskRef task = made("task");
    const auto both = [&](const auto& inner) {
        using Inner = std::decay_t<decltype(inner)>;
        return is_unwrapped<Inner>(inner) && is_unwrapped<Inner>(TaskExecutor(inner, task));
    };

    EXPECT_TRUE(both(context.get_executor()));
    EXPECT_TRUE(both(pool.get_executor()));
    EXPECT_TRUE(both(make_strand(context)));
    EXPECT_TRUE(both(make_strand(pool)));
    EXPECT_TRUE(both(make_strand(any_io_executor(pool.get_executor()))));
    const any_io_executor of_another_kind =
        net::require(context.get_executor(), net::execution::outstanding_work.tracked);
    EXPECT_TRUE(is_unwrapped<any_io_executor>(of_another_kind));
    EXPECT_TRUE(is_unwrapped<any_io_executor>(TaskExecutor(of_another_kind, task)));
    pool.join();
}

// Tasks

TEST(CoSpawn, ListsATaskUntilItEnds) {
    io_context context;
    Gate gate(context.get_executor());
    co_spawn(context, gate.pass(), "guest", ignore);
    EXPECT_TRUE(live("guest"));

    context.poll();
    EXPECT_TRUE(live("guest"));
    gate.open();
    context.run();

    EXPECT_FALSE(live("guest"));
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, TellsWhetherATaskRunsAndHowOftenItWasResumed) {
    io_context context;
    Gate gate(context.get_executor());
    bool was_running = false;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            was_running = live("task")->is_running();
            for (int i = 0; i < 3; ++i) co_await await(hop());
            co_await await(gate.pass());
        },
        "task", ignore);

    context.poll();

    const TaskRef task = live("task");
    ASSERT_TRUE(task);
    EXPECT_TRUE(was_running);
    EXPECT_FALSE(task->is_running());
    EXPECT_EQ(task->resumes(), 4U);
    EXPECT_NE(waits_in(task).find("pass"), std::string::npos) << waits_in(task);
    gate.open();
    context.run();
}

TEST(CoSpawn, RemembersWhereTheTaskWasStarted) {
    io_context context;
    const unsigned line = std::source_location::current().line() + 1;
    co_spawn(context, hop(), "task", ignore);

    EXPECT_EQ(live("task")->spawned_at().line(), line);
    context.run();
}

TEST(CoSpawn, GivesNamelessTasksANumber) {
    io_context context;

    co_spawn(context, hop(), "", ignore);

    EXPECT_TRUE(live("Task-" + std::to_string(loccer::asio::last_task_id.load())));
    context.run();
}

TEST(CoSpawn, KnowsTheParent) {
    io_context context;
    Gate gate(context.get_executor());
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            co_spawn(co_await net::this_coro::executor, gate.pass(), "child", ignore);
            co_await await(gate.pass());
        },
        "parent", ignore);

    context.poll();

    EXPECT_EQ(live("child")->parent(), live("parent"));
    EXPECT_EQ(live("parent")->parent_name(), "");
    gate.open();
    context.run();
}

TEST(CoSpawn, IsNotInTheParentWhileTheChildRunsOnItsStrand) {
    io_context context;
    Gate gate(context.get_executor());
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            const auto own = co_await net::this_coro::executor;
            co_spawn(
                make_strand(own),
                [&]() -> Awaitable<> {
                    for (int i = 0; i < 5; ++i) co_await await(hop());
                    EXPECT_EQ(current_name(), "child");
                    EXPECT_FALSE(live("parent")->is_running());
                    co_await await(gate.pass());
                },
                "child", ignore);
            co_await await(gate.pass());
        },
        "parent", ignore);

    context.poll();

    EXPECT_EQ(live("parent")->resumes(), 1U);
    EXPECT_EQ(live("child")->resumes(), 6U);
    gate.open();
    context.run();
}

TEST(CoSpawn, LeavesNoTaskWhereTheContextIsDestroyed) {
    {
        io_context context;
        co_spawn(context, forever(), "cut", ignore);
        co_spawn(context, hop(), "never begun", ignore);
        context.poll_one();
        EXPECT_EQ(registry.size(), 2U);
    }
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, KeepsTheCallableAsLongAsItsCoroutine) {
    io_context context;
    std::string seen;
    co_spawn(
        context,
        [text = std::string(100, 'x'), &seen]() -> Awaitable<> {
            co_await await(hop());
            seen = text;
        },
        "task", ignore);

    context.run();

    EXPECT_EQ(seen, std::string(100, 'x'));
}

TEST(CoSpawn, RunsOnAnyExecutor) {
    io_context context;
    thread_pool pool(2);
    std::atomic<int> ended{0};
    const auto end = [&](const std::exception_ptr& failure) { ended += failure == nullptr ? 1 : 100; };

    co_spawn(context, hop(), "context", end);
    co_spawn(context.get_executor(), hop(), "executor", end);
    co_spawn(make_strand(context), hop(), "strand", end);
    co_spawn(any_io_executor(context.get_executor()), hop(), "any", end);
    co_spawn(net::require(context.get_executor(), net::execution::blocking.never), hop(), "other", end);
    co_spawn(pool, hop(), "pool", end);
    co_spawn(make_strand(pool), hop(), "strand of a pool", end);
    co_spawn(make_strand(any_io_executor(pool.get_executor())), hop(), "strand of any", end);
    context.run();
    pool.join();

    EXPECT_EQ(ended, 8);
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, FollowsTasksOverTheThreadsOfAPool) {
    static loccer::asio::ContextValue<int> number{"number"};
    constexpr int tasks = 200;
    std::atomic<int> failed{0};
    std::atomic<int> wrong{0};
    std::atomic<bool> is_over{false};
    std::thread watcher([&] {
        while (!is_over) {
            asio_tasks::Registry::Selection selection;
            registry.select({}, selection);
            for (const TaskRef& task : selection.chosen()) (void)waits_in(task);
        }
    });
    {
        thread_pool pool(4);
        const auto end = [&](const std::exception_ptr& failure) { failed += failure != nullptr; };
        const auto job = [&](int given) -> Awaitable<> {
            number.set(given);
            const std::string name = current_name();
            for (int i = 0; i < 20; ++i) {
                co_await await(hop());
                wrong += *number.get() != given || current_name() != name;
            }
            if (given % 4 == 0) (void)co_await await(failing_after_a_hop());
        };
        for (int i = 0; i < tasks; ++i) {
            if (i % 2 == 0) co_spawn(make_strand(pool), job(i), std::to_string(i), end);
            else co_spawn(pool, job(i), std::to_string(i), end);
        }
        pool.join();
    }
    is_over = true;
    watcher.join();

    EXPECT_EQ(failed, tasks / 4);
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(registry.size(), 0U);
}

// Asio's `&&` runs both sides as one task; on a pool, on two threads at once.
TEST(CoSpawn, SurvivesThreadsThatShareATask) {
    thread_pool pool(4);
    std::atomic<int> ended{0};
    const auto side = []() -> Awaitable<> {
        for (int i = 0; i < 200; ++i) co_await await(hop());
    };
    for (int i = 0; i < 8; ++i) {
        co_spawn(
            pool,
            [&]() -> Awaitable<> {
                const auto executor = co_await net::this_coro::executor;
                auto other = net::co_spawn(executor, side(), net::use_future);
                co_await await(side());
                co_await await(net::co_spawn(executor, side(), use_awaitable));
                other.wait();
                ++ended;
            },
            "shared", ignore);
    }
    pool.join();

    EXPECT_EQ(ended, 8);
    EXPECT_EQ(registry.size(), 0U);
}

// The site of an await is an argument by default: its life is the compiler's affair

Awaitable<int> one() {
    co_await await(hop());
    co_return 1;
}
Awaitable<std::string> long_text(std::string text) {
    co_await await(hop());
    co_return text + " that does not fit into the small buffer of a string";
}
int sum(int first, int second, const std::string& text) { return first + second + static_cast<int>(text.size() > 20); }

Awaitable<int> all_forms() {
    int count = 0;
    if (co_await await(one()) == 1) ++count;
    if (co_await await(one()) == 1 && co_await await(one()) == 1) ++count;
    for (int i = co_await await(one()); i < 3; i += co_await await(one())) ++count;
    while (count < 5 && co_await await(one()) == 1) ++count;
    switch (co_await await(one())) {
        case 1: ++count; break;
        default: break;
    }
    const std::string& text = co_await await(long_text("bound"));
    if (text.size() > 20) ++count;
    count += sum(co_await await(one()), co_await await(one()), co_await await(long_text("argument")));
    const auto lambda = [&]() -> Awaitable<int> { co_return co_await await(one()) + count; };
    count = co_await await(lambda());
    try {
        co_await await([]() -> Awaitable<> {
            co_await await(hop());
            throw 1;
        }());
    } catch (int thrown) {
        count += thrown;
    }
    co_await await(net::post(net::deferred));
    std::vector<std::string> texts;
    texts.push_back(co_await await(long_text("pushed")));
    count += static_cast<int>(texts.size());
    co_return count + co_await await(one());
}

TEST(CoSpawn, LeavesNoSiteWhateverTheFormOfTheAwait) {
    io_context context;
    int result = 0;
    bool is_clean = false;
    co_spawn(context, all_forms(), "task", [&](const std::exception_ptr& failure, int given) {
        EXPECT_EQ(failure, nullptr);
        result = given;
        (void)current_task()->look_at_sites([&](const asio_tasks::SiteList& sites) {
            is_clean = sites.innermost() == nullptr && !sites.is_mixed() && sites.trail().sites().empty();
        });
    });

    context.run();

    EXPECT_EQ(result, 14);
    EXPECT_TRUE(is_clean);
}

// Completion tokens

Awaitable<int> seven() {
    co_await await(hop());
    co_return 7;
}

TEST(CoSpawn, GivesTheResultToAHandlerInTheTask) {
    io_context context;
    int result = 0;
    std::string name;
    bool was_done = false;

    co_spawn(context, seven(), "task", [&](const std::exception_ptr& failure, int given) {
        EXPECT_EQ(failure, nullptr);
        result = given;
        name = current_name();
        was_done = live("task")->is_done();
    });
    context.run();

    EXPECT_EQ(result, 7);
    EXPECT_EQ(name, "task");
    EXPECT_TRUE(was_done);
}

TEST(CoSpawn, GivesTheResultToTheTaskThatAwaitsIt) {
    io_context context;
    int result = 0;
    std::string name;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            result = co_await await(co_spawn(co_await net::this_coro::executor, seven(), "child", use_awaitable));
            name = current_name();
            EXPECT_FALSE(live("child"));
        },
        "parent", ignore);

    context.run();

    EXPECT_EQ(result, 7);
    EXPECT_EQ(name, "parent");
}

TEST(CoSpawn, ThrowsIntoTheTaskThatAwaitsIt) {
    io_context context;
    std::string caught;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            const auto executor = co_await net::this_coro::executor;
            try {
                (void)co_await await(co_spawn(executor, failing_after_a_hop(), "child", use_awaitable));
            } catch (const std::runtime_error& error) {
                caught = error.what() + (" in " + current_name());
            }
        },
        "parent", ignore);

    context.run();

    EXPECT_EQ(caught, "failed in parent");
}

TEST(CoSpawn, StartsNothingThatIsNeverAwaited) {
    io_context context;
    {
        auto awaitable = co_spawn(context, seven(), "lazy", use_awaitable);
        auto operation = co_spawn(context, seven(), "deferred", net::deferred);
        EXPECT_EQ(registry.size(), 0U);
    }
    EXPECT_EQ(context.run(), 0U);
}

TEST(CoSpawn, GivesTheResultToAFuture) {
    io_context context;
    std::future<int> result = co_spawn(context, seven(), "task", net::use_future);
    std::future<int> failure = co_spawn(context, failing_after_a_hop(), "failing", net::use_future);

    context.run();

    EXPECT_EQ(result.get(), 7);
    EXPECT_THROW(failure.get(), std::runtime_error);
}

TEST(CoSpawn, GivesTheResultToADeferredOperation) {
    io_context context;
    int result = 0;

    co_spawn(context, seven(), "task", net::deferred)([&](const std::exception_ptr&, int given) { result = given; });
    context.run();

    EXPECT_EQ(result, 7);
}

TEST(CoSpawn, RunsAHandlerOnTheExecutorThatItIsBoundTo) {
    io_context context;
    io_context other;
    std::string name;
    co_spawn(context, seven(), "task",
             net::bind_executor(other.get_executor(), [&](auto&&...) { name = current_name(); }));

    context.run();
    EXPECT_EQ(name, "");
    other.run();

    EXPECT_EQ(name, "none");
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, EndsTheTaskThatItsHandlersSlotCancels) {
    io_context context;
    net::cancellation_signal signal;
    std::exception_ptr failure;
    co_spawn(context, forever(), "task",
             net::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr& given) { failure = given; }));
    context.poll();

    signal.emit(net::cancellation_type::terminal);
    context.run();

    ASSERT_NE(failure, nullptr);
    EXPECT_TRUE(loccer::asio::is_cancellation(failure));
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, TakesHandlersAndResultsThatCanOnlyBeMoved) {
    io_context context;
    int result = 0;
    const auto body = []() -> Awaitable<std::unique_ptr<int>> {
        co_await await(hop());
        co_return std::make_unique<int>(7);
    };

    co_spawn(context, body(), "task",
             [&, one = std::make_unique<int>(1)](const std::exception_ptr&, std::unique_ptr<int> given) {
                 result = *given + *one;
             });
    context.run();

    EXPECT_EQ(result, 8);
}

TEST(CoSpawn, MayHaveItsContextDestroyedByTheOneThatAwaits) {
    auto inner = std::make_unique<io_context>();
    io_context outer;
    bool is_over = false;
    co_spawn(
        outer,
        [&]() -> Awaitable<> {
            (void)co_await await(co_spawn(*inner, seven(), "child", use_awaitable));
            inner.reset();
            is_over = true;
        },
        "parent", ignore);

    outer.poll();
    inner->poll();
    outer.restart();
    outer.run();

    EXPECT_TRUE(is_over);
    EXPECT_EQ(registry.size(), 0U);
}

// Tasks that nobody waits for

struct FakeLog {
    int recorded = 0;
    std::string task;

    bool capture_exception(const std::exception_ptr& failure) noexcept {
        recorded += failure != nullptr;
        task = current_name();
        return true;
    }
};

TEST(LogErrors, RecordsWhatLeavesATaskInThatTask) {
    io_context context;
    FakeLog log;
    co_spawn(context, failing_after_a_hop(), "failing", loccer::asio::log_errors(log));
    co_spawn(context, seven(), "good", loccer::asio::log_errors(log));

    context.run();

    EXPECT_EQ(log.recorded, 1);
    EXPECT_EQ(log.task, "failing");
}

TEST(LogErrors, RecordsExceptionsOfAnyType) {
    io_context context;
    FakeLog log;
    co_spawn(
        context,
        []() -> Awaitable<> {
            co_await await(hop());
            throw 42;
        },
        "failing", loccer::asio::log_errors(log));

    context.run();

    EXPECT_EQ(log.recorded, 1);
}

template <class Token>
void cancel_a_task(Token token) {
    io_context context;
    net::cancellation_signal signal;
    co_spawn(context, forever(), "task", net::bind_cancellation_slot(signal.slot(), token));
    context.poll();
    signal.emit(net::cancellation_type::terminal);
    context.run();
}

TEST(LogErrors, TakesNoCancellationForAnError) {
    FakeLog log;

    cancel_a_task(loccer::asio::log_errors(log));

    EXPECT_EQ(log.recorded, 0);
}

TEST(LogErrors, RecordsCancellationsWhereTheyAreAskedFor) {
    FakeLog log;

    cancel_a_task(loccer::asio::log_errors(log, loccer::asio::with_cancellation));

    EXPECT_EQ(log.recorded, 1);
}

TEST(IsCancellation, IsWhatAsioSaysOfAnOperation) {
    const auto aborted =
        std::make_exception_ptr(LOCCER_DETAIL_ASIO_ERROR(make_error_code(net::error::operation_aborted)));
    const auto refused =
        std::make_exception_ptr(LOCCER_DETAIL_ASIO_ERROR(make_error_code(net::error::connection_refused)));

    EXPECT_TRUE(loccer::asio::is_cancellation(aborted));
    EXPECT_FALSE(loccer::asio::is_cancellation(refused));
    EXPECT_FALSE(loccer::asio::is_cancellation(std::make_exception_ptr(7)));
}

// Asio keeps the exception of the left side, which was cancelled where the right one has failed.
TEST(IsCancellation, IsNotWhatMayStandForAnError) {
    const auto aborted =
        std::make_exception_ptr(LOCCER_DETAIL_ASIO_ERROR(make_error_code(net::error::operation_aborted)));

    EXPECT_FALSE(loccer::asio::is_cancellation(std::make_exception_ptr(net::multiple_exceptions(aborted))));
}

}  // namespace
