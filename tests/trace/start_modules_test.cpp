// SPDX-License-Identifier: MIT
// In a program that is linked with libraries, and run once more with a preloaded one.

#include <loccer/trace/start_modules.hpp>

#include <loccer/loccer.hpp>
#include <loccer/pipeline/frames.hpp>

#include "support/plugin.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <dlfcn.h>
#include <link.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

extern "C" void loccer_test_call_linked(void (*function)());

namespace {

using loccer::trace::StartModules;
using plugin::Plugin;
using test_log::Log;

template <class Function>
    const ElfW(Dyn) * dynamic_of(Function function) {
    ::Dl_info info{};
    ::link_map* map = nullptr;
    const int found =
        ::dladdr1(reinterpret_cast<void*>(function), &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP);
    return found != 0 ? map->l_ld : nullptr;
}

/// *Returns* the function of an open plugin, by which its module is known.
void* function_of(const char* path) {
    void* const handle = ::dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    void* const function = handle != nullptr ? ::dlsym(handle, "loccer_test_address") : nullptr;
    if (handle != nullptr) ::dlclose(handle);
    return function;
}

/// *Returns* the function of the library that only the linked one needs.
void* function_below() { return ::dlsym(RTLD_DEFAULT, "loccer_test_call_below"); }

int some_function() { return 1; }

TEST(StartModules, AreTheExecutableWhatItNeedsAndWhatThatNeeds) {
    StartModules modules;

    modules.find();

    EXPECT_TRUE(modules.contain(dynamic_of(&some_function)));
    EXPECT_TRUE(modules.contain(dynamic_of(&loccer_test_call_linked)));
    EXPECT_TRUE(modules.contain(dynamic_of(function_below())));
    EXPECT_TRUE(modules.contain(dynamic_of(&std::getenv)));
}

TEST(StartModules, AreUnknownUntilTheyAreFound) {
    const StartModules modules;

    EXPECT_FALSE(modules.contain(dynamic_of(&loccer_test_call_linked)));
}

TEST(StartModules, AreFoundByALogThatIsMade) {
    const Log log;

    EXPECT_TRUE(loccer::trace::start_modules.contain(dynamic_of(&loccer_test_call_linked)));
}

TEST(StartModules, AreNoPlugins) {
    const Plugin plugin{LOCCER_TEST_OTHER_PLUGIN};
    StartModules modules;

    modules.find();

    EXPECT_FALSE(modules.contain(dynamic_of(function_of(LOCCER_TEST_OTHER_PLUGIN))));
}

TEST(StartModules, AreNotWhatWasOpenedBeforeMainUnderTheNameOfOne) {
    void* const function = function_of(LOCCER_TEST_TWIN);
    ASSERT_NE(function, nullptr);
    StartModules modules;

    modules.find();

    EXPECT_TRUE(modules.contain(dynamic_of(&loccer_test_call_linked)));
    EXPECT_FALSE(modules.contain(dynamic_of(function)));
}

TEST(StartModules, StayWhenTheyAreOpenedAsPluginsAndClosed) {
    const ElfW(Dyn)* const dynamic = dynamic_of(&loccer_test_call_linked);
    ::Dl_info info{};
    ASSERT_NE(::dladdr(reinterpret_cast<void*>(&loccer_test_call_linked), &info), 0);
    const std::string path = info.dli_fname;

    {
        const Plugin plugin{path.c_str()};
    }

    StartModules modules;
    modules.find();
    EXPECT_TRUE(plugin::is_open(path.c_str()));
    EXPECT_TRUE(modules.contain(dynamic));
}

TEST(StartModules, AreFoundOnManyThreadsWhilePluginsAreOpenedAndClosed) {
    StartModules modules;
    std::atomic<bool> stop{false};
    std::thread opening([&] {
        while (!stop) const Plugin plugin{LOCCER_TEST_OTHER_PLUGIN};
    });
    std::vector<std::thread> finding;
    for (int i = 0; i < 4; ++i) finding.emplace_back([&] { modules.find(); });

    for (std::thread& thread : finding) thread.join();
    stop = true;
    opening.join();

    EXPECT_TRUE(modules.contain(dynamic_of(function_below())));
}

TEST(StartModules, ArePreloadedOnes) {
    if (std::getenv("LD_PRELOAD") == nullptr) GTEST_SKIP() << "nothing is preloaded";
    void* const function = function_of(LOCCER_TEST_PLUGIN);
    ASSERT_NE(function, nullptr);
    StartModules modules;

    modules.find();

    EXPECT_TRUE(modules.contain(dynamic_of(function)));
    EXPECT_TRUE(modules.contain(dynamic_of(function_below())));
}

void throw_error() { throw std::runtime_error("through a library"); }

/// *Returns* whether all frames of a stack that was thrown through `call` are known to be the same for ever.
template <class Call>
bool is_lasting(Call call) {
    static std::vector<const void*> stack;
    stack.clear();
    call([] {
        loccer::trace::Stack here;
        here.capture();
        stack.assign(here.addresses().begin(), here.addresses().end());
    });
    loccer::Event event;
    event.stack = stack;
    loccer::pipeline::Frames<true>::Room room;
    loccer::pipeline::Frames<true> frames(event, room);
    std::size_t count = 0;
    frames([&](const loccer::Frame&, std::span<const loccer::FrameLocals>) { ++count; });
    EXPECT_GT(count, 1U);
    return frames.are_lasting();
}

TEST(StartModules, MakeStacksThatAreKnown) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    const Log log;
    const Plugin plugin{LOCCER_TEST_OTHER_PLUGIN};

