// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio.hpp>

#include "support/asio_tasks.hpp"
#include "support/test_log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace net = asio_tasks::net;

using asio_tasks::await;
using asio_tasks::Awaitable;
using asio_tasks::failing_after_a_hop;
using asio_tasks::forever;
using asio_tasks::Gate;
using asio_tasks::hop;
using loccer::AsioIntegration;
using loccer::asio::co_spawn;
using loccer::asio::ContextValue;
using loccer::asio::log_errors;
using loccer::asio::registry;
using net::io_context;
using nlohmann::json;

static_assert(loccer::CheckIntegration<AsioIntegration>::passed());

using Log = loccer::Loccer<AsioIntegration, loccer::InMemoryOutput>;

json asio_of(const json& record) { return record["integrations"]["asio"]; }

/// *Returns* state and function of each element of the asynchronous stack, or the task where that was started.
std::vector<std::string> stack_of(const json& record) {
    std::vector<std::string> all;
    const json stack = asio_of(record)["async_stack"];
    for (const json& element : stack) {
        std::string text = element.contains("branch") ? element["branch"].get<std::string>() + ": " : std::string();
        text += element["state"].get<std::string>() + " ";
        std::string name = element.contains("task") ? element["task"] : element["name"];
        if (name.find("TestBody") != std::string::npos) name = "lambda";
        if (!element.contains("task"))
            name = name.substr(name.rfind("::") == std::string::npos ? 0 : name.rfind("::") + 2);
        name = name.substr(0, name.find('('));
        all.push_back(text + name);
    }
    return all;
}
using Strings = std::vector<std::string>;

// Coroutines that fail

Awaitable<int> inner(bool fails) {
    co_await await(hop());
    if (fails) throw std::runtime_error("inner");
    co_return 1;
}
Awaitable<int> middle(bool fails) { co_return co_await await(inner(fails)) + 1; }
Awaitable<> outer(bool fails) { (void)co_await await(middle(fails)); }

template <class Body>
json record_of(Log& log, Body body, std::string name = "task") {
    io_context context;
    co_spawn(context, std::move(body), std::move(name), log_errors(log));
    context.run();
    EXPECT_EQ(registry.size(), 0U);
    return test_log::only_record(log);
}

TEST(AsioIntegration, IsCalledAsio) { EXPECT_EQ(AsioIntegration::name.view(), "asio"); }

TEST(AsioIntegration, HasItsKeysInTheirOrderOutsideOfTasks) {
    Log log;
    log.log_metadata({{"msg", "hello"}});

    const auto records = log.get<loccer::InMemoryOutput>().records();
    const auto record = nlohmann::ordered_json::parse(std::string_view(records.front()));
    std::string keys;
    for (const auto& [key, value] : record["integrations"]["asio"].items()) keys += key + " ";

    EXPECT_EQ(keys, "asio_version coros coros_total async_stack loop_context global_context ");
    EXPECT_EQ(asio_of(test_log::only_record(log))["asio_version"], loccer::asio::library_version.view());
    EXPECT_TRUE(asio_of(test_log::only_record(log))["loop_context"].is_null());
}

// The asynchronous stack

TEST(AsioIntegration, TellsTheWayOfAnExceptionThroughItsAwaits) {
    Log log;

    const json record = record_of(log, outer(true));

    EXPECT_EQ(record["msg"], "inner");
    EXPECT_EQ(stack_of(record), (Strings{"unwound middle", "unwound outer", "spawned task"}));
    EXPECT_EQ(asio_of(record)["async_stack"][0]["lineno"].get<unsigned>() + 1,
              asio_of(record)["async_stack"][1]["lineno"].get<unsigned>());
}

TEST(AsioIntegration, TellsWhereATaskWaitsOutsideOfWhatIsRecordedInIt) {
    Log log;
    const auto careful = [&]() -> Awaitable<> {
        try {
            (void)co_await await(middle(true));
        } catch (const std::runtime_error&) {
            log();
        }
    };
    const auto caller = [&]() -> Awaitable<> { co_await await(careful()); };

    const json record = record_of(log, caller());

    EXPECT_EQ(stack_of(record), (Strings{"unwound middle", "unwound lambda", "awaiting lambda", "spawned task"}));
    EXPECT_EQ(asio_of(record)["coros"]["task"]["state"], "running");
    EXPECT_EQ(asio_of(record)["coros"]["task"]["is_done"], false);
}

