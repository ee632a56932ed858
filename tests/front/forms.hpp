// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FRONT_FORMS_HPP
#define LOCCER_TESTS_FRONT_FORMS_HPP

// Every capture form that the light front offers, once into the log that the including unit names as
// LOCCER_TEST_LOG. Units with the front alone and with the whole library leave the same records by it. No
// templates of the log's type, for that would be part of the functions' names.

#include <cerrno>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace {

[[noreturn, gnu::noinline]] void fail(int quantity) {
    const std::string customer = "Dao Nguyen";
    const std::string_view view = "a view";
    const char* text = "a text";
    const char* none = nullptr;
    const char array[] = "array";
    const bool is_new = true;
    const char letter = 'x';
    const unsigned long count = 18446744073709551615UL;
    const signed char small = -5;
    const short year = 2026;
    const float half = 0.5F;
    const double total = 9.99 * quantity;
    const long double large = 1.25L;
    const std::string password = "hunter2";
    LOCCER_LOCALS(quantity, customer, view, text, none, array, is_new, letter, count, small, year, half, total, large,
                  password);
    throw std::out_of_range("limit");
}

[[gnu::noinline]] void scopes() {
    auto& log = LOCCER_TEST_LOG;
    const int order = 7;
    try {
        LOCCER_CAPTURE(log) { fail(1); };
    } catch (const std::out_of_range&) {
    }
    try {
        LOCCER_CAPTURE(log, order) {
            LOCCER_CAPTURE(log) { fail(2); };
        };
    } catch (const std::out_of_range&) {
        log.capture_exception();  // it is known by now
    }
    LOCCER_SUPPRESS(log, order) { fail(3); };
    LOCCER_TRY { fail(4); }
    LOCCER_CATCH(log) { log(); }
    const auto wrapped = log.wrap(&fail);
    try {
        wrapped(5);
    } catch (const std::out_of_range&) {
    }
    try {
        LOCCER_CAPTURE(log) { throw 6; };
    } catch (int) {
    }
}

[[gnu::noinline]] void calls() {
    auto& log = LOCCER_TEST_LOG;
    std::exception_ptr kept;
    try {
        fail(7);
    } catch (...) {
        log();
        kept = std::current_exception();
    }
    log.capture_exception(kept);  // it is known by now
    log.capture_exception(std::make_exception_ptr(std::runtime_error("stored")));
    log.capture_exception(std::exception_ptr());
    log.capture_exception(std::logic_error("an object"));
    log.capture_exception(std::make_error_code(std::errc::timed_out));
    log.capture_exception(std::error_code());
    log.capture_errno(ENOENT);
    log.capture_errno(0);
    const std::string disk = "sda";
    log.log_metadata({{"msg", "disk slow"}, {"ms", 812}, {"disk", disk}, {"api_key", "hunter2"}, {"ok", false}});
    log.log_metadata(17);
}

/// *Effects* captures in all forms. *Returns* how many records that makes.
[[gnu::noinline]] int capture_all() {
    scopes();
    calls();
    __asm__ volatile("" : : : "memory");  // a call that is the last thing would leave this frame out
    return 13;
}

}  // namespace

#endif
