// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_OBJECT_HPP
#define LOCCER_JSON_OBJECT_HPP

// What an integration writes into: an object or an array of the record being rendered, which knows the
// redaction rules and the settings of the log.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/json/context.hpp>
#include <loccer/json/put_key.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/put_value.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/reflect/reflect.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace object_detail {

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
            if (writer_.key(key)) put_value<Context>(writer_, value);
        } else if constexpr (Context::rules::correlates) {
            if (writer_.key(key)) put_value<Context>(writer_, value, Keyed::secretly);
        } else {
            object_detail::put_redacted<Context>(writer_, key);
        }
    }
    template <class Value>
    void field(std::string_view key, Value&& value) noexcept {
        if (put_open_text<typename Context::rules>(writer_, key, value)) return;
        const Keyed keyed = give(key);
        if (keyed != Keyed::no) put_value<Context>(writer_, value, keyed);
    }

    /// *Effects* adds a member under a computed key whose value is also judged as what stands under `kind`: a cookie's
    /// as
    /// `"cookie"_key`, whatever it is called.
    template <FixedString Kind, class Value>
    void field_of([[maybe_unused]] Key<Kind> kind, std::string_view key, Value&& value) noexcept {
        using Rules = typename Context::rules;
        if constexpr (!object_detail::redacts<Context, Kind>) {
            field(key, std::forward<Value>(value));
        } else if (put_name<Rules>(writer_, key)) {
            if constexpr (Rules::correlates) put_value<Context>(writer_, value, Keyed::secretly);
            else writer_.redacted(Rules::marker);
        }
    }

    /// *Effects* adds a member that is an object; `body(inner)` writes its members.
    /// *Returns* false where `body` threw; a text stands in the object's place then.
    template <FixedString Text, class Body>
    bool object(Key<Text> key, [[maybe_unused]] Body&& body) noexcept {
        if constexpr (object_detail::redacts_object<Context, Text>) {
            object_detail::put_redacted<Context>(writer_, key);
            return true;
        } else {
            return !writer_.key(key) || put_object<Context>(writer_, body);
        }
    }
    template <class Body>
    bool object(std::string_view key, Body&& body) noexcept {
        if constexpr (Context::rules::names_what_passes) {
            if (put_key<typename Context::rules>(writer_, key) == BegunKey::none) return true;
            if (!Context::rules::redacts_object(key)) return put_object<Context>(writer_, body);
            writer_.redacted(Context::rules::marker);
            return true;
        } else {
            return !may_open(key) || put_object<Context>(writer_, body);
        }
    }

    /// *Effects* adds a member that is an object under a key which names a part of the record or a thing (`cookies`, a
    /// task called `session`), so that it says nothing of what is in there: the key is not judged, each member is.
    /// *Returns* as object().
    template <FixedString Text, class Body>
    bool structure(Key<Text> key, Body&& body) noexcept {
        return !writer_.key(key) || put_object<Context>(writer_, body);
    }
    template <class Body>
    bool structure(std::string_view key, Body&& body) noexcept {
        return !put_name<typename Context::rules>(writer_, key) || put_object<Context>(writer_, body);
    }

    /// *Effects* adds a member that is an array; `body(array)` writes its elements. *Returns* as object().
    template <FixedString Text, class Body>
    bool array(Key<Text> key, [[maybe_unused]] Body&& body) noexcept {
        if constexpr (object_detail::redacts<Context, Text>) {
            object_detail::put_redacted<Context>(writer_, key);
            return true;
        } else {
            return !writer_.key(key) || put_array<Context>(writer_, body);
        }
    }
    template <class Body>
    bool array(std::string_view key, Body&& body) noexcept {
        return !may_open(key) || put_array<Context>(writer_, body);
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
        describe_given<Context>(sink_, value);
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
        return !may_open() || put_object<Context>(writer(), body);
    }
    /// *Effects* and *Returns* as Object::array().
    template <class Body>
    bool array(Body&& body) noexcept {
        return !may_open() || put_array<Context>(writer(), body);
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
        if constexpr (Rules::correlates) put_value<Context>(writer(), value, Keyed::secretly);
        else writer().redacted(Rules::marker);
    }

    RedactingSink<Rules> sink_;
    std::size_t count_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
