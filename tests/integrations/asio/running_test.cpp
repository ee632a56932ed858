// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/running.hpp>

#include <loccer/integrations/asio/await.hpp>

#include <gtest/gtest.h>

#include <source_location>
#include <thread>

namespace {

using loccer::asio::current_task;
using loccer::asio::Kinship;
using loccer::asio::Running;
using loccer::asio::Task;
using loccer::asio::TaskRef;

TaskRef made(const char* name) {
    return TaskRef(new Task(name, std::source_location::current(), Kinship::child, {}, {}));
}

TEST(Running, MakesItsTaskTheCurrentOneWhileItLives) {
    const TaskRef task = made("task");
    EXPECT_FALSE(current_task());
    {
        const Running running(*task);

        EXPECT_EQ(current_task(), task);
        EXPECT_TRUE(task->is_running());
    }
    EXPECT_FALSE(current_task());
    EXPECT_FALSE(task->is_running());
}

TEST(Running, IsOfItsThreadAlone) {
    const TaskRef task = made("task");
    const Running running(*task);

    std::thread([] { EXPECT_FALSE(current_task()); }).join();
}

TEST(Running, CountsAResumeOnceWhereTheTaskGoesOnInside) {
    const TaskRef task = made("task");
    {
        const Running outer(*task);
        const Running inner(*task);
    }
    EXPECT_EQ(task->resumes(), 1U);
}

TEST(Running, CountsNoResumeWhereTheThreadOnlyPasses) {
    const TaskRef owner = made("owner of the strand's executor");
    const TaskRef task = made("task");
    {
        const Running way(*owner);
        const Running running(*task);

        EXPECT_FALSE(owner->is_running());
        EXPECT_TRUE(task->is_running());
    }
    EXPECT_EQ(owner->resumes(), 0U);
    EXPECT_EQ(task->resumes(), 1U);
    EXPECT_FALSE(owner->is_running());
}

TEST(Running, KnowsTheTaskWhichCallsAnother) {
    const TaskRef caller = made("caller");
    const TaskRef task = made("task");
    {
        const Running running_caller(*caller);
        {
            const loccer::asio::Site site(std::source_location::current());
        }
        const Running running(*task);

        EXPECT_TRUE(caller->is_running());
    }
    EXPECT_EQ(caller->resumes(), 1U);
}

}  // namespace
