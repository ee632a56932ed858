// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_ARRAY_HPP
#define LOCCER_REFLECT_ARRAY_HPP

// What becomes an array: ranges, tuples, and pairs that do not begin with a text. Where these are two
// values, the first may be the name of the second (named.hpp), and the redaction rules judge it.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/named.hpp>
#include <loccer/reflect/nested.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/range.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A type with std::tuple_size: std::pair, std::tuple. Not the pair of iterators that a subrange is.
template <class Type>
concept TupleLike = requires {
    { std::tuple_size<Type>::value } -> std::convertible_to<std::size_t>;
} && !requires(const Type& value) { value.begin(); };

template <class Type>
inline constexpr bool is_array_of_two = false;
template <class Type>
inline constexpr bool is_array_of_two<Type[2]> = true;
template <class Type>
    requires requires { std::tuple_size<Type>::value; }
inline constexpr bool is_array_of_two<Type> = std::tuple_size<Type>::value == 2;

/// A range that may be a name and its value: not a set, nor one of numbers.
template <class Type>
concept MayBeNameAndValue = Range<Type> && MayReadAsText<RangeElement<Type>> && !requires { typename Type::key_type; };

/// *Returns* whether a range has exactly two elements.
template <Range Type>
[[nodiscard]] bool has_two(const Type& range) {
    using std::begin;
    using std::end;
    if constexpr (requires {
                      { range.size() } -> std::convertible_to<std::size_t>;
                  }) {
        return static_cast<std::size_t>(range.size()) == 2;
    } else {
        auto at = begin(range);
        const auto last = end(range);
        for (int i = 0; i < 2; ++i, ++at)
            if (!(at != last)) return false;
        return !(at != last);
    }
}

/// *Effects* describes two values as an array, the second under the name that the first may be.
template <class Out, class First, class Second>
void describe_two(Out& out, const First& first, const Second& second, NameKind kind, unsigned level) {
    if (!out.begin_array()) return;
    std::size_t given = 0;
    if (out.element()) {
        ++given;
        describe_nested(out, first, level + 1);
        if (out.element()) {
            ++given;
            if (admits_after(out, first, kind, level + 1)) describe_nested(out, second, level + 1);
        }
    }
    if (given < 2) out.omitted(2 - given);
    out.end_array();
}

/// *Effects* describes a range as an array of at most max_elements.
template <class Out, Range Type>
void describe_range(Out& out, const Type& range, unsigned level) {
    if constexpr (MayBeNameAndValue<Type>) {
        if (has_two(range)) {
            using std::begin;
            const auto first = begin(range);
            auto second = first;
            ++second;
            constexpr NameKind kind = is_array_of_two<Type> ? NameKind::certain : NameKind::likely;
            return describe_two(out, *first, *second, kind, level);
        }
    }
    if (!out.begin_array()) return;
    const std::size_t left = visit_elements(range, [&](const auto& element) {
        if (!out.element()) return false;
        describe_nested(out, element, level + 1);
        return true;
    });
    if (left > 0) out.omitted(left);
    out.end_array();
}

/// *Effects* describes a tuple as an array.
template <class Out, TupleLike Type>
void describe_tuple(Out& out, const Type& tuple, unsigned level) {
    constexpr std::size_t size = std::tuple_size<Type>::value;
    if constexpr (size == 2) {
        const auto& first = get<0>(tuple);
        if constexpr (NameLike<std::remove_cvref_t<decltype(first)>>)
            return describe_two(out, first, get<1>(tuple), NameKind::certain, level);
    }
    if (!out.begin_array()) return;
    [&]<std::size_t... At>(std::index_sequence<At...>) {
        std::size_t given = 0;
        [[maybe_unused]] const auto give = [&](const auto& element) {
            if (!out.element()) return false;
            describe_nested(out, element, level + 1);
            ++given;
            return true;
        };
        if (!(give(get<At>(tuple)) && ...)) out.omitted(size - given);
    }(std::make_index_sequence<size>{});
    out.end_array();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
