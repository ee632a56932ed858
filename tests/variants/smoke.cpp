// SPDX-License-Identifier: MIT
// A program that is built once per variant: what works everywhere must work here.

#include <loccer/loccer.hpp>

#include "front_unit.hpp"

#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace {

using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput>;

}  // namespace

LOCCER_DEFINE_LOG(declared, Log);

namespace {

int failures = 0;

void expect(bool holds, const char* sentence) {
    if (holds) return;
    ++failures;
    std::printf("%s: %s\n", LOCCER_TEST_VARIANT, sentence);
}

#define LOCCER_TEST_TEXT(name) #name
#define LOCCER_TEST_TEXT_OF(name) LOCCER_TEST_TEXT(name)

constexpr std::string_view variant = LOCCER_TEST_VARIANT;
constexpr std::string_view abi_namespace = LOCCER_TEST_TEXT_OF(LOCCER_ABI_NAMESPACE);
constexpr bool without_exceptions = variant.find("no-exceptions") != std::string_view::npos;
constexpr bool without_rtti = variant.find("no-rtti") != std::string_view::npos;

bool newest_holds(const Log& log, std::string_view part) {
    const auto records = log.get<loccer::InMemoryOutput>().records();
    if (records.empty()) return false;
    std::printf("%s\n", records.back().c_str());
    return records.back().find(part) != std::string::npos;
}

void switches_are_seen() {
    expect(LOCCER_CFG_EXCEPTIONS == !without_exceptions, "LOCCER_CFG_EXCEPTIONS does not follow the compiler");
    expect(LOCCER_CFG_RTTI == !without_rtti, "LOCCER_CFG_RTTI does not follow the compiler");
}

void switches_that_change_a_layout_change_the_abi_namespace() {
    expect((abi_namespace.find("no_exceptions") != std::string_view::npos) == without_exceptions,
           "the ABI namespace does not tell whether there are exceptions");
    expect((abi_namespace.find("no_rtti") != std::string_view::npos) == without_rtti,
           "the ABI namespace does not tell whether there is RTTI");
}

void error_codes_are_recorded_with_the_stack_of_the_capture() {
    Log log;

    expect(log.capture_exception(std::make_error_code(std::errc::no_space_on_device)), "an error code is not recorded");

    expect(newest_holds(log, R"("msg":"No space left on device")"), "the record lacks the code's text");
    expect(newest_holds(log, "error_codes_are_recorded"), "the record's frames lack the capturing function");
}

void metadata_is_recorded_and_redacted() {
    Log log;

    expect(log.log_metadata({{"msg", "disk slow"}, {"ms", 812}, {"password", "hunter2"}}), "metadata is not recorded");

    expect(newest_holds(log, R"("data":{"msg":"disk slow","ms":812,"password":"[REDACTED]"})"), "the data differ");
}

void scopes_run_their_block() {
    Log log;

    const int value = LOCCER_CAPTURE(log) { return 7; };
    LOCCER_TRY { expect(value == 7, "a scope does not return its block's value"); }
    LOCCER_CATCH(log) { expect(false, "a block that throws nothing ends in its handler"); }

    LOCCER_TRY { expect(value == 7, "a block that is passed through changes a value"); }
    LOCCER_PASS_ON;

    expect(log.get<loccer::InMemoryOutput>().records().empty(), "something is recorded though nothing failed");
}

void the_default_is_the_installed_log() {
    Log log;
    loccer::install(log);

    loccer::capture_exception(std::make_error_code(std::errc::timed_out));
    loccer::restore();

    expect(newest_holds(log, R"("handled":true)"), "the installed log has no record");
}

void a_declared_log_is_captured_into_without_its_type() {
    const Log& log = *loccer::log_behind<Log>(declared);

    const int expected = capture_by_front();

    const auto records = log.get<loccer::InMemoryOutput>().records();
    expect(records.size() == static_cast<std::size_t>(expected), "the light front makes another number of records");
    expect(newest_holds(log, LOCCER_CFG_EXCEPTIONS ? "out of order" : R"("ms":812,"password":"[REDACTED]")"),
           "the newest record is not what the light front captured");
}

#if LOCCER_CFG_EXCEPTIONS
[[noreturn, gnu::noinline]] void fail() { throw std::runtime_error("out of paper"); }

void thrown_exceptions_are_recorded_once() {
    Log log;

    try {
        LOCCER_CAPTURE(log) { fail(); };
    } catch (const std::exception& error) {
        log.capture_exception(error);
    }

    expect(log.get<loccer::InMemoryOutput>().records().size() == 1, "an exception is not recorded exactly once");
    expect(newest_holds(log, R"("msg":"out of paper")"), "the record lacks the exception's text");
#if LOCCER_CFG_THROW_PROBE
    expect(newest_holds(log, R"("origin":"throw")"), "the record does not show the throw");
#else
    expect(newest_holds(log, R"("origin":"catch")"), "the record pretends to show the throw");
#endif
}

int fail_in_a_block_that_passes_on() {
    LOCCER_TRY { fail(); }
    LOCCER_PASS_ON;
    return 0;
}

void what_is_passed_on_is_recorded_by_others() {
    Log log;

    try {
        expect(fail_in_a_block_that_passes_on() != 0, "a block that throws is left by its end");
    } catch (const std::exception&) {
        expect(log.get<loccer::InMemoryOutput>().records().empty(), "an exception is recorded where it is passed on");
        log.capture_exception();
    }

    expect(newest_holds(log, R"("msg":"out of paper")"), "what was passed on is not recorded");
    expect(newest_holds(log, LOCCER_CFG_THROW_PROBE ? R"("origin":"throw")" : R"("origin":"catch")"),
           "the record does not tell whose stack it shows");
}
#endif

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): handlers of the log catch, by a type that the tool knows nothing of
int main() {
    switches_are_seen();
    switches_that_change_a_layout_change_the_abi_namespace();
    error_codes_are_recorded_with_the_stack_of_the_capture();
    metadata_is_recorded_and_redacted();
    scopes_run_their_block();
    the_default_is_the_installed_log();
    a_declared_log_is_captured_into_without_its_type();
#if LOCCER_CFG_EXCEPTIONS
    thrown_exceptions_are_recorded_once();
    what_is_passed_on_is_recorded_by_others();
#endif

    return failures == 0 ? 0 : 1;
}
