// SPDX-License-Identifier: MIT
#include <loccer/capture/registered_locals.hpp>

#include "support/swallow.hpp"
#include "support/task.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <coroutine>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <thread>
#include <utility>
#include <vector>

namespace {

using test_log::frame_names;
using test_log::locals_of;
using test_log::Log;
using test_log::only_record;
using test_log::records;
using test_log::swallow;

/// *Returns* the locals of each frame whose name holds `function`, outermost first.
std::vector<nlohmann::json> all_locals_of(const nlohmann::json& record, std::string_view function) {
    std::vector<nlohmann::json> found;
    for (const auto& frame : record["frames"]) {
        if (frame["name"].is_string() && frame["name"].get<std::string>().find(function) != std::string::npos) {
            found.push_back(frame["locals"]);
        }
    }
    return found;
}

/// *Returns* how many frames have locals.
std::size_t frames_with_locals(const nlohmann::json& record) {
    std::size_t count = 0;
    for (const auto& frame : record["frames"]) count += frame["locals"].is_null() ? 0U : 1U;
    return count;
}

[[noreturn, gnu::noinline]] void throw_limit() { throw std::out_of_range("limit"); }

[[gnu::noinline]] void place_order(int quantity) {
    const double total = 9.99 * quantity;
    LOCCER_LOCALS(quantity, total);
    throw_limit();
}

[[gnu::noinline]] void settle_day(int day) {
    LOCCER_LOCALS(day);
    place_order(15);
}

TEST(RegisteredLocals, StandInTheFrameOfTheirFunction) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { settle_day(3); };
    });

    const auto record = only_record(log);
    EXPECT_EQ(locals_of(record, "place_order"), (nlohmann::json{{"quantity", 15}, {"total", 9.99 * 15}}))
        << record.dump(1);
    EXPECT_EQ(locals_of(record, "settle_day"), (nlohmann::json{{"day", 3}})) << record.dump(1);
    EXPECT_EQ(frames_with_locals(record), 2U);
}

[[gnu::always_inline]] inline void inlined_order(int quantity) {
    LOCCER_LOCALS(quantity);
    throw_limit();
}

[[gnu::noinline]] void calls_inlined_order(int customer) {
    LOCCER_LOCALS(customer);
    inlined_order(7);
}

TEST(RegisteredLocals, StandInTheFrameOfAnInlinedFunction) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { calls_inlined_order(4); };
    });

    const auto record = only_record(log);
    for (const auto& frame : record["frames"]) {
        if (frame["name"].is_null()) continue;
        const std::string name = frame["name"];
        if (name.find("calls_inlined_order") != std::string::npos) {
            EXPECT_EQ(frame["locals"], (nlohmann::json{{"customer", 4}})) << record.dump(1);
        } else if (name.find("inlined_order") != std::string::npos) {
            EXPECT_EQ(frame["locals"], (nlohmann::json{{"quantity", 7}})) << record.dump(1);
        }
    }
    EXPECT_EQ(frames_with_locals(record), 2U) << record.dump(1);
}

// NOLINTNEXTLINE(misc-no-recursion): that is what is tested
[[gnu::noinline]] int recurse(int level) {
    LOCCER_LOCALS(level);
    if (level == 0) throw std::out_of_range("limit");
    return level == -1 ? 0 : recurse(level - 1) + level;
}

TEST(RegisteredLocals, StandInEachFrameOfARecursion) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { recurse(4); };
    });

    const auto found = all_locals_of(only_record(log), "recurse");
    ASSERT_EQ(found.size(), 5U) << frame_names(only_record(log));
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], (nlohmann::json{{"level", 4 - i}}));
}

TEST(RegisteredLocals, OfTheInnermostFunctionsAreKeptInADeepRecursion) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { recurse(60); };
    });

    const auto found = all_locals_of(only_record(log), "recurse");
    ASSERT_EQ(found.size(), 61U);
    EXPECT_EQ(found.back(), (nlohmann::json{{"level", 0}}));
    EXPECT_EQ(found.front(), nullptr);
}

