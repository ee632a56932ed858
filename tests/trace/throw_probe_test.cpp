// SPDX-License-Identifier: MIT
#include <loccer/trace/throw_probe.hpp>

#include "support/swallow.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <future>
#include <memory>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using test_log::frame_names;
using test_log::Log;
using test_log::only_record;
using test_log::records;
using test_log::swallow;
using test_log::thrower;

[[noreturn, gnu::noinline]] void throw_limit(const char* what = "limit") { throw std::out_of_range(what); }

[[gnu::noinline]] void through_a_destructor(bool& destroyed) {
    struct Note {
        bool& destroyed;
        ~Note() { destroyed = true; }
    } note{destroyed};
    throw_limit();
}

TEST(ThrowProbe, GivesTheStackOfTheThrow) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw_limit(); };
    });

    const auto record = only_record(log);
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(record["exc_type"], "std::out_of_range");
    EXPECT_EQ(record["msg"], "limit");
    EXPECT_NE(thrower(record).find("throw_limit"), std::string::npos) << frame_names(record);
}

TEST(ThrowProbe, LetsTheExceptionGoOnUnchanged) {
    Log log;
    const std::exception_ptr thrown = std::make_exception_ptr(std::out_of_range("same"));
    std::exception_ptr caught;

    try {
        LOCCER_CAPTURE(log) { std::rethrow_exception(thrown); };
    } catch (...) {
        caught = std::current_exception();
    }

    EXPECT_EQ(caught, thrown);
}

TEST(ThrowProbe, RunsDestructorsOnTheWay) {
    Log log;
    bool destroyed = false;

    swallow([&] {
        LOCCER_CAPTURE(log) { through_a_destructor(destroyed); };
    });

    EXPECT_TRUE(destroyed);
}

TEST(ThrowProbe, RecordsOnceThroughNestedScopes) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) {
            LOCCER_CAPTURE(log) {
                LOCCER_CAPTURE(log) { throw_limit(); };
            };
        };
    });

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(ThrowProbe, RecordsOnceInEachOfSeveralLogs) {
    Log inner;
    Log outer;

    swallow([&] {
        LOCCER_CAPTURE(outer) {
            LOCCER_CAPTURE(inner) { throw_limit(); };
        };
    });

    EXPECT_EQ(only_record(inner)["origin"], "throw");
    EXPECT_EQ(only_record(outer)["origin"], "throw");
    EXPECT_NE(thrower(only_record(outer)).find("throw_limit"), std::string::npos);
}

TEST(ThrowProbe, RecordsEachThrowOfALoopThatReusesTheAddress) {
    Log log;

    for (int i = 0; i < 20; ++i) {
        swallow([&] {
            LOCCER_CAPTURE(log) { throw_limit("again"); };
        });
    }

    EXPECT_EQ(records(log).size(), 20U);
}

TEST(ThrowProbe, RecordsOnceWhenTheExceptionIsThrownAgain) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) {
            try {
                LOCCER_CAPTURE(log) { throw_limit(); };
            } catch (...) {
                throw;
            }
        };
    });

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(ThrowProbe, RecordsANewExceptionThrownInAHandler) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) {
            try {
                LOCCER_CAPTURE(log) { throw_limit("first"); };
            } catch (const std::out_of_range&) {
                throw std::out_of_range("second");
            }
        };
    });

    const auto all = records(log);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["msg"], "first");
    EXPECT_EQ(all[1]["msg"], "second");
}

TEST(ThrowProbe, RecordsAnUnseenExceptionThatIsThrownAgainThroughAScopeEachTime) {
    Log log;

    for (int i = 0; i < 5; ++i) {
        try {
            throw_limit("unseen");  // no scope on the way: the first question comes with `throw;`
        } catch (...) {
            swallow([&] {
                LOCCER_CAPTURE(log) { throw; };
            });
        }
    }

    const auto all = records(log);
    ASSERT_EQ(all.size(), 5U);
    for (const auto& record : all) EXPECT_EQ(record["origin"], "catch");
}

TEST(ThrowProbe, RecordsExceptionsOfDestructorsDuringUnwinding) {
    Log log;
    struct Cleaner {
        Log& log;
        ~Cleaner() {
            try {
                LOCCER_CAPTURE(log) { throw_limit("in the destructor"); };
            } catch (...) {
            }
        }
    };

    swallow([&] {
        LOCCER_CAPTURE(log) {
            const Cleaner cleaner{log};
            throw_limit("on its way");
        };
    });

    const auto all = records(log);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["msg"], "in the destructor");
    EXPECT_EQ(all[1]["msg"], "on its way");
    EXPECT_EQ(all[1]["origin"], "throw");
}

