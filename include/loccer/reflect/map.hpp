// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_MAP_HPP
#define LOCCER_REFLECT_MAP_HPP

// Maps and pairs. A pair of a text and a value becomes a member of an object, so that the redaction rules
// see the text as a key: a vector of header pairs must not leak what a map hides. Pairs with other first
// parts, tuples and ranges of two are judged too, but stay arrays (array.hpp).
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/array.hpp>
#include <loccer/reflect/key.hpp>
#include <loccer/reflect/named.hpp>
#include <loccer/reflect/nested.hpp>
#include <loccer/reflect/range.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

template <class Type>
concept MemberPair = requires(const Type& pair) {
    pair.first;
    pair.second;
};

template <class Type>
concept TuplePair = TupleLike<Type> && requires { requires std::tuple_size<Type>::value == 2; };

template <class Type>
concept PairLike = std::is_class_v<Type> && (MemberPair<Type> || TuplePair<Type>);

/// *Returns* the first and the second part of a pair.
template <PairLike Type>
[[nodiscard]] decltype(auto) first_of(const Type& pair) {
    if constexpr (MemberPair<Type>) return (pair.first);
    else return get<0>(pair);
}
template <PairLike Type>
[[nodiscard]] decltype(auto) second_of(const Type& pair) {
    if constexpr (MemberPair<Type>) return (pair.second);
    else return get<1>(pair);
}

template <PairLike Type>
using FirstOf = std::remove_cvref_t<decltype(first_of(std::declval<const Type&>()))>;

/// A map with unique keys that can be keys of an object. The others are arrays of pairs.
template <class Type>
concept MapLike = Range<Type> && requires(const Type& map, const typename Type::key_type& key) {
    typename Type::mapped_type;
    map.at(key);
    requires PairLike<RangeElement<Type>>;
    requires KeyLike<FirstOf<RangeElement<Type>>>;
};

/// A pair whose first part is a text. A tuple is none: its parts have no roles.
template <class Type>
concept NamedValue = PairLike<Type> && MemberPair<Type> && requires { requires TextKey<FirstOf<Type>>; };

/// *Effects* describes a member. Under a key that is not at hand whole, the marker stands: it can't be judged.
template <class Out, class Type>
void describe_member(Out& out, const KeyText& key, const Type& value, unsigned level) {
    if (!out.key(key.view())) return;
    if (key.is_cut()) give_redacted(out);
    else describe_nested(out, value, level + 1);
}

/// *Effects* describes a map as an object of at most max_elements members.
template <class Out, MapLike Type>
void describe_map(Out& out, const Type& map, unsigned level) {
    if (!out.begin_object()) return;
    const std::size_t left = visit_elements(map, [&](const auto& element) {
        const KeyText key(first_of(element));
        describe_member(out, key, second_of(element), level);
        return true;
    });
    if (left > 0) out.omitted(left);
    out.end_object();
}

/// *Effects* describes a pair as an object of one member.
template <class Out, NamedValue Type>
void describe_named_value(Out& out, const Type& pair, unsigned level) {
    if (!out.begin_object()) return;
    const KeyText key(first_of(pair));
    describe_member(out, key, second_of(pair), level);
    out.end_object();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