TEST(RegisteredLocals, StandInTheFrameOfALambda) {
    Log log;
    const auto lambda = [](int amount) {
        LOCCER_LOCALS(amount);
        throw_limit();
    };

    swallow([&] {
        LOCCER_CAPTURE(log) { lambda(12); };
    });

    const auto record = only_record(log);
    EXPECT_EQ(frames_with_locals(record), 1U);
    EXPECT_NE(record["frames"].dump().find(R"("locals":{"amount":12})"), std::string::npos) << record.dump(1);
}

[[gnu::noinline]] void registers_twice() {
    const int first = 1;
    LOCCER_LOCALS(first);
    const int second = 2;
    LOCCER_LOCALS(second);
    throw_limit();
}

TEST(RegisteredLocals, OfOneFunctionStandTogether) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { registers_twice(); };
    });

    const auto locals = locals_of(only_record(log), "registers_twice");
    EXPECT_EQ(locals, (nlohmann::json{{"first", 1}, {"second", 2}})) << locals.dump();
}

[[gnu::noinline]] void changes_what_it_registered() {
    std::string state = "new";
    LOCCER_LOCALS(state);
    state = "validated";
    throw_limit();
}

TEST(RegisteredLocals, HaveTheirValuesOfTheMomentOfTheThrow) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { changes_what_it_registered(); };
    });

    EXPECT_EQ(locals_of(only_record(log), "changes_what")["state"], "validated");
}

/// Says in its text whether it has been destroyed.
struct Tracked {
    bool alive = true;
    ~Tracked() { alive = false; }
    friend std::ostream& operator<<(std::ostream& stream, const Tracked& tracked) {
        return stream << (tracked.alive ? "alive" : "destroyed");
    }
};

[[gnu::noinline]] void throws_beside_an_object() {
    const Tracked tracked;
    LOCCER_LOCALS(tracked);
    throw_limit();
}

TEST(RegisteredLocals, AreDescribedWhileTheyLive) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throws_beside_an_object(); };
    });

    EXPECT_EQ(locals_of(only_record(log), "throws_beside")["tracked"], "alive");
}

TEST(RegisteredLocals, AreForgottenWithTheirBlock) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) {
            {
                const int gone = 1;
                LOCCER_LOCALS(gone);
            }
            throw_limit();
        };
    });

    EXPECT_EQ(frames_with_locals(only_record(log)), 0U) << only_record(log).dump(1);
}

TEST(RegisteredLocals, AreForgottenWhenTheirFunctionIsLeftByAnException) {
    Log log;
    swallow([] { settle_day(1); });

    swallow([&] {
        LOCCER_CAPTURE(log) { throw_limit(); };
    });

    EXPECT_EQ(frames_with_locals(only_record(log)), 0U);
}

TEST(RegisteredLocals, OutsideOfTheScopeAreShownToo) {
    Log log;
    const auto outer = [&](int batch) {
        LOCCER_LOCALS(batch);
        LOCCER_CAPTURE(log) { settle_day(2); };
    };

    swallow([&] { outer(9); });

    const auto record = only_record(log);
    EXPECT_NE(record["frames"].dump().find(R"("locals":{"batch":9})"), std::string::npos) << record.dump(1);
}

[[gnu::noinline]] void captures_in_a_handler(Log& log, int order) {
    LOCCER_LOCALS(order);
    try {
        throw_limit();
    } catch (...) {
        log();
    }
}

TEST(RegisteredLocals, AreShownByACaptureInAHandler) {
    Log log;

    captures_in_a_handler(log, 31);

    EXPECT_EQ(locals_of(only_record(log), "captures_in_a_handler"), (nlohmann::json{{"order", 31}}));
}

TEST(RegisteredLocals, BelongToTheirThread) {
    Log log;
    const int of_this_thread = 1;
    LOCCER_LOCALS(of_this_thread);

    std::thread([&] {
        swallow([&] {
            LOCCER_CAPTURE(log) { throw_limit(); };
        });
    }).join();

    EXPECT_EQ(frames_with_locals(only_record(log)), 0U);
}

