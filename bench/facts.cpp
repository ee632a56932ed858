// SPDX-License-Identifier: MIT
// What the facts of an error cost that every record has: the time as text, the readable name of the thrown type, the
// message, and the verdict on one run-time key whose value is removed; together, and each beside what one would write
// with the standard library. The exception is there already; the keys come by turns. A log remembers what its rules say
// of a key, so most keys are known to it; a new one is judged and looked through, and remembered.

#include "harness.hpp"

#include <loccer/base/time.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/json/known_keys.hpp>
#include <loccer/json/literal.hpp>
#include <loccer/json/put_key.hpp>
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
#include <vector>

namespace {

using Rules = loccer::redactions::RulesOf<>;

constexpr std::string_view keys[] = {"session_token", "X-Api-Key",     "DB_PASSWORD", "clientSecret",
                                     "authorization", "refresh_token", "Set-Cookie",  "privateKey"};
std::string_view next_key() {
    static std::size_t next = 0;
    return keys[next++ % std::size(keys)];
}

/// The keys with numbers behind them: more of them than a log remembers.
const std::vector<std::string>& new_keys() {
    static const std::vector<std::string> made = [] {
        std::vector<std::string> result;
        for (std::size_t number = 1; number <= 4 * loccer::json::KnownKeys::capacity; ++number) {
            for (const std::string_view key : keys) result.push_back(std::string(key) + '_' + std::to_string(number));
        }
        return result;
    }();
    return made;
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
/// As a log does it.
bool is_redacted(std::string_view key) {
    static loccer::json::KnownKeys known;
    return loccer::json::judge_key<Rules>(known, key, loccer::json::key_hash(key)).removes_value;
}
void known_key_by_loccer() {
    const bool redacted = is_redacted(next_key());
    bench::keep(redacted);
}
void new_key_by_loccer() {
    static std::size_t next = 0;
    const bool redacted = is_redacted(new_keys()[next++ % new_keys().size()]);
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
    for (const std::string& key : new_keys()) {
        if (!Rules::redacts(key)) return std::fprintf(stderr, "facts: %s is not redacted\n", key.c_str());
    }
    for (const std::string_view key : keys) {
        if (!Rules::redacts(key)) return std::fprintf(stderr, "facts: %s is not redacted\n", key.data());
    }
    bench::Program program;
    program.add("all facts", "loccer, a known key", {}, [] {
        time_by_loccer();
        type_by_loccer();
        message_by_loccer();
        known_key_by_loccer();
    });
    program.add("all facts", "loccer, a new key", {}, [] {
        time_by_loccer();
        type_by_loccer();
        message_by_loccer();
        new_key_by_loccer();
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
    program.add("a redacted key", "loccer, a known key", {}, known_key_by_loccer);
    program.add("a redacted key", "loccer, a new key", {}, new_key_by_loccer);
    program.add("a redacted key", "std::regex", {}, key_by_regex);
    return program.run(argument_count, arguments);
}
