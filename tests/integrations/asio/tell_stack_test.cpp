// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/tell_stack.hpp>

#include "support/gathered.hpp"

#include <loccer/integrations/asio/await.hpp>
#include <loccer/integrations/asio/tell_tasks.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::asio::Kinship;
using loccer::asio::Lineage;
using loccer::asio::Running;
using loccer::asio::SiteNode;
using loccer::asio::Task;
using loccer::asio::TaskRef;

TaskRef made(std::string name, const TaskRef& parent = {}, Kinship kinship = Kinship::child) {
    return TaskRef(new Task(std::move(name), std::source_location::current(), kinship, parent, {}));
}
/// *Effects* ends a task by an exception, as its completion does.
void fail(const TaskRef& task, const void* exception) {
    task->finish(exception);
    task->tell_parent();
    task->forget();
}
SiteNode here(std::source_location where = std::source_location::current()) { return SiteNode(where); }

nlohmann::json told(bool is_exception = true, std::string_view type = "std::runtime_error") {
    return test_support::gathered([&](auto& out) {
        const Lineage lineage;
        loccer::asio::tell_stack(out, lineage.tasks(), is_exception, type);
    });
}
/// *Returns* what each element is, in short.
std::vector<std::string> summary(const nlohmann::json& json) {
    std::vector<std::string> all;
    for (const nlohmann::json& element : json["async_stack"]) {
        std::string text = element["state"].get<std::string>();
        if (element.contains("branch")) text = element["branch"].get<std::string>() + ": " + text;
        if (element.contains("of")) text = element["of"].get<std::string>() + ": " + text;
        text += " " + (element.contains("task") ? element["task"].get<std::string>()
                                                : std::to_string(element["lineno"].get<unsigned>()));
        all.push_back(text);
    }
    return all;
}
std::string at(std::string_view state, const SiteNode& site) {
    return std::string(state) + " " + std::to_string(site.where.line());
}
using Strings = std::vector<std::string>;

TEST(TellStack, IsEmptyOutsideOfTasks) {
    EXPECT_EQ(told()["async_stack"], nlohmann::json::array());
    EXPECT_FALSE(told().contains("mixed"));
}

TEST(TellStack, GoesFromWhereTheExceptionWasToWhereTheTaskWasStarted) {
    const TaskRef task = made("settle");
    SiteNode outer = here();
    SiteNode middle = here();
    SiteNode inner = here();
    for (SiteNode* site : {&outer, &middle, &inner}) task->add(*site);
    task->remove(inner, true);
    task->remove(middle, true);

    const Running running(*task);
    const auto json = told();

    EXPECT_EQ(summary(json),
              (Strings{at("unwound", inner), at("unwound", middle), at("awaiting", outer), "spawned settle"}));
    const auto& first = json["async_stack"][0];
    EXPECT_EQ(first["filename"], inner.where.file_name());
    EXPECT_NE(first["name"].get<std::string>().find("TestBody"), std::string::npos);
    EXPECT_EQ(json["async_stack"][3]["id"], task->id());
    task->remove(outer, false);
}

TEST(TellStack, HasTheParentsBehindTheTask) {
    const TaskRef parent = made("parent");
    SiteNode waiting = here();
    parent->add(waiting);
    const TaskRef child = made("child", parent);

    const Running running(*child);

    EXPECT_EQ(summary(told()), (Strings{"spawned child", at("awaiting", waiting), "spawned parent"}));
    parent->remove(waiting, false);
}

TEST(TellStack, HasNoExceptionsPlacesInWhatIsNoException) {
    const TaskRef task = made("task");
    SiteNode site = here();
    task->add(site);
    task->remove(site, true);

    const Running running(*task);

    EXPECT_EQ(summary(told(false)), Strings{"spawned task"});
}

TEST(TellStack, HasTheBranchThatFailedInFrontOfTheTask) {
    const TaskRef task = made("task");
    SiteNode waiting = here();
    task->add(waiting);
    const TaskRef left = made("left", task, Kinship::branch);
    SiteNode failing = here();
    left->add(failing);
    const int exception = 0;

    left->remove(failing, true);
    fail(left, &exception);
    task->remove(waiting, true);
    task->finish(&exception);

    const Running running(*task);
    EXPECT_EQ(summary(told()), (Strings{"left: " + at("unwound", failing), "left: spawned left", at("unwound", waiting),
                                        "spawned task"}));
}

TEST(TellStack, HasTheWayOfAnExceptionThroughTasksThatWereAwaited) {
    const TaskRef task = made("task");
    const TaskRef child = made("child", task);
    const TaskRef side = made("left", child, Kinship::branch);
    const int exception = 0;

    for (const TaskRef& one : {side, child, task}) fail(one, &exception);

    const Running running(*task);
    EXPECT_EQ(summary(told()), (Strings{"left: spawned left", "child: spawned child", "spawned task"}));
}

TEST(TellStack, HasNoBranchOfAnotherException) {
    const int exceptions[] = {0, 0};
    const TaskRef task = made("task");
    fail(made("left", task, Kinship::branch), &exceptions[0]);
    task->finish(&exceptions[1]);

    const Running running(*task);

    EXPECT_EQ(summary(told()), Strings{"spawned task"});
}

TEST(TellStack, HasTheFirstBranchOfWhatStandsForSeveralExceptions) {
    const int exceptions[] = {0, 0, 0};
    const TaskRef task = made("task");
    const TaskRef right = made("right", task, Kinship::branch);
    fail(made("left", task, Kinship::branch), &exceptions[1]);
    fail(right, &exceptions[0]);
    task->finish(&exceptions[2]);

    const Running running(*task);

    EXPECT_EQ(summary(told(true, "boost::asio::multiple_exceptions")), (Strings{"left: spawned left", "spawned task"}));
}

TEST(TellStack, KnowsTheExceptionThatIsBeingHandled) {
    const TaskRef task = made("task");
    const TaskRef left = made("left", task, Kinship::branch);
    const Running running(*task);

    try {
        throw std::runtime_error("handled");
    } catch (const std::runtime_error&) {
        fail(left, loccer::trace::object_of(std::current_exception()));
        EXPECT_EQ(summary(told()), (Strings{"left: spawned left", "spawned task"}));
    }
}

TEST(TellStack, SaysWherePartsOfTheProgramAreMixed) {
    const TaskRef task = made("task");
    SiteNode left = here();
    SiteNode right = here();
    task->add(left);
    task->add(right);
    task->remove(left, false);

    const Running running(*task);

    EXPECT_EQ(told()["mixed"], true);
    task->remove(right, false);
}

TEST(TellStack, EndsWhereFailuresAreNestedDeeply) {
    const int exception = 0;
    TaskRef task = made("task");
    const TaskRef outermost = task;
    std::vector<TaskRef> all{task};
    for (int i = 0; i < 100; ++i) all.push_back(task = made("left", task, Kinship::branch));
    for (std::size_t i = all.size(); i-- > 0;) fail(all[i], &exception);

    const Running running(*outermost);

    EXPECT_EQ(summary(told()).size(), 10U);
}

}  // namespace