/// Throws when it is formatted.
struct Unprintable {
    friend std::ostream& operator<<(std::ostream& stream, const Unprintable&) {
        if (stream) throw std::runtime_error("cannot be shown");
        return stream;
    }
};

[[gnu::noinline]] void has_an_unprintable() {
    const Unprintable bad;
    const int before = 1;
    const int after = 2;
    LOCCER_LOCALS(before, bad, after);
    throw_limit();
}

TEST(RegisteredLocals, ThatCannotBeFormattedSaySoAndSpareTheOthers) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { has_an_unprintable(); };
    });

    const auto locals = locals_of(only_record(log), "has_an_unprintable");
    EXPECT_EQ(locals["bad"], "Error getting repr of the object: cannot be shown");
    EXPECT_EQ(locals["before"], 1);
    EXPECT_EQ(locals["after"], 2);
    EXPECT_EQ(only_record(log)["msg"], "limit");
}

TEST(RegisteredLocals, TooLargeForASnapshotAreCutAndSpareTheRest) {
    Log log;
    const std::vector<std::string> large(2000, std::string(50, 'x'));
    const auto holder = [&] {
        LOCCER_LOCALS(large);
        settle_day(1);
    };

    swallow([&] {
        LOCCER_CAPTURE(log) { holder(); };
    });

    const auto record = only_record(log);
    EXPECT_EQ(locals_of(record, "place_order")["quantity"], 15) << record.dump(1).substr(0, 3000);
    EXPECT_EQ(record["msg"], "limit");
}

/// Coroutine frames side by side at the thread's `place`, not given back; on the heap where that is null.
struct PlacedFrames {
    inline static thread_local std::byte* place = nullptr;

    static void* operator new(std::size_t size) {
        return place != nullptr ? std::exchange(place, place + (size + 63) / 64 * 64) : ::operator new(size);
    }
    static void operator delete(void* frame) {
        if (place == nullptr) ::operator delete(frame);
    }
};

using Task = coroutine::Task<PlacedFrames>;

Task registers_in_a_coroutine(Log& log, int order) {
    LOCCER_LOCALS(order);
    co_await std::suspend_always{};
    LOCCER_CAPTURE(log) { throw_limit(); };
}

TEST(RegisteredLocals, OfACoroutineAreNotShown) {
    Log log;
    const Task task = registers_in_a_coroutine(log, 1);

    task.resume();
    task.resume();

    EXPECT_TRUE(task.done());
    EXPECT_EQ(frames_with_locals(only_record(log)), 0U) << only_record(log).dump(1);
}

TEST(RegisteredLocals, OfASuspendedCoroutineAreNotInTheListOfTheThread) {
    Log log;
    const Task task = registers_in_a_coroutine(log, 1);

    task.resume();
    swallow([&] {
        LOCCER_CAPTURE(log) { throw_limit(); };
    });

    EXPECT_EQ(loccer::trace::locals_list.innermost, nullptr);
    EXPECT_EQ(frames_with_locals(only_record(log)), 0U);
}

TEST(RegisteredLocals, OfACoroutineThatEndsOnAnotherThreadLeaveNothingBehind) {
    Log log;
    auto task = std::make_unique<Task>(registers_in_a_coroutine(log, 1));
    std::thread([&] { task->resume(); }).join();

    std::thread([&] {
        task->resume();
        task.reset();
    }).join();
    swallow([&] {
        LOCCER_CAPTURE(log) { throw_limit(); };
    });

    EXPECT_EQ(loccer::trace::locals_list.innermost, nullptr);
    EXPECT_EQ(records(log).size(), 2U);
}

