// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_PUT_VALUE_HPP
#define LOCCER_JSON_PUT_VALUE_HPP

// How what an integration gives gets behind a key: a value, a callable that is asked for one, the body of an object or
// an array. What throws is replaced by a text that says why.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/json/attempt.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/sensitive.hpp>

#include <concepts>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

template <class Context>
class Object;
template <class Context>
class Array;

namespace put_value_detail {

/// A value that is computed only where it is written.
template <class Value>
concept Deferred = std::invocable<Value&> && !std::is_void_v<std::invoke_result_t<Value&>> &&
                   !reflect::NeverShown<std::remove_cvref_t<Value>>;

/// *Effects* writes what stands for the result of a callable whose values are removed. What it throws is removed too.
template <class Context, class Value>
void put_secret(Writer& writer, RedactingSink<typename Context::rules>& sink, Value& value) noexcept {
    guarded([&] { reflect::describe(sink, value()); },
            [&] {
                writer.note_failure();
                sink.redacted();
            });
}

}  // namespace put_value_detail

/// *Effects* writes a value, or what a callable returns, as the value which is due.
template <class Context, class Value>
void put_value(Writer& writer, Value&& value, Keyed keyed = Keyed::yes) noexcept {
    RedactingSink<typename Context::rules> sink{writer, keyed};
    if constexpr (put_value_detail::Deferred<Value>) {
        if constexpr (Context::rules::correlates) {
            if (keyed == Keyed::secretly) return put_value_detail::put_secret<Context>(writer, sink, value);
        }
        attempt<typename Context::rules>(writer, [&] { reflect::describe(sink, value()); }, keyed == Keyed::secretly);
    } else {
        reflect::describe(sink, value);
    }
}

/// *Effects* gives a value, or what a callable returns, to a sink.
template <class Context, class Value>
void describe_given(RedactingSink<typename Context::rules>& sink, Value& value) noexcept {
    if constexpr (put_value_detail::Deferred<Value>) {
        attempt<typename Context::rules>(sink.writer(), [&] { reflect::describe(sink, value()); });
    } else {
        reflect::describe(sink, value);
    }
}

/// *Returns* whether `body` returned; also true where the object could not be begun.
template <class Context, class Body>
bool put_object(Writer& writer, Body&& body) noexcept {
    return attempt<typename Context::rules>(writer, [&] {
        if (!writer.begin_object()) return;
        Object<Context> inner{writer};
        body(inner);
        writer.end_object();
    });
}

template <class Context, class Body>
bool put_array(Writer& writer, Body&& body) noexcept {
    return attempt<typename Context::rules>(writer, [&] {
        if (!writer.begin_array()) return;
        Array<Context> inner{writer};
        body(inner);
        writer.end_array();
    });
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
