// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/registry.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <source_location>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::asio::Ending;
using loccer::asio::Kinship;
using loccer::asio::live_tasks;
using loccer::asio::Registry;
using loccer::asio::registry;
using loccer::asio::Task;
using loccer::asio::TaskRef;

TaskRef made(std::string name) {
    return TaskRef(new Task(std::move(name), std::source_location::current(), Kinship::child, {}, {}));
}
std::vector<std::string> names(const Registry::Selection& selection) {
    std::vector<std::string> all;
    for (const TaskRef& task : selection.chosen()) all.emplace_back(task->name());
    return all;
}

TEST(Registry, HasTheLiveTasksNewestFirst) {
    const Ending one(made("one"));
    const Ending two(made("two"));
    {
        const Ending gone(made("gone"));
    }
    const Ending three(made("three"));

    Registry::Selection selection;
    registry.select({}, selection);

    EXPECT_TRUE(selection.is_known);
    EXPECT_EQ(selection.live, 3U);
    EXPECT_EQ(names(selection), (std::vector<std::string>{"three", "two", "one"}));
}

TEST(Registry, IsEmptyOnceAllHaveEnded) {
    std::optional<Ending> one(made("one"));
    std::optional<Ending> two(made("two"));
    std::optional<Ending> three(made("three"));

    two.reset();
    EXPECT_EQ(registry.size(), 2U);
    three.reset();
    one.reset();

    EXPECT_EQ(registry.size(), 0U);
}

TEST(LiveTasks, AreThoseThatHaveNotEnded) {
    EXPECT_EQ(live_tasks(), 0U);
    std::optional<Ending> one(made("one"));
    const Ending two(made("two"));
    EXPECT_EQ(live_tasks(), 2U);

    one.reset();

    EXPECT_EQ(live_tasks(), 1U);
}

TEST(Registry, SelectsSixtyFourAtMostAndTheWantedOnesFirst) {
    std::vector<Ending> tasks;
    for (int i = 0; i < 100; ++i) tasks.emplace_back(made(std::to_string(i)));
    const TaskRef wanted[] = {TaskRef(&tasks[7].task()), made("not listed"), TaskRef(&tasks[99].task())};

    Registry::Selection selection;
    registry.select(wanted, selection);

    EXPECT_EQ(selection.live, 100U);
    ASSERT_EQ(selection.size, Registry::Selection::capacity);
    const std::vector<std::string> all = names(selection);
    EXPECT_EQ(all[0], "7");
    EXPECT_EQ(all[1], "99");
    EXPECT_EQ(all[2], "98");
    EXPECT_EQ(std::count(all.begin(), all.end(), "99"), 1);
}

TEST(Registry, HoldsNoTaskThatHasEnded) {
    const TaskRef parent = made("parent");
    const TaskRef task(new Task("task", std::source_location::current(), Kinship::child, parent, {}));

    {
        const Ending ending(task);
    }

    EXPECT_FALSE(task->parent());
    EXPECT_EQ(registry.size(), 0U);
}

TEST(Registry, EndsATaskOnceWhereItsEndWasMoved) {
    Ending first(made("task"));
    {
        const Ending second(std::move(first));
        EXPECT_EQ(registry.size(), 1U);
    }
    EXPECT_EQ(registry.size(), 0U);
}

TEST(Registry, IsOfUseInAForkedChild) {
    const Ending before(made("of the parent"));

    const pid_t child = ::fork();
    if (child == 0) {
        const Ending own(made("of the child"));
        ::_exit(registry.size() == 2 ? 0 : 1);
    }

    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST(Registry, IsSharedByThreads) {
    const auto use = [] {
        for (int i = 0; i < 2'000; ++i) {
            const Ending ending(made("task"));
            Registry::Selection selection;
            registry.select({}, selection);
        }
    };

    std::thread other(use);
    use();
    other.join();

    EXPECT_EQ(registry.size(), 0U);
    EXPECT_EQ(registry.unlisted(), 0U);
}

}  // namespace