TEST(RegisteredLocals, OfACoroutineJustAboveTheStackAreNotTakenForThoseOfAFunction) {
    static constexpr std::size_t stack_size = 1U << 20U;
    static constexpr std::size_t heap_size = 1U << 16U;
    void* memory = ::mmap(nullptr, stack_size + heap_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    static std::byte* const heap = static_cast<std::byte*>(memory) + stack_size;
    static bool left_behind = true;
    ::pthread_attr_t attributes{};
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstack(&attributes, memory, stack_size);
    ::pthread_t thread{};
    const auto body = [](void*) -> void* {
        Log log;
        PlacedFrames::place = heap;
        {
            const Task task = registers_in_a_coroutine(log, 1);
            task.resume();
            left_behind = loccer::trace::locals_list.innermost != nullptr;
        }
        PlacedFrames::place = nullptr;
        return nullptr;
    };

    ASSERT_EQ(::pthread_create(&thread, &attributes, body, nullptr), 0);
    ::pthread_join(thread, nullptr);

    EXPECT_FALSE(left_behind);
    ::pthread_attr_destroy(&attributes);
    ::munmap(memory, stack_size + heap_size);
}

TEST(RegisteredLocals, OfACoroutineWithinAFunctionAreForgottenInAnyOrder) {
    Log log;
    const int order = 1;

    swallow([&] {
        auto task = std::make_unique<Task>(registers_in_a_coroutine(log, 1));
        task->resume();
        LOCCER_LOCALS(order);
        task.reset();
        LOCCER_CAPTURE(log) { throw_limit(); };
    });

    EXPECT_EQ(frames_with_locals(only_record(log)), 1U);
    EXPECT_EQ(loccer::trace::locals_list.innermost, nullptr);
}

/// Says where locals were registered, as the macros do.
struct Place {
    static constexpr loccer::trace::LocalsPlace place() noexcept { return {"function", "file.cpp", 1}; }
};

/// Registered variables that end when a test wants it, as those of a fiber do, or of a coroutine that the compiler has
/// put on a stack.
class RegisteredByHand {
  public:
    RegisteredByHand() {
        ::new (place_.data()) Registered(loccer::capture::LocalsPack(Place{}, loccer::capture::local<"value">(value_)));
    }
    RegisteredByHand(const RegisteredByHand&) = delete;
    RegisteredByHand& operator=(const RegisteredByHand&) = delete;
    ~RegisteredByHand() { end(); }

    void end() {
        if (!std::exchange(lives_, false)) return;
        std::launder(reinterpret_cast<Registered*>(place_.data()))->~Registered();
    }

  private:
    using Registered = loccer::capture::RegisteredLocals<1, loccer::capture::Running::to_its_end>;

    bool lives_ = true;
    int value_ = 1;
    alignas(Registered) std::array<std::byte, sizeof(Registered)> place_{};
};

TEST(RegisteredLocals, LeaveTheListInAnyOrder) {
    RegisteredByHand first;
    RegisteredByHand second;
    RegisteredByHand third;

    second.end();
    first.end();
    EXPECT_NE(loccer::trace::locals_list.innermost, nullptr);
    third.end();

    EXPECT_EQ(loccer::trace::locals_list.innermost, nullptr);
}

TEST(RegisteredLocals, LeaveTheListThatTheyAreInFromAnotherThread) {
    RegisteredByHand first;
    RegisteredByHand second;

    std::thread([&] {
        RegisteredByHand of_that_thread;
        second.end();
        EXPECT_NE(loccer::trace::locals_list.innermost, nullptr);
    }).join();
    first.end();

    EXPECT_EQ(loccer::trace::locals_list.innermost, nullptr);
}

TEST(RegisteredLocals, OfAScopeWhoseFrameIsElsewhereAreShownBesideTheOthers) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) {
            const int outer = 1;
            LOCCER_LOCALS(outer);
            const auto elsewhere = std::make_unique<RegisteredByHand>();
            settle_day(3);
        };
    });

    EXPECT_EQ(frames_with_locals(only_record(log)), 4U) << only_record(log).dump(1);
    EXPECT_EQ(locals_of(only_record(log), "settle_day"), (nlohmann::json{{"day", 3}}));
}

}  // namespace
