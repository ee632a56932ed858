// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_OBJECT_HPP
#define LOCCER_JSON_OBJECT_HPP

// What an integration writes into: an object or an array of the record being rendered, which knows the
// redaction rules and the settings of the log.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/json/attempt.hpp>
#include <loccer/json/context.hpp>
#include <loccer/json/put_key.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/sensitive.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

template <class Context>
class Object;
template <class Context>
class Array;

namespace object_detail {

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

/// *Effects* writes a value, or what a callable returns, as the value which is due.
template <class Context, class Value>
void put_value(Writer& writer, Value&& value, Keyed keyed = Keyed::yes) noexcept {
    RedactingSink<typename Context::rules> sink{writer, keyed};
    if constexpr (Deferred<Value>) {
        if constexpr (Context::rules::correlates) {
            if (keyed == Keyed::secretly) return put_secret<Context>(writer, sink, value);
        }
        attempt<typename Context::rules>(writer, [&] { reflect::describe(sink, value()); }, keyed == Keyed::secretly);
    } else {
        reflect::describe(sink, value);
    }
}

/// *Effects* gives a value, or what a callable returns, to a sink.
template <class Context, class Value>
void describe_value(RedactingSink<typename Context::rules>& sink, Value& value) noexcept {
    if constexpr (Deferred<Value>) {
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

/// Says at compile time whether the value under a literal key is removed.
template <class Context, FixedString Text>
inline constexpr bool redacts = Context::rules::redacts(Text.view());

/// Says at compile time whether an object under a literal key is removed as a whole.
template <class Context, FixedString Text>
inline constexpr bool redacts_object =
    Context::rules::names_what_passes ? Context::rules::redacts_object(Text.view()) : redacts<Context, Text>;

/// *Effects* writes a member whose value is the marker.
template <class Context, class KeyType>
void put_redacted(Writer& writer, const KeyType& key) noexcept {
    if (writer.key(key)) writer.redacted(Context::rules::marker);
}

}  // namespace object_detail

/// An open JSON object. Keys are literals (`"depth"_key`: judged by the redaction rules and escaped at
/// compile time, and nothing is generated for a redacted value) or texts. Of a redacted member only the
/// key and a marker are written; its callable or body is not called. What throws is replaced by a text
/// that says why. A key that the object has already is renamed (`key#2`).
/// *Allocates* no. *Throws* nothing. *Threads* used by the rendering thread only.
template <class Context>
class Object {
  public:
    /// The setting of a kind that the log was composed with, else Default.
    template <class Kind, class Default>
    using setting = typename Context::template setting<Kind, Default>;

    /// *Requires* that an object of `writer` is open and stays open while this one is used.
    explicit Object(Writer& writer) noexcept : writer_(writer) {}
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    ~Object() = default;

    /// *Effects* adds a member. \param value anything reflect::describe() takes, or a callable without
    /// parameters that returns such a thing.
    template <FixedString Text, class Value>
    void field(Key<Text> key, [[maybe_unused]] Value&& value) noexcept {
        if constexpr (!object_detail::redacts<Context, Text>) {
            if (put_open_text<typename Context::rules>(writer_, key, value)) return;
            if (writer_.key(key)) object_detail::put_value<Context>(writer_, value);
        } else if constexpr (Context::rules::correlates) {
            if (writer_.key(key)) object_detail::put_value<Context>(writer_, value, Keyed::secretly);
        } else {
            object_detail::put_redacted<Context>(writer_, key);
        }
    }
    template <class Value>
    void field(std::string_view key, Value&& value) noexcept {
        if (put_open_text<typename Context::rules>(writer_, key, value)) return;
        const Keyed keyed = give(key);
        if (keyed != Keyed::no) object_detail::put_value<Context>(writer_, value, keyed);
    }

    /// *Effects* adds a member that is an object; `body(inner)` writes its members.
    /// *Returns* false where `body` threw; a text stands in the object's place then.
    template <FixedString Text, class Body>
    bool object(Key<Text> key, [[maybe_unused]] Body&& body) noexcept {
        if constexpr (object_detail::redacts_object<Context, Text>) {
            object_detail::put_redacted<Context>(writer_, key);
            return true;
        } else {
            return !writer_.key(key) || object_detail::put_object<Context>(writer_, body);
        }
    }
    template <class Body>
    bool object(std::string_view key, Body&& body) noexcept {
        if constexpr (Context::rules::names_what_passes) {
            if (put_key<typename Context::rules>(writer_, key) == BegunKey::none) return true;
            if (!Context::rules::redacts_object(key)) return object_detail::put_object<Context>(writer_, body);
            writer_.redacted(Context::rules::marker);
            return true;
        } else {
            return !may_open(key) || object_detail::put_object<Context>(writer_, body);
        }
    }

    /// *Effects* adds a member that is an array; `body(array)` writes its elements. *Returns* as object().
    template <FixedString Text, class Body>
    bool array(Key<Text> key, [[maybe_unused]] Body&& body) noexcept {
        if constexpr (object_detail::redacts<Context, Text>) {
            object_detail::put_redacted<Context>(writer_, key);
            return true;
        } else {
            return !writer_.key(key) || object_detail::put_array<Context>(writer_, body);
        }
    }
    template <class Body>
    bool array(std::string_view key, Body&& body) noexcept {
        return !may_open(key) || object_detail::put_array<Context>(writer_, body);
    }

    /// *Effects* adds a member whose value is JSON already. *Requires* that it was made by a Writer under
    /// the rules of this log.
    template <FixedString Text>
    void raw(Key<Text> key, [[maybe_unused]] std::string_view json) noexcept {
        if constexpr (object_detail::redacts<Context, Text>) {
            object_detail::put_redacted<Context>(writer_, key);
        } else {
            if (writer_.key(key)) writer_.raw(json);
        }
    }
    /// *Effects* adds members that are JSON already, `"a":1,"b":2`: what cannot change is rendered once
    /// and copied from then on. *Requires* as raw(), and that the object has none of their keys.
    void raw_members(std::string_view json) noexcept { writer_.raw_members(json); }

    /// *Returns* the writer below, for code that renders.
    [[nodiscard]] Writer& writer() noexcept { return writer_; }

  private:
    /// *Effects* begins a member under a computed key, and writes the marker where its value is removed.
    /// *Returns* how the value is to be given, Keyed::no where none is to follow.
    Keyed give(std::string_view key) noexcept {
        using Rules = typename Context::rules;
        const BegunKey begun = put_key<Rules>(writer_, key);
        if (begun != BegunKey::removed) return begun == BegunKey::none ? Keyed::no : Keyed::yes;
        if constexpr (Rules::correlates) {
            return Keyed::secretly;
        } else {
            writer_.redacted(Rules::marker);
            return Keyed::no;
        }
    }
    /// As give(), for what is no scalar: of that there is no token. *Returns* whether it is to follow.
    bool may_open(std::string_view key) noexcept {
        const Keyed keyed = give(key);
        if (keyed == Keyed::secretly) writer_.redacted(Context::rules::marker);
        return keyed == Keyed::yes;
    }

    Writer& writer_;
};

/// An open JSON array. *Allocates* no. *Throws* nothing.
template <class Context>
class Array {
  public:
    /// *Requires* that an array of `writer` is open and stays open while this one is used.
    explicit Array(Writer& writer) noexcept : sink_(writer) {}
    Array(const Array&) = delete;
    Array& operator=(const Array&) = delete;
    ~Array() = default;

    /// *Effects* adds an element, as Object::field(). What stands behind `--password`, and behind `password` as the
    /// first element, is removed.
    template <class Value>
    void value(Value&& value) noexcept {
        if (!sink_.element()) return;
        if constexpr (Rules::judges_values) {
            if (sink_.takes_named()) return put_named(value);
        }
        object_detail::describe_value<Context>(sink_, value);
        if constexpr (Rules::judges_values && std::is_convertible_v<const Value&, std::string_view>) {
            const std::string_view text = value;
            if (count_ == 0 && reflect::looks_like_a_name(text) && removes_value<Rules>(writer(), text))
                sink_.name_next();
        }
        ++count_;
    }
    /// *Effects* and *Returns* as Object::object().
    template <class Body>
    bool object(Body&& body) noexcept {
        return !may_open() || object_detail::put_object<Context>(writer(), body);
    }
    /// *Effects* and *Returns* as Object::array().
    template <class Body>
    bool array(Body&& body) noexcept {
        return !may_open() || object_detail::put_array<Context>(writer(), body);
    }

    [[nodiscard]] Writer& writer() noexcept { return sink_.writer(); }

  private:
    using Rules = typename Context::rules;

    /// *Effects* begins an element that is an object or an array. *Returns* whether it is to follow.
    bool may_open() noexcept {
        if (!sink_.element()) return false;
        ++count_;
        if constexpr (Rules::judges_values) {
            if (sink_.takes_named()) {
                writer().redacted(Rules::marker);
                return false;
            }
        }
        return true;
    }
    /// *Effects* writes what stands for an element that another one names.
    template <class Value>
    void put_named([[maybe_unused]] Value& value) noexcept {
        ++count_;
        if constexpr (Rules::correlates) object_detail::put_value<Context>(writer(), value, Keyed::secretly);
        else writer().redacted(Rules::marker);
    }

    RedactingSink<Rules> sink_;
    std::size_t count_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
