// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_CUSTOM_HPP
#define LOCCER_REFLECT_CUSTOM_HPP

// How a program describes its own types, and third-party ones, where nothing else fits: a function
// beside the type, found by argument-dependent lookup, that comes before every other way.
//
//     namespace shop {
//     template <class Place>
//     void loccer_describe(Place& place, const Order& order) {
//         place.object([&](auto& out) {
//             out.field("id", order.id());
//             out.field("card", [&] { return order.card(); });  // not called where "card" is redacted
//         });
//     }
//     }
//
// A place takes one value, whatever the function does: what comes after the first is ignored, none
// at all is null, and an exception is replaced by a text that says so.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/reflect/failure.hpp>
#include <loccer/reflect/nested.hpp>
#include <loccer/reflect/sensitive.hpp>

#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

template <class Out>
class ObjectPlace;
template <class Out>
class ArrayPlace;

/// Where one value goes. It offers the functions of every kind, so that a function for a user's type
/// never meets the rules of a Sink.
template <class Out>
class Place {
  public:
    Place(Out& sink, unsigned level) noexcept : out_(sink), level_(level) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() = default;

    /// *Effects* describes any describable value here.
    template <class Type>
    void value(const Type& value) noexcept {
        if (take()) describe_nested(out_, value, level_ + 1);
    }

    /// *Effects* lets a value that knows the sink's own functions write itself here (value.hpp).
    template <class Type>
    void borrowed(const Type& value) noexcept {
        if (take()) value.describe_to(out_);
    }

    /// *Effects* puts null here.
    void null() noexcept {
        if (take()) out_.null();
    }

    /// *Effects* puts an object here; `body(object)` gives its fields.
    template <class Body>
    void object(Body&& body) {
        if (!take() || !out_.begin_object()) return;
        ObjectPlace<Out> inner(out_, level_);
        body(inner);
        out_.end_object();
    }

    /// *Effects* puts an array here; `body(array)` gives its elements.
    template <class Body>
    void array(Body&& body) {
        if (!take() || !out_.begin_array()) return;
        ArrayPlace<Out> inner(out_, level_);
        body(inner);
        out_.end_array();
    }

  private:
    [[nodiscard]] bool take() noexcept {
        const bool first = !taken_;
        taken_ = true;
        return first;
    }

    Out& out_;
    unsigned level_;
    bool taken_ = false;
};

/// The inside of an object. Keys are texts or literals such as `"id"_key`.
template <class Out>
class ObjectPlace {
  public:
    ObjectPlace(Out& sink, unsigned level) noexcept : out_(sink), level_(level) {}
    ObjectPlace(const ObjectPlace&) = delete;
    ObjectPlace& operator=(const ObjectPlace&) = delete;
    ~ObjectPlace() = default;

    /// *Effects* gives one field. A callable without parameters is called, unless the key is redacted,
    /// and its result is the value.
    template <class Type>
    void field(std::string_view key, const Type& value) {
        if (!out_.key(key)) return;
        if constexpr (std::is_class_v<Type> && std::is_invocable_v<const Type&> && !NeverShown<Type>) {
            describe_guarded(out_, [&] { describe_nested(out_, value(), level_ + 1); });
        } else {
            describe_nested(out_, value, level_ + 1);
        }
    }
    template <FixedString Text, class Type>
    void field(Key<Text> key, const Type& value) {
        field(key.view(), value);
    }

    /// *Effects* gives a field that is an object or an array, as Place does.
    template <class Body>
    void object(std::string_view key, Body&& body) {
        if (!out_.key(key)) return;
        Place<Out>(out_, level_ + 1).object(body);
    }
    template <FixedString Text, class Body>
    void object(Key<Text> key, Body&& body) {
        object(key.view(), body);
    }
    template <class Body>
    void array(std::string_view key, Body&& body) {
        if (!out_.key(key)) return;
        Place<Out>(out_, level_ + 1).array(body);
    }
    template <FixedString Text, class Body>
    void array(Key<Text> key, Body&& body) {
        array(key.view(), body);
    }

  private:
    Out& out_;
    unsigned level_;
};

/// The inside of an array.
template <class Out>
class ArrayPlace {
  public:
    ArrayPlace(Out& sink, unsigned level) noexcept : out_(sink), level_(level) {}
    ArrayPlace(const ArrayPlace&) = delete;
    ArrayPlace& operator=(const ArrayPlace&) = delete;
    ~ArrayPlace() = default;

    /// *Effects* gives one element.
    template <class Type>
    void value(const Type& value) {
        if (out_.element()) describe_nested(out_, value, level_ + 1);
    }
    template <class Body>
    void object(Body&& body) {
        if (out_.element()) Place<Out>(out_, level_ + 1).object(body);
    }
    template <class Body>
    void array(Body&& body) {
        if (out_.element()) Place<Out>(out_, level_ + 1).array(body);
    }

  private:
    Out& out_;
    unsigned level_;
};

/// A type with a loccer_describe() beside it.
template <class Type, class Out>
concept DescribesItself = (std::is_class_v<Type> || std::is_enum_v<Type> || std::is_union_v<Type>) &&
                          requires(Place<Out>& place, const Type& value) { loccer_describe(place, value); };

/// *Effects* describes a value with its own loccer_describe(). *Throws* what that throws.
template <class Out, class Type>
void describe_custom(Out& out, const Type& value, unsigned level) {
    Place<Out> place(out, level);
    loccer_describe(place, value);
    place.null();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