TEST(ThrowProbe, IsNotMisledByAnInnerExceptionThatIsKept) {
    Log log;
    std::exception_ptr kept;
    struct Cleaner {
        Log& log;
        std::exception_ptr& kept;
        ~Cleaner() {
            try {
                LOCCER_CAPTURE(log) { throw_limit("kept"); };
            } catch (...) {
                kept = std::current_exception();
            }
        }
    };

    try {
        LOCCER_CAPTURE(log) {
            const Cleaner cleaner{log, kept};
            throw_limit("outer");
        };
    } catch (const std::out_of_range& error) {
        EXPECT_STREQ(error.what(), "outer");
    }

    const auto all = records(log);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1]["msg"], "outer");
}

TEST(ThrowProbe, RecordsOnceAcrossThreads) {
    Log log;

    auto result = std::async(std::launch::async, [&] {
        LOCCER_CAPTURE(log) { throw_limit(); };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { result.get(); };
    });

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(ThrowProbe, KeepsTheThrowersStackForALogThatMeetsTheExceptionOnAnotherThread) {
    Log worker_log;
    Log main_log;

    auto result = std::async(std::launch::async, [&] {
        LOCCER_CAPTURE(worker_log) { throw_limit(); };
    });
    swallow([&] {
        LOCCER_CAPTURE(main_log) { result.get(); };
    });

    const auto record = only_record(main_log);
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_NE(thrower(record).find("throw_limit"), std::string::npos) << frame_names(record);
}

TEST(ThrowProbe, DoesNotMixExceptionsOfThreads) {
    Log log;
    constexpr int threads = 4;
    constexpr int rounds = 10;

    std::vector<std::thread> workers;
    for (int number = 0; number < threads; ++number) {
        workers.emplace_back([&log, number] {
            for (int i = 0; i < rounds; ++i) {
                swallow([&] {
                    LOCCER_CAPTURE(log) { throw_limit(std::to_string(number).c_str()); };
                });
            }
        });
    }
    for (std::thread& worker : workers) worker.join();

    std::vector<int> seen(threads);
    for (const auto& record : records(log))
        ++seen.at(static_cast<std::size_t>(std::stoi(record["msg"].get<std::string>())));
    EXPECT_EQ(seen, std::vector<int>(threads, rounds));
}

TEST(ThrowProbe, RecordsEachThrowOfTheSameLiteral) {
    Log log;

    for (int i = 0; i < 3; ++i) {
        swallow([&] {
            LOCCER_CAPTURE(log) {
                LOCCER_CAPTURE(log) { throw "the same literal"; };
            };
        });
    }

    const auto all = records(log);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[2]["exc_type"], "char const*");
    EXPECT_EQ(all[2]["msg"], "the same literal");
    EXPECT_EQ(all[2]["origin"], "throw");
}

TEST(ThrowProbe, RecordsOnceAPointerThatIsThrownAgain) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) {
            try {
                LOCCER_CAPTURE(log) { throw "once"; };
            } catch (...) {
                throw;
            }
        };
    });

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(ThrowProbe, RecordsANullPointer) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw static_cast<const char*>(nullptr); };
    });

    EXPECT_EQ(only_record(log)["msg"], nullptr);
}

/// *Returns* how many snapshots are free; other tests of this program may hold some.
std::size_t free_snapshots() {
    std::vector<loccer::trace::Snapshot*> taken;
    while (auto* snapshot = loccer::trace::snapshot_pool.acquire()) taken.push_back(snapshot);
    for (auto* snapshot : taken) loccer::trace::snapshot_pool.release(*snapshot);
    return taken.size();
}

TEST(ThrowProbe, RecordsEveryExceptionWhenAllSnapshotsAreInUse) {
    Log log(loccer::InMemoryOutput(256));
    std::vector<std::exception_ptr> kept;
    constexpr std::size_t throws = LOCCER_CFG_SNAPSHOTS + 10;
    swallow([&] {
        LOCCER_CAPTURE(log) { throw_limit(); };
    });  // ends what an earlier thrown pointer holds
    log.get<loccer::InMemoryOutput>().clear();
    const std::size_t free = free_snapshots();

    for (std::size_t i = 0; i < throws; ++i) {
        try {
            LOCCER_CAPTURE(log) {
                LOCCER_CAPTURE(log) { throw_limit("kept alive"); };
            };
        } catch (...) {
            kept.push_back(std::current_exception());
        }
    }

    EXPECT_EQ(records(log).size(), throws);
    EXPECT_EQ(log.statistics().missed_snapshots, throws - free);
    EXPECT_EQ(records(log).back()["msg"], "kept alive");
    EXPECT_EQ(records(log).back()["origin"], "catch");
}

TEST(ThrowProbe, GivesSnapshotsBackWithTheirExceptions) {
    Log log;

    for (std::size_t i = 0; i < 3 * LOCCER_CFG_SNAPSHOTS; ++i) {
        swallow([&] {
            LOCCER_CAPTURE(log) { throw_limit(); };
        });
    }

    EXPECT_EQ(log.statistics().missed_snapshots, 0U);
}