TEST(AsioIntegration, DoesNotMixACaughtExceptionWithALaterOne) {
    Log log;
    const auto body = [&]() -> Awaitable<> {
        try {
            (void)co_await await(middle(true));
        } catch (const std::runtime_error&) {
        }
        co_await await(hop());
        (void)co_await await(failing_after_a_hop());
    };

    const json record = record_of(log, body());

    EXPECT_EQ(record["msg"], "failed");
    EXPECT_EQ(stack_of(record), (Strings{"unwound lambda", "spawned task"}));
}

TEST(AsioIntegration, DoesNotMixARecordedExceptionWithALaterOne) {
    Log log;
    io_context context;
    const auto body = [&]() -> Awaitable<> {
        try {
            (void)co_await await(middle(true));
        } catch (const std::runtime_error&) {
            log();
        }
        throw std::runtime_error("later");
    };
    const auto caller = [&]() -> Awaitable<> { co_await await(body()); };
    co_spawn(context, caller(), "task", log_errors(log));

    context.run();

    const auto records = test_log::records(log);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(stack_of(records[1]), (Strings{"unwound lambda", "spawned task"}));
}

TEST(AsioIntegration, HasTheParentsPlacesBehindTheChilds) {
    Log log;
    const auto parent = [&]() -> Awaitable<> {
        const auto executor = co_await net::this_coro::executor;
        const auto child = [&]() -> Awaitable<> {
            co_await await(hop());
            log.log_metadata({{"msg", "here"}});
        };
        co_await await(co_spawn(executor, child(), "child", net::use_awaitable));
    };

    const json record = record_of(log, parent(), "parent");

    EXPECT_EQ(stack_of(record), (Strings{"spawned child", "awaiting lambda", "spawned parent"}));
    const json coros = asio_of(record)["coros"];
    EXPECT_EQ(coros["child"]["parent"], "parent#" + std::to_string(coros["parent"]["id"].get<std::size_t>()));
}

// Branches

TEST(AsioIntegration, TellsTheBranchThatFailed) {
    Log log;
    const auto both = []() -> Awaitable<> {
        using namespace loccer::asio::operators;  // NOLINT(google-build-using-namespace): that is their use
        (void)co_await await(hop() && middle(true));
    };

    const json record = record_of(log, both());

    EXPECT_EQ(record["msg"], "inner");
    EXPECT_EQ(stack_of(record),
              (Strings{"right: unwound middle", "right: spawned right", "unwound lambda", "spawned task"}));
}

TEST(AsioIntegration, TellsTheBranchThatHasCancelledTheOther) {
    Log log;
    const auto both = []() -> Awaitable<> {
        using namespace loccer::asio::operators;  // NOLINT(google-build-using-namespace): that is their use
        (void)co_await await(forever() && middle(true));
    };

    const json record = record_of(log, both());

    EXPECT_NE(record["exc_type"].get<std::string>().find("multiple_exceptions"), std::string::npos);
    EXPECT_EQ(stack_of(record).front(), "right: unwound middle");
}

TEST(LogErrors, TakesNoCancellationOfBothBranchesForAnError) {
    Log log;
    io_context context;
    net::cancellation_signal signal;
    const auto both = []() -> Awaitable<> {
        using namespace loccer::asio::operators;  // NOLINT(google-build-using-namespace): that is their use
        co_await await(forever() && (forever() && forever()));
    };
    co_spawn(context, both(), "task", net::bind_cancellation_slot(signal.slot(), log_errors(log)));
    context.poll();

    signal.emit(net::cancellation_type::terminal);
    context.run();

    EXPECT_TRUE(test_log::records(log).empty());
    EXPECT_EQ(registry.size(), 0U);
}

