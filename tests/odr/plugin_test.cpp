// SPDX-License-Identifier: MIT
// Exceptions and scopes outlive, and meet, plugins that are opened and closed.

#include "plugin.hpp"

#include <loccer/loccer.hpp>

#include "support/test_log.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <thread>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;

/// The plugin, open as long as this lives.
class Plugin {
  public:
    Plugin() : handle_(::dlopen(LOCCER_TEST_PLUGIN, RTLD_NOW | RTLD_LOCAL)) {
        EXPECT_NE(handle_, nullptr) << ::dlerror();
    }
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    ~Plugin() { ::dlclose(handle_); }

    void run(void (*body)()) const { function<decltype(&run_in_plugin)>("run_in_plugin")(body); }
    [[nodiscard]] std::size_t record() const { return function<decltype(&record_in_plugin)>("record_in_plugin")(); }
    [[nodiscard]] std::size_t recorded_when_opened() const {
        return function<decltype(&::recorded_when_opened)>("recorded_when_opened")();
    }

  private:
    template <class Function>
    [[nodiscard]] Function function(const char* name) const {
        return reinterpret_cast<Function>(::dlsym(handle_, name));
    }

    void* handle_;
};

void throw_limit() { throw std::out_of_range("limit"); }

TEST(Plugin, RecordsAfterItWasClosedAndOpenedAgain) {
    for (int i = 0; i < 5; ++i) {
        const Plugin plugin;
        EXPECT_EQ(plugin.record(), 1U);
    }
}

TEST(Plugin, RecordsWhileItIsBeingOpened) {
    const Plugin plugin;

    EXPECT_EQ(plugin.recorded_when_opened(), 1U);
}

TEST(Plugin, LeavesAnExceptionAliveThatWentThroughItsScope) {
    Log log;
    std::exception_ptr kept;

    {
        const Plugin plugin;
        try {
            LOCCER_CAPTURE(log) { plugin.run(&throw_limit); };
        } catch (...) {
            kept = std::current_exception();
        }
    }
    kept = nullptr;

    EXPECT_EQ(only_record(log)["msg"], "limit");
}

TEST(Plugin, LeavesTheStackOfAKeptExceptionToLogsThatMeetItLater) {
    std::exception_ptr kept;
    {
        const Plugin plugin;
        try {
            plugin.run(&throw_limit);
        } catch (...) {
            kept = std::current_exception();
        }
    }
    Log log;

    log.capture_exception(kept);

    EXPECT_EQ(only_record(log)["msg"], "limit");
}

TEST(Plugin, ThatMakesNoLogSeesTheStackOfItsThrows) {
    Log log;
    void* const guest = ::dlopen(LOCCER_TEST_GUEST, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(guest, nullptr) << ::dlerror();

    reinterpret_cast<decltype(&capture_in_guest)>(::dlsym(guest, "capture_in_guest"))(&log);
    ::dlclose(guest);

    const auto record = only_record(log);
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(record["msg"], "of the guest");
}

TEST(Plugin, LeavesNothingInTheListsOfTheProgram) {
    Log log;
    {
        const Plugin plugin;
        EXPECT_THROW(plugin.run(&throw_limit), std::out_of_range);
    }

    for (int i = 0; i < 3; ++i) LOCCER_SUPPRESS(log) {
            throw_limit();
        };

    EXPECT_EQ(records(log).size(), 3U);
}

TEST(Plugin, IsOpenedAndClosedWhileOtherThreadsCapture) {
    Log log(loccer::InMemoryOutput(2000, 32 * loccer::MiB));
    std::thread busy([&] {
        for (int i = 0; i < 200; ++i) LOCCER_SUPPRESS(log) {
                throw_limit();
            };
    });

    for (int i = 0; i < 20; ++i) EXPECT_EQ(Plugin().record(), 1U);
    busy.join();

    EXPECT_EQ(records(log).size(), 200U);
}

}  // namespace