TEST(ThrowProbe, DestroysTheThrownObjectExactlyOnce) {
    Log log;
    static int alive = 0;
    struct Counted {
        Counted() { ++alive; }
        Counted(const Counted&) { ++alive; }
        ~Counted() { --alive; }
    };

    swallow([&] {
        LOCCER_CAPTURE(log) { throw Counted(); };
    });

    EXPECT_EQ(alive, 0);
    EXPECT_EQ(records(log).size(), 1U);
}

/// The runtime itself binds the reference of `catch (abi::__forced_unwind&)` to nothing.
__attribute__((no_sanitize("null"))) void wait_for_cancellation(Log& log) {
    LOCCER_TRY {
        for (;;) ::pause();
    }
    LOCCER_CATCH(log) {}
}

TEST(ThrowProbe, LeavesThreadCancellationAlone) {
    Log log;
    ::pthread_t thread{};
    const auto wait = [](void* argument) -> void* {
        Log& log_of_thread = *static_cast<Log*>(argument);
        LOCCER_CAPTURE(log_of_thread) { wait_for_cancellation(log_of_thread); };
        return nullptr;
    };
    ASSERT_EQ(::pthread_create(&thread, nullptr, wait, &log), 0);

    ::pthread_cancel(thread);
    void* result = nullptr;
    ::pthread_join(thread, &result);

    EXPECT_EQ(result, PTHREAD_CANCELED);
    EXPECT_TRUE(records(log).empty());
}

TEST(ThrowProbe, KeepsALongMessageWhole) {
    Log log;
    const std::string message(7000, 'x');

    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::runtime_error(message); };
    });

    EXPECT_EQ(only_record(log)["msg"], message);
}

/// A message on the stack of the thrower: gone when scopes are left, there when the question is asked.
class Dangling : public std::exception {
  public:
    explicit Dangling(const char* text) : text_(text) {}
    [[nodiscard]] const char* what() const noexcept override { return text_; }

  private:
    const char* text_;
};

TEST(ThrowProbe, ReadsTheMessageWhileTheThrowersFrameLives) {
    Log log;
    const auto thrower_with_buffer = [] {
        auto text = std::make_unique<std::string>("short-lived, on the heap of its thrower");
        throw Dangling(text->c_str());
    };

    swallow([&] {
        LOCCER_CAPTURE(log) { thrower_with_buffer(); };
    });

    EXPECT_EQ(only_record(log)["msg"], "short-lived, on the heap of its thrower");
}

/// Each scope in a frame of its own.
// NOLINTNEXTLINE(misc-no-recursion)
[[gnu::noinline]] void throw_through_scopes(Log& log, int scopes, const char* thrown) {
    if (scopes == 0) throw thrown;
    LOCCER_CAPTURE(log) { throw_through_scopes(log, scopes - 1, thrown); };
}

TEST(ThrowProbe, RecordsAPointerOnceThroughScopesInFramesOfTheirOwn) {
    Log log;
    loccer::install(log);

    swallow([&] { throw_through_scopes(log, 20, "the literal"); });
    swallow([&] { throw_through_scopes(log, 20, "the literal"); });
    loccer::restore();

    EXPECT_EQ(records(log).size(), 2U);
}

TEST(ThrowProbe, RecordsANullPointerOnceThroughSeveralScopes) {
    Log log;
    loccer::install(log);

    swallow([&] { throw_through_scopes(log, 3, nullptr); });
    loccer::restore();

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(ThrowProbe, TellsAnExceptionFromAnEarlierOneWhoseSnapshotItGot) {
    struct Small {};
    Log log;
    Log worker_log;
    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::system_error(std::make_error_code(std::errc::timed_out)); };
    });
    log.get<loccer::InMemoryOutput>().clear();

    auto result = std::async(std::launch::async, [&] {
        LOCCER_CAPTURE(worker_log) { throw Small(); };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { result.get(); };
    });

    EXPECT_NE(only_record(log)["exc_type"].get<std::string>().find("Small"), std::string::npos);
}

TEST(ThrowProbe, RecordsOnceInAHandlerWhenAllSnapshotsAreInUse) {
    Log log(loccer::InMemoryOutput(256));
    std::vector<std::exception_ptr> kept;
    for (std::size_t i = 0; i < LOCCER_CFG_SNAPSHOTS; ++i) {
        try {
            LOCCER_CAPTURE(log) { throw_limit("kept alive"); };
        } catch (...) {
            kept.push_back(std::current_exception());
        }
    }
    log.get<loccer::InMemoryOutput>().clear();

    LOCCER_TRY {
        LOCCER_CAPTURE(log) { throw_limit("one more"); };
    }
    LOCCER_CATCH(log) {}

    const auto record = only_record(log);
    EXPECT_EQ(record["msg"], "one more");
    EXPECT_FALSE(record["frames"].empty());
}

}  // namespace
