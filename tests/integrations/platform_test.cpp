// SPDX-License-Identifier: MIT
#include <loccer/integrations/platform.hpp>

#include "../fault/counted_calls.hpp"

#include <loccer/json/object.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/integration.hpp>
#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/rules.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

std::atomic<long> allocations = 0;

}  // namespace

#if LOCCER_TEST_COUNTS_CALLS
// Counts what gather() allocates. Not inlined: GCC would see a free() of what came from new.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size)) return memory;
    std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace {

using loccer::Environment;
using loccer::PlatformIntegration;
using Rules = loccer::redactions::RulesOf<>;

static_assert(loccer::CheckIntegration<PlatformIntegration>::passed());

using Storage = std::array<char, 16'384>;

template <class... Settings>
std::string_view gather(const PlatformIntegration& platform, Storage& storage, const loccer::Event& event = {}) {
    using Context = loccer::json::Context<Rules, Settings...>;
    loccer::json::Writer writer{storage};
    if (!writer.begin_object()) return {};
    loccer::json::Object<Context> out{writer};
    platform.gather_once(out);
    platform.gather(event, out);
    writer.end_object();
    return writer.view();
}

template <class... Settings>
nlohmann::json gathered(const loccer::Event& event = {}) {
    static Storage storage;
    PlatformIntegration platform;
    platform.activate<loccer::json::Context<Rules, Settings...>>();
    return nlohmann::json::parse(gather<Settings...>(platform, storage, event));
}

TEST(PlatformIntegration, IsCalledPlatform) { EXPECT_EQ(PlatformIntegration::name.view(), "platform"); }

TEST(PlatformIntegration, HasTheKeysOfTheSchemaInTheirOrder) {
    static Storage storage;

    const auto json = nlohmann::ordered_json::parse(gather(PlatformIntegration{}, storage));

    std::string keys;
    for (const auto& [key, value] : json.items()) {
        keys += key;
        if (value.is_object()) {
            for (const auto& [inner, ignored] : value.items()) keys += "." + inner;
        }
        keys += ' ';
    }
    EXPECT_EQ(keys,
              "username hostname uname.system.node.release.version.machine.processor "
              "cpp.compiler.compiler_version.standard.standard_library.build_type "
              "executable build_id container environment_variables pid thread ");
}

TEST(PlatformIntegration, TellsTheMachineAsUnameDoes) {
    ::utsname system{};
    ASSERT_EQ(::uname(&system), 0);

    const auto json = gathered();

    EXPECT_EQ(json["hostname"], system.nodename);
    EXPECT_EQ(json["uname"]["system"], system.sysname);
    EXPECT_EQ(json["uname"]["release"], system.release);
    EXPECT_EQ(json["uname"]["version"], system.version);
    EXPECT_EQ(json["uname"]["machine"], system.machine);
}

TEST(PlatformIntegration, TellsTheProcessAndItsProgram) {
    std::array<char, 4096> path{};
    ASSERT_GT(::readlink("/proc/self/exe", path.data(), path.size() - 1), 0);

    const auto json = gathered();

    EXPECT_EQ(json["pid"], ::getpid());
    EXPECT_EQ(json["executable"], path.data());
}

TEST(PlatformIntegration, TellsTheBuildIdInHexadecimal) {
    const auto json = gathered();

    if (json["build_id"].is_null()) GTEST_SKIP() << "this program was linked without a build id";
    const auto id = json["build_id"].get<std::string>();
    EXPECT_GE(id.size(), 16U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(PlatformIntegration, TellsTheThreadOfTheEvent) {
    loccer::Event event;
    event.thread.id = 4242;

    EXPECT_EQ(gathered(event)["thread"], 4242);
}

TEST(PlatformIntegration, TellsTheProcessOfAForkedChild) {
    const PlatformIntegration platform;
    static Storage storage;

    const pid_t child = ::fork();
    if (child == 0) {
        const auto json = nlohmann::json::parse(gather(platform, storage));
        ::_exit(json["pid"] == ::getpid() ? 0 : 1);
    }

    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST(PlatformIntegration, RecordsNoEnvironmentUnlessAsked) {
    ::setenv("LOCCER_TEST_VARIABLE", "canary", 1);

    const auto json = gathered();

    EXPECT_EQ(json["environment_variables"], nlohmann::json::object());
    EXPECT_EQ(json.dump().find("canary"), std::string::npos);
}

TEST(PlatformIntegration, RecordsTheNamedVariablesOnly) {
    ::setenv("LOCCER_TEST_VARIABLE", "canary", 1);
    ::setenv("LOCCER_TEST_OTHER", "bird", 1);
    ::unsetenv("LOCCER_TEST_MISSING");

    const auto json = gathered<Environment<"LOCCER_TEST_OTHER", "LOCCER_TEST_MISSING">>();

    EXPECT_EQ(json["environment_variables"],
              nlohmann::json({{"LOCCER_TEST_OTHER", "bird"}, {"LOCCER_TEST_MISSING", nullptr}}));
}

TEST(PlatformIntegration, RedactsANamedVariableWithASensitiveName) {
    ::setenv("DATABASE_URL", "postgres://shop:canary@db/shop", 1);

    const auto json = gathered<Environment<"DATABASE_URL">>();

    EXPECT_EQ(json["environment_variables"]["DATABASE_URL"], "[REDACTED]");
}

TEST(PlatformIntegration, RecordsTheEnvironmentAsItWasWhenTheLogWasMade) {
    ::setenv("LOCCER_TEST_VARIABLE", "before", 1);
    PlatformIntegration platform;
    platform.activate<loccer::json::Context<Rules, Environment<"LOCCER_TEST_VARIABLE">>>();
    static Storage storage;

    ::setenv("LOCCER_TEST_VARIABLE", "after", 1);
    const auto json = nlohmann::json::parse(gather<Environment<"LOCCER_TEST_VARIABLE">>(platform, storage));

    EXPECT_EQ(json["environment_variables"]["LOCCER_TEST_VARIABLE"], "before");
}

TEST(PlatformIntegration, AllocatesNothingWhileGathering) {
    LOCCER_TEST_NEEDS_COUNTED_CALLS();
    const PlatformIntegration platform;
    static Storage storage;
    const long before = allocations.load();

    const std::string_view json = gather<Environment<"PATH", "LANG">>(platform, storage);

    EXPECT_EQ(allocations.load(), before);
    EXPECT_FALSE(json.empty());
}

}  // namespace
