// SPDX-License-Identifier: MIT
#include <loccer/loccer.hpp>
#include <loccer/outputs/ring_file.hpp>

#include "outputs/support.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

// A capture allocates nothing, once its site has been recorded. The allocator of this program counts what
// the calling thread asks for; sanitizers bring their own, which cannot be counted.

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define LOCCER_TEST_COUNTS_ALLOCATIONS 0
#endif
#endif
#if defined(__SANITIZE_THREAD__) || LOCCER_CFG_ADDRESS_SANITIZER
#define LOCCER_TEST_COUNTS_ALLOCATIONS 0
#endif
#ifndef LOCCER_TEST_COUNTS_ALLOCATIONS
#define LOCCER_TEST_COUNTS_ALLOCATIONS 1
#endif

namespace {

thread_local constinit std::size_t allocations = 0;

}  // namespace

#if LOCCER_TEST_COUNTS_ALLOCATIONS
extern "C" {
// The C library's own, for programs that replace malloc().
void* __libc_malloc(std::size_t);               // NOLINT(bugprone-reserved-identifier)
void* __libc_calloc(std::size_t, std::size_t);  // NOLINT(bugprone-reserved-identifier)
void* __libc_realloc(void*, std::size_t);       // NOLINT(bugprone-reserved-identifier)

void* malloc(std::size_t size) noexcept {
    ++allocations;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
    ++allocations;
    return __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) noexcept {
    ++allocations;
    return __libc_realloc(block, size);
}
}
#endif

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

/// *Returns* how many allocations the second call makes. Both calls come from one place, so the second one's
/// stack holds no address that is new.
template <class Body>
[[gnu::noinline]] std::size_t second_time(Body&& body) {
    std::size_t count = 0;
    for (int time = 0; time < 2; ++time) {
        __asm__ volatile("" : "+r"(time));  // keeps the calls one
        const std::size_t before = allocations;
        body();
        count = allocations - before;
    }
    return count;
}

/// An installed log, and a test that can count.
class Allocations : public testing::Test {
  protected:
    void SetUp() override {
        if (!LOCCER_TEST_COUNTS_ALLOCATIONS) GTEST_SKIP() << "a sanitizer has its own allocator";
        log_ = &loccer::install<Log>();
    }
    void TearDown() override {
        if (log_ != nullptr) loccer::restore();
    }
    Log& log() { return *log_; }

  private:
    Log* log_ = nullptr;
};

TEST_F(Allocations, AreCounted) {
    EXPECT_EQ(second_time([] { ::operator delete(::operator new(100)); }), 1U);
}

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
