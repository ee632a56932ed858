// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_META_HPP
#define LOCCER_BASE_META_HPP

// How a pack of policies is sorted by role. The only header that composes with Boost.Hana; no name of
// Hana leaves it.
// Layer: base.

#include <loccer/base/config.hpp>

#include <boost/hana/filter.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>

#include <cstddef>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::meta {

/// A list of types.
template <class... Types>
struct List {
    static constexpr std::size_t size = sizeof...(Types);
    template <class... More>
    using append = List<Types..., More...>;
    template <template <class...> class Template>
    using apply = Template<Types...>;
};

/// A predicate on types as Hana asks it.
template <template <class> class Predicate>
struct KeepIf {
    template <class Type>
    constexpr auto operator()(Type) const noexcept {
        return boost::hana::bool_c<Predicate<typename Type::type>::value>;
    }
};

/// *Returns* those Types for which `Predicate<Type>::value`, in their order, as a List within a Hana type.
template <template <class> class Predicate, class... Types>
constexpr auto filter() noexcept {
    return boost::hana::unpack(boost::hana::filter(boost::hana::tuple_t<Types...>, KeepIf<Predicate>{}),
                               boost::hana::template_<List>);
}

/// The List of those Types for which `Predicate<Type>::value`, in their order.
template <template <class> class Predicate, class... Types>
using Filtered = typename decltype(filter<Predicate, Types...>())::type;

/// How often Type is among Types.
template <class Type, class... Types>
inline constexpr std::size_t count_of = (std::size_t{std::is_same_v<Type, Types>} + ... + 0);

/// Whether no type is there twice.
template <class... Types>
inline constexpr bool all_different = ((count_of<Types, Types...> == 1) && ...);

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::meta

#endif
