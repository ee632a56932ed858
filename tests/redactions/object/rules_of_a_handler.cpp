// SPDX-License-Identifier: MIT
//
// The rules of a default log as a handler of a fatal signal would ask them. What an object of these calls is read by
// tests/support/only_calls.py: nothing that allocates, locks, asks a locale or unwinds.

#include <loccer/policy/text.hpp>
#include <loccer/redactions/rules.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using Rules = loccer::redactions::RulesOf<>;

}  // namespace

extern "C" bool removes_key(const char* key, std::size_t size) { return Rules::redacts({key, size}); }

extern "C" bool removes_number(std::uint64_t number) { return Rules::redacts_number(number); }

extern "C" std::size_t begin_of_secret(const char* bytes, std::size_t size, std::size_t from) {
    return Rules::next_secret({{bytes, size}}, from).begin;
}

extern "C" std::size_t begin_of_secret_in_code(const char* bytes, std::size_t size, std::size_t from) {
    return Rules::next_secret({{bytes, size}, true, loccer::TextKind::code}, from).begin;
}

extern "C" std::size_t end_of_what_is_sure(const char* bytes, std::size_t size) {
    return Rules::sure_end({{bytes, size}, true});
}
