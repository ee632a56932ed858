// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_SINK_HPP
#define LOCCER_REFLECT_SINK_HPP

// What a C++ value is told to: nulls, booleans, numbers, texts, objects and arrays. The JSON writer is
// one sink, the tape that keeps locals until they are recorded is the other, so a type is described
// once (reflect.hpp) and both understand it.
// Layer: reflect.

#include <loccer/base/config.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A receiver of one value. All functions are noexcept and bounded: a sink that is full cuts texts and
/// leaves whole elements out, remembers that it did, and stays well-formed.
/// 1. `null()`, `boolean(bool)`, `integer(std::int64_t)`, `unsigned_integer(std::uint64_t)`,
///    `number(double)`, `number(float)`, `text(std::string_view)`: one scalar. Texts are bytes of any
///    kind; what is not UTF-8 becomes U+FFFD when it is written as JSON.
/// 2. `text(kept, whole_size)`: a text of which only the first `kept.size()` of `whole_size` bytes are at
///    hand; the sink says so behind it.
/// 3. `begin_object()` / `begin_array()`: false where the value is nested too deeply or nothing fits; the
///    sink has written what stands for it and neither members nor the end may follow.
/// 4. `key(name)`: begins a member; false where its value must not be given, because it is redacted
///    (the sink wrote the marker) or because nothing more fits. The value is then not even formatted.
/// 5. `element()`: begins an element of an array; false where no more fits.
/// 6. `end_object()`, `end_array()`.
/// 7. `omitted(count)`: says in the open object or array that `count` members were left out.
/// 8. `mark()` and `rewind(mark)`: takes back everything since, to replace a value whose formatter threw.
/// 9. `is_sensitive(name)`: whether `key(name)` would redact.
/// It may have `redacted()`: writes the marker as the value, which a tape has redacted already, and counts it.
/// It may have `named(name)`, after key() or element(): keeps what the value that begins is known by, where it
/// is told on to another sink; false where the value must not be given.
template <class Type>
concept Sink = requires(Type& sink, const Type& constant, std::string_view text, std::size_t size) {
    sink.null();
    sink.boolean(true);
    sink.integer(std::int64_t{});
    sink.unsigned_integer(std::uint64_t{});
    sink.number(double{});
    sink.number(float{});
    sink.text(text);
    sink.text(text, size);
    { sink.begin_object() } -> std::same_as<bool>;
    { sink.key(text) } -> std::same_as<bool>;
    sink.end_object();
    { sink.begin_array() } -> std::same_as<bool>;
    { sink.element() } -> std::same_as<bool>;
    sink.end_array();
    sink.omitted(size);
    sink.rewind(constant.mark());
    { constant.is_sensitive(text) } -> std::same_as<bool>;
};

/// What bounds one value, whatever its type; the sink says what was cut.
inline constexpr std::size_t max_depth = 16;
inline constexpr std::size_t max_elements = 256;
inline constexpr std::size_t max_text_bytes = 8192;

/// What stands for a value that begin_object() or begin_array() refused because of its depth.
inline constexpr std::string_view too_deep_text = "<nested too deeply>";
/// What stands for a whole value for which there was no room at all.
inline constexpr std::string_view left_out_text = "<left out>";

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
