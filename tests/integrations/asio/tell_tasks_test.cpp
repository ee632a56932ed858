// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/tell_tasks.hpp>

#include "support/gathered.hpp"

#include <loccer/integrations/asio/await.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace {

using loccer::asio::Ending;
using loccer::asio::Kinship;
using loccer::asio::Lineage;
using loccer::asio::Running;
using loccer::asio::Site;
using loccer::asio::Task;
using loccer::asio::TaskRef;

constexpr const char* this_file = "tell_tasks_test.cpp:";

Ending started(std::string name, std::source_location where = std::source_location::current()) {
    return Ending(TaskRef(new Task(std::move(name), where, Kinship::child, loccer::asio::current_task(), {})));
}

nlohmann::json told() {
    return test_support::gathered([](auto& out) {
        const Lineage lineage;
        loccer::asio::tell_tasks(out, lineage.tasks());
    });
}

TEST(TellTasks, HasAnEmptyObjectWhereThereAreNone) {
    const auto json = told();

    EXPECT_EQ(json["coros"], nlohmann::json::object());
    EXPECT_EQ(json["coros_total"], 0);
}

TEST(TellTasks, TellsATaskThatHasNotBegun) {
    const Ending task = started("settle");

    const auto one = told()["coros"]["settle"];

    EXPECT_TRUE(one["coro"].is_null());
    EXPECT_EQ(one["is_done"], false);
    EXPECT_EQ(one["state"], "suspended");
    EXPECT_TRUE(one["suspended_at"].is_null());
    EXPECT_TRUE(one["parent"].is_null());
    EXPECT_NE(one["spawned_at"].get<std::string>().find(this_file), std::string::npos);
    EXPECT_EQ(one["id"], task.task().id());
    EXPECT_EQ(one["resumes"], 0);
    EXPECT_EQ(one.size(), 8U);
}

TEST(TellTasks, TellsWhereATaskWaits) {
    const Ending task = started("settle");
    std::optional<Site> outer;
    std::optional<Site> inner;
    {
        const Running running(task.task());
        outer.emplace(std::source_location::current());
        inner.emplace(std::source_location::current());
    }
    const auto line = std::to_string(std::source_location::current().line() - 2);

    const auto one = told()["coros"]["settle"];

    EXPECT_NE(one["suspended_at"].get<std::string>().find(this_file + line + " ("), std::string::npos);
    EXPECT_NE(one["coro"].get<std::string>().find("TestBody"), std::string::npos);
    EXPECT_EQ(one["state"], "suspended");
    EXPECT_EQ(one["resumes"], 1);
}

TEST(TellTasks, TellsTheRunningTaskAndItsParentFirst) {
    const Ending parent = started("parent");
    std::optional<Ending> child;
    {
        const Running running(parent.task());
        child.emplace(started("child"));
    }
    std::vector<Ending> others;
    for (int i = 0; i < 100; ++i) others.push_back(started("other"));
    const Running running(child->task());

    const auto json = told();

    EXPECT_EQ(json["coros"]["child"]["state"], "running");
    EXPECT_EQ(json["coros"]["child"]["parent"], "parent#" + std::to_string(parent.task().id()));
    EXPECT_TRUE(json["coros"].contains("parent"));
}

TEST(TellTasks, TellsSixtyFourAndHowManyWereLeftOut) {
    std::vector<Ending> tasks;
    for (int i = 0; i < 100; ++i) tasks.push_back(started("task " + std::to_string(i)));

    const auto json = told();

    EXPECT_EQ(json["coros_total"], 100);
    EXPECT_TRUE(json["coros"].contains("task 99"));
    EXPECT_TRUE(json["coros"].contains("task 36"));
    EXPECT_FALSE(json["coros"].contains("task 35"));
    EXPECT_NE(json["coros"].dump().find("36"), std::string::npos);
    EXPECT_EQ(json["coros"].size(), 65U) << "64 and what says that there were more";
}

TEST(TellTasks, TellsApartTasksOfOneName) {
    const Ending first = started("session");
    const Ending second = started("session");

    const auto json = told();

    EXPECT_EQ(json["coros"]["session"]["id"], second.task().id());
    EXPECT_EQ(json["coros"]["session#2"]["id"], first.task().id());
}

TEST(TellTasks, ShowsATaskWhoseNameIsASecretsName) {
    for (const char* name : {"session", "password", "auth_token", "cookie"}) {
        const Ending task = started(name);

        EXPECT_EQ(told()["coros"][name]["state"], "suspended");
    }
}

TEST(TellTasks, RemovesSecretsFromNames) {
    const std::string token =
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    const Ending task = started("for " + token);
    std::optional<Ending> child;
    {
        const Running running(task.task());
        child.emplace(started("child"));
    }

    const std::string text = told().dump();

    EXPECT_EQ(text.find(token), std::string::npos) << text;
}

TEST(TellTasks, StandsNamesOfAllKinds) {
    std::vector<Ending> tasks;
    for (const std::string& name :
         {std::string("quote\" back\\slash"), std::string("line\nend\x1b[31m\x7f"), std::string("nul\0byte", 8),
          std::string("\xff\xfe not utf-8 \xc3"), std::string(10'240, 'x'), std::string("\xe2\x80\xae bidi")})
        tasks.push_back(started(name));

    const auto json = told();

    EXPECT_EQ(json["coros"].size(), 6U);
    EXPECT_EQ(json["coros_total"], 6);
}

TEST(TellTasks, TellsATaskThatIsDone) {
    const Ending task = started("settle");
    task.task().finish(nullptr);

    EXPECT_EQ(told()["coros"]["settle"]["is_done"], true);
}

}  // namespace
