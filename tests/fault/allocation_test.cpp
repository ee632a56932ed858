// SPDX-License-Identifier: MIT
#include <loccer/loccer.hpp>
#include <loccer/outputs/ring_file.hpp>

#include "counted_calls.hpp"
#include "outputs/support.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>

// A capture allocates nothing, once its site has been recorded.

namespace {

using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::Environment<"PATH">, loccer::InMemoryOutput>;

[[noreturn, gnu::noinline]] void throw_number() { throw 42; }

[[gnu::noinline]] void without_a_scope() {
    try {
        throw_number();
    } catch (...) {
    }
}

[[gnu::noinline]] void in_scopes(Log& log) {
    const int order = 17;
    const double total = 1.5;
    try {
        LOCCER_LOCALS(order);
        LOCCER_CAPTURE(log, total) {
            LOCCER_CAPTURE() { throw_number(); };
        };
    } catch (...) {
        log();
    }
}

/// *Returns* how many allocations the second call makes.
template <class Body>
[[gnu::noinline]] std::size_t second_time(Body&& body) {
    const counted::Calls found = counted::second_time(body);
    return found.allocate + found.map;
}

/// An installed log, and a test that can count.
class Allocations : public testing::Test {
  protected:
    void SetUp() override {
        LOCCER_TEST_NEEDS_COUNTED_CALLS();
        log_ = &loccer::install<Log>();
    }
    void TearDown() override {
        if (log_ != nullptr) loccer::restore();
    }
    Log& log() { return *log_; }

  private:
    Log* log_ = nullptr;
};

TEST_F(Allocations, OfAThrowAreTheRuntimesAlone) {
    const std::size_t of_the_throw = second_time([] { without_a_scope(); });

    const std::size_t in_all = second_time([&] { in_scopes(log()); });

    EXPECT_EQ(in_all, of_the_throw);
    EXPECT_EQ(log().get<loccer::InMemoryOutput>().size(), 2U);
}

TEST_F(Allocations, AreNotMadeForAStoredException) {
    const std::exception_ptr stored[] = {std::make_exception_ptr(1), std::make_exception_ptr(2)};
    std::size_t next = 0;

    EXPECT_EQ(second_time([&] { log().capture_exception(stored[next++]); }), 0U);
}

TEST_F(Allocations, AreNotMadeForARecordInARing) {
    const outputs_test::Directory directory;
    loccer::RingFileOutput<64 * loccer::KiB> ring(directory / "errors.ring");
    const outputs_test::Line line(std::string(1000, 'x'));

    EXPECT_EQ(second_time([&] {
                  for (int i = 0; i < 200; ++i) ring.write(line);
              }),
              0U);
    EXPECT_EQ(ring.statistics().stored, 400U);
}

TEST_F(Allocations, AreNotMadeForAnExceptionObject) {
    const std::runtime_error error("an object");

    EXPECT_EQ(second_time([&] { log().capture_exception(error); }), 0U);
}

TEST_F(Allocations, AreNotMadeForNestedExceptions) {
    std::exception_ptr stored;
    try {
        try {
            throw std::runtime_error("inner");
        } catch (...) {
            std::throw_with_nested(std::logic_error("outer"));
        }
    } catch (...) {
        stored = std::current_exception();
    }
    const std::exception_ptr both[] = {stored, stored};
    std::size_t next = 0;
    Log other;
    Log* const logs[] = {&other, &log()};

    EXPECT_EQ(second_time([&] { logs[next]->capture_exception(both[next]), ++next; }), 0U);
}

TEST_F(Allocations, AreNotMadeForMetadata) {
    EXPECT_EQ(second_time([&] { log().log_metadata({{"msg", "disk slow"}, {"ms", 812}}); }), 0U);
}

TEST_F(Allocations, AreNotMadeByAScopeInWhichNothingIsThrown) {
    EXPECT_EQ(second_time([&] { LOCCER_CAPTURE(log()){}; }), 0U);
}

}  // namespace
