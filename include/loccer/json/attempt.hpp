// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ATTEMPT_HPP
#define LOCCER_JSON_ATTEMPT_HPP

// Runs code of a policy or of the program while a value is being written. When it throws, a text stands
// in the value's place and the record goes on.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/writer.hpp>

#include <cstddef>
#include <string_view>
#if LOCCER_CFG_EXCEPTIONS
#include <exception>
#endif

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// *Effects* writes `[failed: <what>]` as the value which is due, and counts it in Writer::failures().
/// \param what may be null. \param is_secret whether the value is one to be removed: a marker says no more.
/// \tparam Rules what() may say what no key says.
template <class Rules>
LOCCER_COLD void put_failure(Writer& writer, const char* what, bool is_secret) noexcept {
    constexpr std::string_view begin = "[failed: ";
    constexpr std::size_t capacity = 256;
    const std::string_view reason = what == nullptr ? std::string_view{"unknown"} : std::string_view{what};
    writer.note_failure();
    if (is_secret) return writer.redacted(Rules::marker);
    char text[capacity];
    std::size_t size = begin.copy(text, begin.size());
    const std::size_t whole_size = begin.size() + reason.size() + 1;
    size += reason.substr(0, capacity - 1 - begin.size()).copy(text + size, capacity);
    if (size + 1 == whole_size) text[size++] = ']';
    if constexpr (shows_messages<Rules>) put_text<Rules>(writer, {text, size}, whole_size, most_with<Rules>(begin));
    else writer.text("[failed]");
}

/// *Effects* runs `action`, which writes the value that is due. Where it throws, or writes nothing, takes
/// back what it wrote and writes why, or null.
/// \param is_secret as put_failure(). *Returns* whether it returned. *Throws* nothing. *Allocates* no.
template <class Rules, class Action>
bool attempt(Writer& writer, Action&& action, [[maybe_unused]] bool is_secret = false) noexcept {
#if LOCCER_CFG_EXCEPTIONS
    const Writer::Mark before = writer.mark();
    try {
        action();
    } catch (const std::exception& error) {
        writer.rewind(before);
        put_failure<Rules>(writer, error.what(), is_secret);
        return false;
    } catch (...) {
        writer.rewind(before);
        put_failure<Rules>(writer, nullptr, is_secret);
        return false;
    }
#else
    action();
#endif
    if (writer.expects_value()) writer.null();
    return true;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