    EXPECT_TRUE(is_lasting([](void (*function)()) { loccer_test_call_linked(function); }));
    EXPECT_FALSE(is_lasting([&](void (*function)()) { plugin.call(function); }));
}

/// *Returns* the last part of the path of the outermost frame of a record that lies in a plugin.
std::string plugin_in(const nlohmann::json& record) {
    for (const auto& frame : record["frames"]) {
        const std::string module = frame["module"].is_string() ? frame["module"].get<std::string>() : "";
        if (module.find("_plugin") != std::string::npos) return module;
    }
    return {};
}

TEST(StartModules, LeaveAPluginItsOwnFramesWhereAnotherOneWasBefore) {
    Log log(loccer::InMemoryOutput(100, 4 * loccer::MiB));
    std::size_t in_the_same_place = 0;
    const void* last = nullptr;
    for (int round = 0; round < 20; ++round) {
        const char* const path = round % 2 == 0 ? LOCCER_TEST_PLUGIN : LOCCER_TEST_OTHER_PLUGIN;
        const Plugin plugin{path};
        const void* const address = plugin.address();
        if (address == last) ++in_the_same_place;
        last = address;
        for (int again = 0; again < 2; ++again) {
            LOCCER_TRY {
                loccer_test_call_linked([] {});
                plugin.call([] { loccer_test_call_linked(&throw_error); });
            }
            LOCCER_CATCH(log) {}
            EXPECT_EQ(plugin_in(test_log::records(log).back()), path) << round;
        }
    }
    if (in_the_same_place == 0) GTEST_SKIP() << "the loader chose other addresses";
}

/// What is recorded while objects are made before main().
struct Early {
    Log log;
    Early() {
        LOCCER_TRY { loccer_test_call_linked(&throw_error); }
        LOCCER_CATCH(log) {}
    }
};
const Early early;

TEST(StartModules, AreKnownToACaptureBeforeMain) {
    const nlohmann::json record = test_log::only_record(early.log);

    EXPECT_EQ(record["msg"], "through a library");
    EXPECT_NE(test_log::frame_names(record).find("loccer_test_call_linked"), std::string::npos);
}

}  // namespace
