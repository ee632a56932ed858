// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/task.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <source_location>
#include <string>
#include <thread>
#include <vector>

namespace {

using loccer::asio::Kinship;
using loccer::asio::Outcome;
using loccer::asio::SiteList;
using loccer::asio::SiteNode;
using loccer::asio::Task;
using loccer::asio::TaskRef;

TaskRef made(std::string name, const TaskRef& parent = {}, Kinship kinship = Kinship::child) {
    return TaskRef(new Task(std::move(name), std::source_location::current(), kinship, parent, {}));
}

void* attached(const Task& task) {
    void* found = nullptr;
    EXPECT_TRUE(task.look_at_attachment([&](void* attachment) { found = attachment; }));
    return found;
}

/// *Effects* ends a task by an exception, as its completion does.
void fail(const TaskRef& task, const int& exception, Outcome outcome = Outcome::other) {
    task->finish(&exception);
    task->tell_parent(outcome);
    task->forget();
}

TEST(Task, HasANameOfItsOwnWhereItIsGivenNone) {
    const TaskRef task = made("");

    EXPECT_EQ(task->name(), "Task-" + std::to_string(task->id()));
    EXPECT_EQ(made("settle")->name(), "settle");
}

TEST(Task, NamesItsParentWithTheNumber) {
    const TaskRef parent = made("parent");

    const TaskRef child = made("child", parent);

    EXPECT_EQ(child->parent_name(), "parent#" + std::to_string(parent->id()));
    EXPECT_EQ(child->parent(), parent);
    EXPECT_GT(child->id(), parent->id());
    EXPECT_EQ(parent->parent_name(), "");
}

TEST(Task, LetsItsParentGoWhenItEnds) {
    const TaskRef parent = made("parent");
    const TaskRef child = made("child", parent);

    child->forget();

    EXPECT_FALSE(child->parent());
    EXPECT_NE(child->parent_name(), "");
}

TEST(Task, CountsHowOftenThreadsEnterIt) {
    const TaskRef task = made("task");

    task->enter(true);
    task->enter(false);
    EXPECT_TRUE(task->is_running());
    task->leave();
    task->leave();
    task->enter(true);
    task->pass();

    EXPECT_FALSE(task->is_running());
    EXPECT_EQ(task->resumes(), 1U);
}

TEST(Task, KeepsAFailedChildForTheRecordOfItsException) {
    const int exception = 0;
    const int other = 0;
    const TaskRef parent = made("parent");
    const TaskRef child = made("child", parent);

    fail(child, exception);

    EXPECT_TRUE(child->is_done());
    EXPECT_EQ(parent->failed_child(&exception), child);
    EXPECT_FALSE(parent->failed_child(&other));
    EXPECT_FALSE(parent->failed_branch());
}

TEST(Task, KnowsTheBranchThatFailedFirst) {
    const int exceptions[] = {0, 0};
    const TaskRef parent = made("parent");
    const TaskRef left = made("left", parent, Kinship::branch);
    const TaskRef right = made("right", parent, Kinship::branch);

    fail(right, exceptions[0]);
    fail(left, exceptions[1]);

    EXPECT_EQ(parent->failed_branch(), right);
}

TEST(Task, KnowsWhetherAllItsBranchesWereCancelled) {
    const int exception = 0;
    const TaskRef parent = made("parent");
    EXPECT_FALSE(parent->has_cancelled_branches_only());

    fail(made("left", parent, Kinship::branch), exception, Outcome::cancelled);
    EXPECT_TRUE(parent->has_cancelled_branches_only());
    fail(made("right", parent, Kinship::branch), exception);

    EXPECT_FALSE(parent->has_cancelled_branches_only());
}

TEST(Task, TellsItsParentHoweverLongAnotherThreadLooksAtIt) {
    const int exception = 0;
    const TaskRef parent = made("parent");
    const TaskRef child = made("child", parent, Kinship::branch);
    std::atomic<bool> is_looking{false};
    std::thread other([&] {
        (void)child->look_at_sites([&](const SiteList&) {
            is_looking = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
        });
    });
    while (!is_looking) std::this_thread::yield();

    fail(child, exception, Outcome::cancelled);
    other.join();

    EXPECT_EQ(parent->failed_branch(), child);
    EXPECT_TRUE(parent->has_cancelled_branches_only());
}

TEST(Task, LetsFailedChildrenGoOnceItGoesOn) {
    const int exception = 0;
    const TaskRef parent = made("parent");
    SiteNode waiting{std::source_location::current()};
    SiteNode next{std::source_location::current()};
    parent->add(waiting);
    fail(made("child", parent), exception);

    parent->remove(waiting, true);
    EXPECT_TRUE(parent->failed_child(&exception));
    parent->add(next);

    EXPECT_FALSE(parent->failed_child(&exception));
    parent->remove(next, false);
}

TEST(Task, KeepsAFewFailedChildrenOnly) {
    const std::vector<int> exceptions(100);
    const TaskRef parent = made("parent");

    for (const int& exception : exceptions) fail(made("child", parent), exception);

    EXPECT_TRUE(parent->failed_child(&exceptions[Task::max_failed - 1]));
    EXPECT_FALSE(parent->failed_child(&exceptions[Task::max_failed]));
}

// Asio's own `&&` runs both sides as one task, on two threads where there are two.
TEST(Task, IsSharedByThreads) {
    const TaskRef task = made("shared");
    const auto use = [&task] {
        for (int i = 0; i < 5'000; ++i) {
            SiteNode site{std::source_location::current()};
            task->enter(true);
            task->add(site);
            (void)task->look_at_sites([](const SiteList& sites) { EXPECT_NE(sites.innermost(), nullptr); });
            task->remove(site, i % 2 == 0);
            task->leave();
        }
    };

    std::thread other(use);
    use();
    other.join();

    (void)task->look_at_sites([](const SiteList& sites) {
        EXPECT_EQ(sites.innermost(), nullptr);
        EXPECT_EQ(sites.outermost(), nullptr);
    });
    EXPECT_EQ(task->resumes(), 10'000U);
}

TEST(Task, KnowsWhatAnotherIntegrationHasAttached) {
    int request = 0;
    const TaskRef task = made("task");

    EXPECT_EQ(attached(*task), nullptr);
    EXPECT_TRUE(task->attach(&request));
    EXPECT_EQ(attached(*task), &request);
    task->detach();

    EXPECT_EQ(attached(*task), nullptr);
}

TEST(Task, HasOneAttachmentAtATime) {
    int first = 0;
    int second = 0;
    const TaskRef task = made("task");
    ASSERT_TRUE(task->attach(&first));

    EXPECT_FALSE(task->attach(&second));
    EXPECT_EQ(attached(*task), &first);
    task->detach();

    EXPECT_TRUE(task->attach(&second));
}

TEST(Task, KeepsItsAttachmentWhileItIsLookedAt) {
    int request = 1;
    const TaskRef task = made("task");
    ASSERT_TRUE(task->attach(&request));
    std::atomic<bool> is_looking{false};
    std::thread other([&] {
        (void)task->look_at_attachment([&](void* attachment) {
            is_looking = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            EXPECT_EQ(*static_cast<int*>(attachment), 1);
        });
    });
    while (!is_looking) std::this_thread::yield();

    task->detach();
    request = 2;
    other.join();
}

}  // namespace
