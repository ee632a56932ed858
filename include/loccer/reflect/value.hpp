// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_VALUE_HPP
#define LOCCER_REFLECT_VALUE_HPP

// A borrowed value of any type, for lists such as `log_metadata({{"msg", "disk slow"}, {"ms", 812}})`.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/sensitive.hpp>
#include <loccer/reflect/tape.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// One value, borrowed: it is valid as long as what it was made of, a temporary until the end of the
/// full expression. *Allocates* no. *Throws* nothing.
class Value {
  public:
    constexpr Value() noexcept = default;

    /// Numbers, booleans and texts of char are taken as they are; any other describable type by
    /// reference. An array of char ends at its first zero; a null text is null.
    template <class Type>
        requires(!std::same_as<Type, Value>)
    constexpr Value(const Type& given) noexcept {  // NOLINT(google-explicit-constructor): lists are made of it
        if constexpr (std::is_null_pointer_v<Type>) {
            kind_ = Kind::null;
        } else if constexpr (std::same_as<Type, bool>) {
            kind_ = Kind::boolean;
            boolean_ = given;
        } else if constexpr (std::same_as<Type, float>) {
            kind_ = Kind::float_number;
            float_ = given;
        } else if constexpr (std::same_as<Type, double>) {
            kind_ = Kind::double_number;
            double_ = given;
        } else if constexpr (Number<Type> && std::is_integral_v<Type> && sizeof(Type) <= sizeof(std::uint64_t)) {
            kind_ = std::is_signed_v<Type> ? Kind::integer : Kind::unsigned_integer;
            if constexpr (std::is_signed_v<Type>) integer_ = given;
            else unsigned_ = given;
        } else if constexpr (std::same_as<Type, const char*> || std::same_as<Type, char*>) {
            if (given != nullptr) take(std::string_view(given));
        } else if constexpr (std::is_array_v<Type> && std::same_as<std::remove_extent_t<Type>, char>) {
            take(view_of_array(given));
        } else if constexpr (std::is_nothrow_convertible_v<const Type&, std::string_view> && !NeverShown<Type>) {
            take(std::string_view(given));
        } else {
            kind_ = Kind::reference;
            reference_ = {__builtin_addressof(given), &describe_to_tape<Type>};
        }
    }

    /// *Effects* gives `out` the value. One that is held by reference goes through a tape of 4 KiB,
    /// unless `out` is a tape itself.
    template <Sink Out>
    void describe_to(Out& out) const noexcept {
        switch (kind_) {
            case Kind::null: out.null(); break;
            case Kind::boolean: out.boolean(boolean_); break;
            case Kind::integer: out.integer(integer_); break;
            case Kind::unsigned_integer: out.unsigned_integer(unsigned_); break;
            case Kind::double_number: out.number(double_); break;
            case Kind::float_number: out.number(float_); break;
            case Kind::text: describe_text(out, std::string_view(text_.data, text_.size)); break;
            case Kind::reference:
                if constexpr (std::same_as<Out, Tape>) reference_.describe(out, reference_.value);
                else describe_by_tape(out);
                break;
        }
    }

    /// A template, so that nothing is converted to a Value on the way here.
    template <class Place, std::same_as<Value> Type>
    friend void loccer_describe(Place& place, const Type& value) noexcept {
        place.borrowed(value);
    }

  private:
    enum class Kind : unsigned char {
        null,
        boolean,
        integer,
        unsigned_integer,
        double_number,
        float_number,
        text,
        reference
    };

    struct Text {
        const char* data;
        std::size_t size;
    };

    struct Reference {
        const void* value;
        void (*describe)(Tape& tape, const void* value) noexcept;
    };

    constexpr void take(std::string_view text) noexcept {
        kind_ = Kind::text;
        text_ = {text.data(), text.size()};
    }

    template <class Type>
    static void describe_to_tape(Tape& tape, const void* value) noexcept {
        describe(tape, *static_cast<const Type*>(value));
    }

    template <Sink Out>
    [[gnu::noinline]] void describe_by_tape(Out& out) const noexcept {
        char storage[4096];
        Tape tape(storage, out);
        reference_.describe(tape, reference_.value);
        replay(tape.bytes(), out);
    }

    Kind kind_ = Kind::null;
    union {
        bool boolean_;
        std::int64_t integer_ = 0;
        std::uint64_t unsigned_;
        double double_;
        float float_;
        Text text_;
        Reference reference_;
    };
};

/// A named Value.
struct Member {
    std::string_view key;
    Value value;
};

/// *Effects* gives `out` an object of the members.
template <Sink Out>
void describe_members(Out& out, std::initializer_list<Member> members) noexcept {
    if (!out.begin_object()) return;
    for (const Member& member : members)
        if (out.key(member.key)) member.value.describe_to(out);
    out.end_object();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
