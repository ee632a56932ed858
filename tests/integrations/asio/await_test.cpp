// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/await.hpp>

#include "support/task.hpp"

#include <gtest/gtest.h>

#include <coroutine>
#include <cstddef>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using loccer::asio::await;
using loccer::asio::Kinship;
using loccer::asio::Running;
using loccer::asio::SiteList;
using loccer::asio::SiteNode;
using loccer::asio::Task;
using loccer::asio::TaskRef;
using Coroutine = coroutine::Task<>;

TaskRef made(const char* name) {
    return TaskRef(new Task(name, std::source_location::current(), Kinship::child, {}, {}));
}
unsigned waiting_line(const TaskRef& task) {
    unsigned line = 0;
    (void)task->look_at_sites([&](const SiteList& sites) {
        if (sites.innermost() != nullptr) line = sites.innermost()->where.line();
    });
    return line;
}
std::size_t unwound(const TaskRef& task) {
    std::size_t count = 0;
    (void)task->look_at_sites([&](const SiteList& sites) { count = sites.trail().sites().size(); });
    return count;
}
void resume(const TaskRef& task, const Coroutine& coroutine) {
    const Running running(*task);
    coroutine.resume();
}

constexpr unsigned pause_line = __LINE__ + 1;
Coroutine pausing() { co_await await(std::suspend_always{}); }
Coroutine pausing_and_throwing() {
    struct Failing : std::suspend_always {
        void await_resume() const { throw std::runtime_error("resumed"); }
    };
    co_await await(Failing{});
}

TEST(Await, GivesBackWhatItIsGiven) {
    int value = 1;

    EXPECT_EQ(&await(value), &value);
    static_assert(std::is_same_v<decltype(await(std::declval<std::unique_ptr<int>>())), std::unique_ptr<int>&&>);
}

TEST(Await, ShowsWhereATaskWaitsWhileItWaitsThere) {
    const TaskRef task = made("task");
    const Coroutine coroutine = pausing();

    resume(task, coroutine);

    EXPECT_EQ(waiting_line(task), pause_line);
    resume(task, coroutine);
    EXPECT_EQ(waiting_line(task), 0U);
    EXPECT_EQ(unwound(task), 0U);
}

TEST(Await, NamesTheCoroutine) {
    const TaskRef task = made("task");
    const Coroutine coroutine = pausing();

    resume(task, coroutine);

    (void)task->look_at_sites([](const SiteList& sites) {
        EXPECT_NE(std::string_view(sites.innermost()->where.function_name()).find("pausing"), std::string_view::npos);
    });
}

TEST(Await, KeepsThePlaceThatAnExceptionHasLeft) {
    const TaskRef task = made("task");
    const Coroutine coroutine = pausing_and_throwing();
    resume(task, coroutine);

    resume(task, coroutine);

    EXPECT_NE(coroutine.failure(), nullptr);
    EXPECT_EQ(unwound(task), 1U);
    EXPECT_EQ(waiting_line(task), 0U);
}

TEST(Await, IsGoneWithACoroutineThatIsDestroyedThere) {
    const TaskRef task = made("task");
    {
        const Coroutine coroutine = pausing();
        resume(task, coroutine);
        EXPECT_NE(waiting_line(task), 0U);
    }
    EXPECT_EQ(waiting_line(task), 0U);
    EXPECT_EQ(unwound(task), 0U);
}

TEST(Await, HoldsATaskThatTheCoroutineOutlives) {
    const Coroutine coroutine = pausing();
    {
        const TaskRef task = made("task");
        resume(task, coroutine);
    }
    coroutine.resume();

    EXPECT_TRUE(coroutine.done());
}

TEST(Await, DoesNothingOutsideOfTasks) {
    const Coroutine coroutine = pausing();

    coroutine.resume();
    coroutine.resume();

    EXPECT_TRUE(coroutine.done());
}

// What unwinds is the caller: no exception of the task's.
TEST(Await, IsNoPlaceOfAnExceptionThatWasOnItsWayBefore) {
    const TaskRef task = made("task");
    const Coroutine coroutine = pausing();
    resume(task, coroutine);
    struct Resumer {
        const TaskRef& task;
        const Coroutine& coroutine;
        ~Resumer() { resume(task, coroutine); }
    };

    try {
        const Resumer resumer{task, coroutine};
        throw std::runtime_error("of the caller");
    } catch (const std::runtime_error&) {
    }

    EXPECT_TRUE(coroutine.done());
    EXPECT_EQ(unwound(task), 0U);
}

}  // namespace
