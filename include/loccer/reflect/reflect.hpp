// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_REFLECT_HPP
#define LOCCER_REFLECT_REFLECT_HPP

// describe(): tells a sink what any C++ value is. The first way that fits is taken:
//  1. loccer_describe() beside the type (custom.hpp)
//  2. null, booleans, numbers, characters, raw pointers and functions
//  3. enumerators: as they print themselves, else their number
//  4. Boost.Hana structs
//  5. texts, paths, error codes, exceptions, durations, points of time and dates
//  6. what holds at most one value: atomics, references, optionals, variants, smart pointers
//  7. bitsets, maps, runs of chars, ranges, pairs and tuples
//  8. operator<<
//  9. nothing of all that: the name of the type, `<shop::Order>`
// A Sensitive is described in none of these ways: a marker stands for it.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/array.hpp>
#include <loccer/reflect/calendar.hpp>
#include <loccer/reflect/chrono.hpp>
#include <loccer/reflect/custom.hpp>
#include <loccer/reflect/error.hpp>
#include <loccer/reflect/failure.hpp>
#include <loccer/reflect/holder.hpp>
#include <loccer/reflect/key.hpp>
#include <loccer/reflect/map.hpp>
#include <loccer/reflect/named.hpp>
#include <loccer/reflect/nested.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/pointer.hpp>
#include <loccer/reflect/range.hpp>
#include <loccer/reflect/record.hpp>
#include <loccer/reflect/sensitive.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/stream.hpp>
#include <loccer/reflect/text.hpp>
#include <loccer/reflect/type_name.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// *Effects* gives the sink the name of a type in angle brackets.
template <class Type, class Out>
void describe_opaque(Out& out) noexcept {
    constexpr std::string_view name = type_name<Type>();
    if constexpr (name == "std::monostate") {
        out.null();
    } else {
        constexpr std::size_t kept = name.size() < 254 ? name.size() : 254;
        char text[kept + 2];
        text[0] = '<';
        std::memcpy(text + 1, name.data(), kept);
        text[kept + 1] = '>';
        describe_cut(out, std::string_view(text, sizeof(text)), name.size() + 2);
    }
}

/// Ways 2: values whose description runs no code of the program.
template <class Out, class Type>
void describe_scalar(Out& out, const Type& value) noexcept {
    using Plain = std::remove_cv_t<Type>;
    if constexpr (std::is_null_pointer_v<Plain>) {
        out.null();
    } else if constexpr (std::is_same_v<Plain, bool>) {
        out.boolean(value);
    } else if constexpr (Character<Plain>) {
        describe_character(out, Plain{value});
    } else if constexpr (Number<Plain>) {
        describe_number(out, Plain{value});
    } else if constexpr (CharPointer<Plain> && !std::is_volatile_v<std::remove_pointer_t<Plain>>) {
        describe_text(out, static_cast<const std::remove_pointer_t<Plain>*>(value));
    } else if constexpr (std::is_pointer_v<Plain>) {
        describe_pointer(out, static_cast<Plain>(value));
    } else if constexpr (std::is_function_v<Type>) {
        describe_pointer(out, &value);
    } else {  // a pointer to a member has no address
        if (value == nullptr) out.null();
        else describe_opaque<Plain>(out);
    }
}

template <class Type>
concept Scalar = (std::is_scalar_v<Type> && !std::is_enum_v<Type>) || std::is_function_v<Type> ||
                 WideInteger<std::remove_cv_t<Type>>;

/// Ways 1 and 3 to 9. *Throws* what the value's own code throws.
template <class Out, class Type>
void describe_compound(Out& out, const Type& value, unsigned level) {
    if constexpr (DescribesItself<Type, Out>) describe_custom(out, value, level);
    else if constexpr (std::is_enum_v<Type> && PrintsItself<Type>) describe_printed(out, value);
    else if constexpr (std::is_enum_v<Type>)
        describe_nested(out, static_cast<std::underlying_type_t<Type>>(value), level);
    else if constexpr (NamedMembers<Type>) describe_record(out, value, level);
    else if constexpr (is_char_array<Type>) describe_text(out, view_of_array(value));
    else if constexpr (PathClass<Type>) describe_text(out, view_of(value.native()));
    else if constexpr (TextClass<Type>) describe_text(out, view_of(value));
    else if constexpr (ErrorCode<Type>) describe_error_code(out, value);
    else if constexpr (std::is_convertible_v<const Type*, const std::exception*>) describe_exception(out, value);
    else if constexpr (Duration<Type>) describe_duration(out, value);
    else if constexpr (TimePoint<Type>) describe_time_point(out, value);
    else if constexpr (CalendarNumber<Type>) describe_calendar_number(out, value);
    else if constexpr (CalendarMonth<Type>) describe_date(out, value);
    else if constexpr (Weekday<Type>) describe_weekday(out, value);
    else if constexpr (TimeOfDay<Type>) describe_time_of_day(out, value);
    else if constexpr (AtomicLike<Type>) describe_nested(out, value.load(), level + 1);
    else if constexpr (ReferenceWrapper<Type>) describe_nested(out, value.get(), level + 1);
    else if constexpr (OptionalLike<Type>) describe_optional(out, value, level);
    else if constexpr (VariantLike<Type>) describe_variant(out, value, level);
    else if constexpr (SmartPointer<Type>) describe_owned(out, value, level);
    else if constexpr (BitsetLike<Type>) describe_bits(out, value);
    else if constexpr (MapLike<Type>) describe_map(out, value, level);
    else if constexpr (CharRun<Type>) describe_char_run(out, value);
    else if constexpr (Range<Type>) describe_range(out, value, level);
    else if constexpr (NamedValue<Type>) describe_named_value(out, value, level);
    else if constexpr (TupleLike<Type>) describe_tuple(out, value, level);
    else if constexpr (Streamable<Type>) describe_printed(out, value);
    else describe_opaque<Type>(out);
}

template <class Out, class Type>
void describe_nested(Out& out, const Type& value, unsigned level) noexcept {
    if constexpr (Scalar<Type>) describe_scalar(out, value);
    else if constexpr (NeverShown<Type>) give_redacted(out);
    else if (level >= max_level) out.text(too_deep_text);
    else describe_guarded(out, [&] { describe_compound(out, value, level); });
}

/// *Effects* gives the sink exactly one value: the description of `value`. Code of the program that
/// throws on the way leaves the text "Error getting repr of the object: <what>" in its value's place.
/// *Allocates* no, unless code of the program does. *Throws* nothing. *Signal-safe* no.
template <Sink Out, class Type>
void describe(Out& out, const Type& value) noexcept {
    describe_nested(out, value, 0);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