TEST(AsioIntegration, TellsBranchesAsATree) {
    Log log;
    io_context context;
    Gate gate(context.get_executor());
    const auto three = [&]() -> Awaitable<> {
        using namespace loccer::asio::operators;  // NOLINT(google-build-using-namespace): that is their use
        co_await await((gate.pass() && gate.pass()) || gate.pass());
    };
    co_spawn(context, three(), "task", log_errors(log));
    context.poll();

    log.log_metadata({{"msg", "look"}});

    const json coros = asio_of(test_log::only_record(log))["coros"];
    const auto sides_of = [&](const std::string& parent) {
        std::map<std::string, std::string> sides;  // with the number behind each name, as children know it
        for (const auto& [name, one] : coros.items()) {
            const std::string side = name.substr(0, name.find('#'));
            if (one["parent"] == parent) sides[side] = side + "#" + std::to_string(one["id"].get<std::size_t>());
        }
        return sides;
    };
    EXPECT_EQ(coros.size(), 5U) << coros;
    auto outermost = sides_of("task#" + std::to_string(coros["task"]["id"].get<std::size_t>()));
    EXPECT_EQ(outermost.size(), 2U);
    EXPECT_EQ(sides_of(outermost["left"]).size(), 2U);
    EXPECT_EQ(sides_of(outermost["right"]).size(), 0U);
    gate.open();
    context.run();
}

TEST(AsioIntegration, SaysWhereAsiosOwnOperatorsMixTheSides) {
    Log log;
    const auto slow = []() -> Awaitable<> {
        for (int i = 0; i < 3; ++i) co_await await(hop());
        throw std::runtime_error("slow");
    };
    const auto both = [&]() -> Awaitable<> {
        using namespace net::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)
        co_await await(hop() && slow());
    };

    EXPECT_EQ(asio_of(record_of(log, both()))["mixed"], true);
}

// Context values

ContextValue<std::string> request_id{"request_id"};
ContextValue<std::string> password{"password"};
ContextValue<std::vector<int>> numbers{"numbers"};

TEST(AsioIntegration, TellsTheContextValuesOfTheTask) {
    Log log;
    request_id.set("of the thread");
    const auto body = []() -> Awaitable<> {
        request_id.set("r-17");
        password.set("canary");
        numbers.set({1, 2});
        co_await await(outer(true));
    };

    const json record = record_of(log, body());

    const json values = asio_of(record)["global_context"];
    EXPECT_EQ(values["request_id"], "r-17");
    EXPECT_EQ(values["numbers"], json({1, 2}));
    EXPECT_EQ(record.dump().find("canary"), std::string::npos);
    EXPECT_TRUE(values.contains("password"));
}

TEST(AsioIntegration, TellsTheContextValuesOfAThread) {
    Log log;
    std::thread([&] {
        request_id.set("of the thread");
        auto function = loccer::asio::carry([&] { log.log_metadata({{"msg", "carried"}}); });
        std::thread([&] { function(); }).join();
    }).join();

    EXPECT_EQ(asio_of(test_log::only_record(log))["global_context"]["request_id"], "of the thread");
}

