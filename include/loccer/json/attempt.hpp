// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ATTEMPT_HPP
#define LOCCER_JSON_ATTEMPT_HPP

// Runs code of a policy or of the program while a value is being written. When it throws, a text stands
// in the value's place and the record goes on.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/writer.hpp>

#include <string_view>
#if LOCCER_CFG_EXCEPTIONS
#include <exception>
#endif

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// *Effects* writes `[failed: <what>]` as the value which is due, and counts it in Writer::failures().
/// \param what may be null.
LOCCER_COLD inline void put_failure(Writer& writer, const char* what) noexcept {
    constexpr std::string_view begin = "[failed: ";
    constexpr std::size_t capacity = 256;
    const std::string_view reason = what == nullptr ? std::string_view{"unknown"} : std::string_view{what};
    writer.note_failure();
    char text[capacity];
    std::size_t size = begin.copy(text, begin.size());
    size += without_cut_sequence(reason.substr(0, capacity - 1 - begin.size())).copy(text + size, capacity);
    text[size++] = ']';
    writer.text({text, size});
}

/// *Effects* runs `action`, which writes the value that is due. Where it throws, or writes nothing, takes
/// back what it wrote and writes why, or null.
/// *Returns* whether it returned. *Throws* nothing. *Allocates* no.
template <class Action>
bool attempt(Writer& writer, Action&& action) noexcept {
#if LOCCER_CFG_EXCEPTIONS
    const Writer::Mark before = writer.mark();
    try {
        action();
    } catch (const std::exception& error) {
        writer.rewind(before);
        put_failure(writer, error.what());
        return false;
    } catch (...) {
        writer.rewind(before);
        put_failure(writer, nullptr);
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
