// SPDX-License-Identifier: MIT
// What the facts of an error cost that every record has: the time as text, the readable name of the thrown type, the
// message, and the verdict on one run-time key whose value is removed; together, and each beside what one would write
// with the standard library. The exception is there already; the keys come by turns.

#include "harness.hpp"

#include <loccer/base/time.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/pipeline/error_text.hpp>
#include <loccer/redactions/rules.hpp>
#include <loccer/trace/thrown_message.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <cxxabi.h>
#include <exception>
#include <iterator>
#include <memory>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeinfo>

namespace {

using Rules = loccer::redactions::RulesOf<>;

constexpr std::string_view keys[] = {"session_token", "X-Api-Key",     "DB_PASSWORD", "clientSecret",
                                     "authorization", "refresh_token", "Set-Cookie",  "privateKey"};
std::string_view next_key() {
    static std::size_t next = 0;
    return keys[next++ % std::size(keys)];
}

const std::exception_ptr& error() {
    static const std::exception_ptr made =
        std::make_exception_ptr(std::out_of_range("vector::_M_range_check: __n (which is 42) >= this->size()"));
    return made;
}

void time_by_loccer() {
    static loccer::TimestampTexts texts;  // one record's time after the other's, as a log writes them
    bench::keep(texts.text(loccer::now()));
}
void type_by_loccer() {
    loccer::pipeline::TypeText text;
    text.assign(loccer::trace::thrown_of(error()));
    bench::keep(text);
}
void message_by_loccer() {
    const loccer::trace::ThrownMessage message{loccer::trace::thrown_of(error())};
    bench::keep(message);
}
void key_by_loccer() {
    const bool redacted = Rules::redacts(next_key());
    bench::keep(redacted);
}

void time_by_strftime() {
    ::timespec time{};
    ::clock_gettime(CLOCK_REALTIME, &time);
    ::tm parts{};
    ::gmtime_r(&time.tv_sec, &parts);
    char text[40];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text + size, sizeof text - size, ".%06ldZ", time.tv_nsec / 1000);
    bench::keep(text);
}
void type_by_demangling() {
    int status = 0;
    char* const name = abi::__cxa_demangle(error().__cxa_exception_type()->name(), nullptr, nullptr, &status);
    bench::keep(name);
    std::free(name);  // NOLINT(cppcoreguidelines-no-malloc): what the function wants
}
void message_by_rethrowing() {
    try {
        std::rethrow_exception(error());
    } catch (const std::exception& caught) {
        const std::string_view message = caught.what();
        bench::keep(message);
    }
}
void key_by_regex() {
    static const std::regex names(
        "passw(or)?d|pwd|secret|token|api[-_]?key|auth|cookie|session|credential|private[-_]?key|csrf",
        std::regex::icase | std::regex::optimize);
    const std::string_view key = next_key();
    const bool redacted = std::regex_search(key.begin(), key.end(), names);
    bench::keep(redacted);
}

}  // namespace

int main(int argument_count, char** arguments) {
    for (const std::string_view key : keys) {
        if (!Rules::redacts(key)) return std::fprintf(stderr, "facts: %s is not redacted\n", key.data());
    }
    bench::Program program;
    program.add("all facts", "loccer", {}, [] {
        time_by_loccer();
        type_by_loccer();
        message_by_loccer();
        key_by_loccer();
    });
    program.add("all facts", "the standard library", {}, [] {
        time_by_strftime();
        type_by_demangling();
        message_by_rethrowing();
        key_by_regex();
    });
    program.add("the time", "loccer", {}, time_by_loccer);
    program.add("the time", "gmtime_r, strftime, snprintf", {}, time_by_strftime);
    program.add("the type's name", "loccer", {}, type_by_loccer);
    program.add("the type's name", "__cxa_demangle", {}, type_by_demangling);
    program.add("the message", "loccer", {}, message_by_loccer);
    program.add("the message", "thrown again and caught", {}, message_by_rethrowing);
    program.add("a redacted key", "loccer", {}, key_by_loccer);
    program.add("a redacted key", "std::regex", {}, key_by_regex);
    return program.run(argument_count, arguments);
}
