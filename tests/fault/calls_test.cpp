// SPDX-License-Identifier: MIT
#include <loccer/loccer.hpp>

#include "../outputs/support.hpp"
#include "counted_calls.hpp"

#include <gtest/gtest.h>

#include <string>
#include <system_error>

// What a capture never calls, once its site has been recorded: whatever waits, throws once more, makes a name readable
// or formats by a locale.

namespace {

using counted::Calls;
using counted::second_time;

using File = loccer::JsonFileOutput<loccer::MaxSize<loccer::MiB>, loccer::MaxFiles<3>, loccer::Gzip<>>;
using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput, File>;

struct Failure : std::system_error {
    Failure() : std::system_error(5, std::generic_category(), "the disk does not answer") {}
};

[[noreturn, gnu::noinline]] void throw_failure() { throw Failure(); }

[[gnu::noinline]] void fail_in_scopes(Log& log) {
    const int order = 17;
    try {
        LOCCER_LOCALS(order);
        LOCCER_CAPTURE(log, order) { throw_failure(); };
    } catch (...) {
        log();
    }
}

/// *Effects* throws and catches what fail_in_scopes() does.
[[gnu::noinline]] void fail_alone() {
    try {
        throw_failure();
    } catch (...) {
    }
}

/// An installed log, and a test that can count.
class CallsOfACapture : public testing::Test {
  protected:
    void SetUp() override {
        LOCCER_TEST_NEEDS_COUNTED_CALLS();
        log_ = &loccer::install<Log>(File(folder_ / "errors.log"));
    }
    void TearDown() override {
        if (log_ != nullptr) loccer::restore();
    }
    Log& log() { return *log_; }

  private:
    outputs_test::Directory folder_;
    Log* log_ = nullptr;
};

TEST_F(CallsOfACapture, AreNoneThatWaitOrThrowOrMakeNamesReadable) {
    const Calls of_the_throw = second_time(&fail_alone);

    EXPECT_EQ(second_time([&] { fail_in_scopes(log()); }), of_the_throw);
    EXPECT_EQ(log().get<loccer::InMemoryOutput>().size(), 2U);
}

TEST_F(CallsOfACapture, AreNoneThatWaitForMetadata) {
    EXPECT_EQ(second_time([&] { log().log_metadata({{"msg", "disk slow"}, {"ms", 812}}); }), Calls{});
}

}  // namespace
