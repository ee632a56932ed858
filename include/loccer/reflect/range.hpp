// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_RANGE_HPP
#define LOCCER_REFLECT_RANGE_HPP

// Ranges that can be walked without changing them: containers, arrays, spans, const views. Those that
// can be read only once (stream views, directory iterators) are left untouched. array.hpp describes them.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/text.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

namespace iteration {

using std::begin;
using std::end;

template <class Type>
auto first(const Type& range) -> decltype(begin(range));
template <class Type>
auto last(const Type& range) -> decltype(end(range));

}  // namespace iteration

template <class Type>
using RangeElement = std::remove_cvref_t<decltype(*iteration::first(std::declval<const Type&>()))>;

/// A const range that may be walked more than once and is not made of itself, as a path is.
template <class Type>
concept Range = requires(const Type& range) {
    requires std::forward_iterator<decltype(iteration::first(range))>;
    { iteration::first(range) != iteration::last(range) } -> std::convertible_to<bool>;
    requires !std::same_as<RangeElement<Type>, Type>;
};

/// A run of chars without the interface of a text: std::vector<char>, std::array<char, 8>, std::span<char>.
template <class Type>
concept CharRun = Range<Type> && requires(const Type& range) {
    { range.data() } -> std::convertible_to<const RangeElement<Type>*>;
    { range.size() } -> std::convertible_to<std::size_t>;
    requires std::same_as<RangeElement<Type>, char> || std::same_as<RangeElement<Type>, char8_t>;
};

/// std::bitset.
template <class Type>
concept BitsetLike = requires(const Type& bits, std::size_t at) {
    { bits.test(at) } -> std::same_as<bool>;
    { bits.size() } -> std::convertible_to<std::size_t>;
    { bits.count() } -> std::convertible_to<std::size_t>;
    bits.to_ulong();
};

/// Where a range that does not know its size stops being counted; it may be endless.
inline constexpr std::size_t max_counted_elements = 65'536;

/// *Effects* calls `visit(element)` for at most max_elements elements, until it returns false.
/// *Returns* how many elements were not visited, the refused one among them; of a range that does
/// not know its size, at least.
template <Range Type, class Visit>
std::size_t visit_elements(const Type& range, Visit&& visit) {
    using std::begin;
    using std::end;
    std::size_t visited = 0;
    auto at = begin(range);
    const auto last = end(range);
    while (visited < max_elements && at != last) {
        if (!visit(*at)) break;
        ++at;
        ++visited;
    }
    if (!(at != last)) return 0;
    if constexpr (std::is_array_v<Type>) {
        return std::extent_v<Type> - visited;
    } else if constexpr (requires {
                             { range.size() } -> std::convertible_to<std::size_t>;
                         }) {
        return static_cast<std::size_t>(range.size()) - visited;
    } else {
        std::size_t left = 0;
        for (; left < max_counted_elements && at != last; ++at) ++left;
        return left;
    }
}

/// *Effects* describes a run of chars as a text. A fixed array ends at its first zero, as the text in a
/// C array does.
template <class Out, CharRun Type>
void describe_char_run(Out& out, const Type& run) {
    const auto size = static_cast<std::size_t>(run.size());
    std::basic_string_view<RangeElement<Type>> text(run.data(), size);
    if constexpr (requires { std::tuple_size<Type>::value; }) text = text.substr(0, text.find(RangeElement<Type>{}));
    describe_text(out, text);
}

/// *Effects* describes bits as a text of zeros and ones, the highest bit first, as they print.
template <class Out, BitsetLike Type>
void describe_bits(Out& out, const Type& bits) {
    constexpr std::size_t shown = 512;
    char text[shown];
    const std::size_t size = bits.size();
    const std::size_t kept = size < shown ? size : shown;
    for (std::size_t i = 0; i < kept; ++i) text[i] = bits.test(size - 1 - i) ? '1' : '0';
    describe_cut(out, std::string_view(text, kept), size);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