TEST(AsioIntegration, TellsEachTasksOwnOverThreadsAndStrands) {
    constexpr int tasks = 100;
    Log log{loccer::InMemoryOutput(1'000, 64 * loccer::MiB)};
    {
        net::thread_pool pool(4);
        const auto job = [&](int number) -> Awaitable<> {
            request_id.set(std::to_string(number));
            co_await await(hop());
            if (number % 2 == 0) {
                // Another strand, and mostly another thread
                (void)co_await await(co_spawn(net::make_strand(pool), middle(true), "inner", net::use_awaitable));
            }
        };
        for (int i = 0; i < tasks; ++i)
            co_spawn(net::make_strand(pool), job(i), "job " + std::to_string(i), log_errors(log));
        pool.join();
    }
    const auto records = test_log::records(log);
    EXPECT_EQ(records.size(), static_cast<std::size_t>(tasks) / 2);
    for (const json& record : records) {
        const auto id = asio_of(record)["global_context"]["request_id"].get<std::string>();
        const json stack = asio_of(record)["async_stack"];
        EXPECT_EQ(stack.back()["task"], "job " + id);
        EXPECT_EQ(stack.front()["of"], "inner");
        EXPECT_EQ(asio_of(record)["coros"]["job " + id]["is_done"], true);
    }
    EXPECT_EQ(registry.size(), 0U);
}

// The event loop's handler

TEST(AsioIntegration, RecordsWhatALoopSays) {
    Log log;
    const auto exception = std::make_exception_ptr(std::out_of_range("nobody took it"));

    EXPECT_TRUE(log.get<AsioIntegration>().loop_exception_handler({"never retrieved", "Future-3", exception}));

    const json record = test_log::only_record(log);
    EXPECT_EQ(record["loccer_type"], "exception");
    EXPECT_EQ(record["exc_type"], "std::out_of_range");
    EXPECT_EQ(asio_of(record)["loop_context"],
              (json{{"message", "never retrieved"}, {"future", "Future-3"}, {"exception", "std::out_of_range"}}));
}

TEST(AsioIntegration, RecordsALoopWithoutAnException) {
    Log log;

    EXPECT_TRUE(log.get<AsioIntegration>().loop_exception_handler({"something happened", {}, nullptr}));

    const json record = test_log::only_record(log);
    EXPECT_EQ(record["loccer_type"], "metadata_log");
    EXPECT_EQ(record["data"], (json{{"msg", "Unknown exception in the asio loop"}}));
    EXPECT_EQ(asio_of(record)["loop_context"]["message"], "something happened");
    EXPECT_TRUE(asio_of(record)["loop_context"]["exception"].is_null());
}

TEST(AsioIntegration, TellsALoopInItsOwnRecordAlone) {
    Log log;
    (void)log.get<AsioIntegration>().loop_exception_handler({"something happened", {}, nullptr});

    log.log_metadata({{"msg", "later"}});

    EXPECT_TRUE(asio_of(test_log::records(log)[1])["loop_context"].is_null());
}

TEST(AsioIntegration, RecordsNothingWithoutALog) {
    const AsioIntegration integration;

    EXPECT_FALSE(integration.loop_exception_handler({"message", {}, nullptr}));
}

// Tasks that nobody waits for

TEST(AsioIntegration, RecordsIntoTheInstalledLogWhereNoTokenIsGiven) {
    io_context context;
    Log& log = loccer::install<Log>(loccer::InMemoryOutput(16));
    co_spawn(context, outer(true), "task");
    co_spawn(context, outer(false), "task");

    context.run();
    loccer::restore();

    EXPECT_EQ(test_log::only_record(log)["msg"], "inner");
}

TEST(AsioIntegration, TakesItsTokenWhereAsiosDetachedWouldStand) {
    io_context context;
    Log& log = loccer::install<Log>(loccer::InMemoryOutput(16));
    co_spawn(context, outer(true), "task", loccer::asio::log_errors);
    net::co_spawn(context, outer(true), loccer::asio::log_errors);

    context.run();
    loccer::restore();

    EXPECT_EQ(test_log::records(log).size(), 2U);
}

TEST(AsioIntegration, HasTheStackOfTheThrowWhereACaptureScopeSawIt) {
    Log log;
    const auto body = [&]() -> Awaitable<> {
        co_await await(hop());
        LOCCER_CAPTURE(log) { throw std::runtime_error("seen"); };
    };

    const json record = record_of(log, body());

    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(asio_of(record)["coros"]["task"]["state"], "running");
}

TEST(AsioIntegration, HasReadableFramesOfCoroutines) {
    Log log;

    const json record = record_of(log, [&]() -> Awaitable<> {
        co_await await(hop());
        LOCCER_CAPTURE(log) { throw std::runtime_error("seen"); };
    });

    const std::string names = test_log::frame_names(record);
    EXPECT_EQ(names.find(".Frame"), std::string::npos) << names;
    EXPECT_EQ(names.find("[clone"), std::string::npos) << names;
}

}  // namespace
