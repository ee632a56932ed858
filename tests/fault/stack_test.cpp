// SPDX-License-Identifier: MIT
#include <loccer/loccer.hpp>

#include "support/json_check.hpp"
#include "support/small_thread.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <unistd.h>
#include <vector>

// What a capture needs of a thread's stack, also where an error is recorded for the first time. Sanitizers make
// every frame larger.

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define LOCCER_TEST_MEASURES_STACKS 0
#endif
#endif
#if defined(__SANITIZE_THREAD__) || LOCCER_CFG_ADDRESS_SANITIZER
#define LOCCER_TEST_MEASURES_STACKS 0
#endif
#ifndef LOCCER_TEST_MEASURES_STACKS
#define LOCCER_TEST_MEASURES_STACKS 1
#endif

namespace {

using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::JsonFileOutput<>>;

/// *Units* bytes. What architecture.md promises to be enough.
constexpr std::size_t enough = 16 * 1024;

/// A log that writes to a file of its own.
class StackUse : public testing::Test {
  protected:
    void SetUp() override {
        if (!LOCCER_TEST_MEASURES_STACKS) GTEST_SKIP() << "a sanitizer makes frames larger";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    Log& log() { return log_; }

    /// *Effects* runs `body` on a thread that has enough, having looked how much it takes where there is more.
    template <class Body>
    void run_with_enough(Body body) {
        EXPECT_LE(small_thread::run(4 * enough, body), enough);
        if (HasFailure() || enough < smallest_stack()) return;  // it would end the program, or is not to be had
        small_thread::run(enough, body);
    }

    /// *Returns* the records, each checked.
    std::vector<nlohmann::json> records() {
        std::vector<nlohmann::json> parsed;
        std::ifstream file(folder_ / "errors.log");
        for (std::string line; std::getline(file, line);) parsed.push_back(json_check::checked(line));
        return parsed;
    }

  private:
    static std::size_t smallest_stack() { return static_cast<std::size_t>(::sysconf(_SC_THREAD_STACK_MIN)); }

    static std::filesystem::path make_folder() {
        std::string name = std::filesystem::temp_directory_path() / "loccer_stack_XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        return name;
    }

    std::filesystem::path folder_ = make_folder();
    Log log_{loccer::JsonFileOutput<>{(folder_ / "errors.log").string()}};
};

[[noreturn, gnu::noinline]] void throw_limit(const std::string& text) { throw std::out_of_range("limit of " + text); }

[[gnu::noinline]] void settle(int quantity) {
    const std::string customer = "Dao Nguyen";
    const double total = 1.5 * quantity;
    LOCCER_LOCALS(quantity, customer, total);
    throw_limit(customer);
}

template <class AnyLog>
[[gnu::noinline]] void work_in_a_scope(AnyLog& log, int order) {
    try {
        LOCCER_CAPTURE(log, order) { settle(15); };
    } catch (const std::exception&) {
    }
}

/// *Returns* the frame whose function's name begins with `function`.
nlohmann::json frame_of(const nlohmann::json& record, std::string_view function) {
    for (const nlohmann::json& frame : record["frames"]) {
        if (frame["name"].is_string() && frame["name"].get<std::string>().find(function) != std::string::npos) {
            return frame;
        }
    }
    ADD_FAILURE() << "no frame of " << function << " in " << record["frames"].dump(1);
    return nullptr;
}

TEST_F(StackUse, OfAThrowThroughAScopeIsSmallAndItsRecordWhole) {
    run_with_enough([this] { work_in_a_scope(log(), 17); });

    const auto all = records();
    ASSERT_GE(all.size(), 1U);
    for (const nlohmann::json& record : all) {
        EXPECT_EQ(record["exc_type"], "std::out_of_range");
        EXPECT_EQ(record["msg"], "limit of Dao Nguyen");
        EXPECT_EQ(record["origin"], "throw");
        EXPECT_EQ(record["integrations"]["platform"]["pid"], ::getpid());
        EXPECT_FALSE(record.contains("truncated"));
        EXPECT_FALSE(record.contains("locals_omitted"));
        const nlohmann::json settling = frame_of(record, "settle");
        if (!settling.is_object()) continue;
        EXPECT_EQ(settling["locals"], (nlohmann::json{{"quantity", 15}, {"customer", "Dao Nguyen"}, {"total", 22.5}}));
#if LOCCER_CFG_SYMBOLS
        EXPECT_TRUE(settling["filename"].get<std::string>().ends_with("stack_test.cpp"));
        EXPECT_EQ(settling["line"], "throw_limit(customer);");
        EXPECT_EQ(record["frames"].back()["line"].get<std::string>().find("[[noreturn"), 0U);
#endif
    }
    EXPECT_EQ(all.size(), 2U);
}

TEST_F(StackUse, IsSmallWhereNamesAreLookedUpOnAnotherThread) {
    loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput,
                   loccer::SymbolizedFramesOn<loccer::ResolverThread>>
        later;

    run_with_enough([&] { work_in_a_scope(later, 17); });

    EXPECT_TRUE(later.flush());
    EXPECT_GE(later.statistics().deferred, 1U);
    const std::vector<std::string> all = later.get<loccer::InMemoryOutput>().records();
    EXPECT_EQ(all.size(), 2U);
    for (const std::string& record : all) {
        EXPECT_EQ(frame_of(json_check::checked(record), "settle")["locals"]["customer"], "Dao Nguyen");
    }
}

TEST_F(StackUse, OfNestedExceptionsIsSmall) {
    run_with_enough([this] {
        try {
            try {
                throw std::runtime_error("inner");
            } catch (...) {
                std::throw_with_nested(std::logic_error("outer"));
            }
        } catch (...) {
            log()();
        }
    });

    for (const nlohmann::json& record : records()) {
        EXPECT_EQ(record["causes"], (nlohmann::json{{{"exc_type", "std::runtime_error"}, {"msg", "inner"}}}));
    }
    EXPECT_EQ(records().size(), 2U);
}

/// Has a name of some hundred characters, which takes more stack to be read than a small thread has.
template <class... Parts>
struct ErrorOf : std::runtime_error {
    using std::runtime_error::runtime_error;
    [[gnu::noinline]] static void raise() { throw ErrorOf("a long name"); }
};
using Pair = std::tuple<char, unsigned char, short, unsigned short, int, unsigned, long, unsigned long, float, double>;
using LongNamed = ErrorOf<std::tuple<Pair*, Pair**>, std::tuple<Pair&, const Pair&, const Pair*>, Pair***, const Pair**,
                          int*********************************>;

TEST_F(StackUse, OfReadingLongNamesIsSmall) {
    run_with_enough([this] {
        LOCCER_SUPPRESS(log()) { LongNamed::raise(); };
    });

    const auto all = records();
    for (const nlohmann::json& record : all) {
        EXPECT_TRUE(record["exc_type"].get<std::string>().ends_with("*********************************>"));
#if LOCCER_CFG_SYMBOLS
        EXPECT_EQ(frame_of(record, "raise()")["line"].get<std::string>().find("[[gnu::noinline]] static"), 0U);
#endif
    }
    EXPECT_EQ(all.size(), 2U);
}

TEST_F(StackUse, OfAnErrorCodeAndOfMetadataIsSmall) {
    run_with_enough([this] {
        log().capture_exception(std::make_error_code(std::errc::timed_out));
        log().log_metadata({{"msg", "disk slow"}, {"ms", 812}, {"parts", std::vector<int>{1, 2, 3}}});
    });

    EXPECT_EQ(records().size(), 4U);
}

}  // namespace
