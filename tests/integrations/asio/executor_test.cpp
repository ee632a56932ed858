// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/executor.hpp>

#include "support/asio_tasks.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <type_traits>

namespace {

using asio_tasks::current_name;
using asio_tasks::made;
using asio_tasks::TaskRef;
using asio_tasks::net::any_io_executor;
using asio_tasks::net::io_context;
using asio_tasks::net::make_strand;
using asio_tasks::net::thread_pool;
using loccer::asio::TaskExecutor;

namespace net = asio_tasks::net;

static_assert(net::execution::is_executor<TaskExecutor<io_context::executor_type>>::value);
static_assert(net::execution::is_executor<TaskExecutor<net::strand<any_io_executor>>>::value);

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

}  // namespace
