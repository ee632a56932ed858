// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_RECORD_HPP
#define LOCCER_REFLECT_RECORD_HPP

// Structs that name their members with BOOST_HANA_DEFINE_STRUCT, BOOST_HANA_ADAPT_STRUCT or
// BOOST_HANA_ADAPT_ADT.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/named.hpp>
#include <loccer/reflect/nested.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/unpack.hpp>

#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A struct that Boost.Hana knows the members of.
template <class Type>
concept NamedMembers = std::is_class_v<Type> && boost::hana::Struct<Type>::value;

template <class Accessor>
constexpr std::string_view member_name(const Accessor& accessor) noexcept {
    return boost::hana::first(accessor).c_str();
}

/// *Effects* describes two members, of which the first is the name of the second where that is called
/// `value`: `struct Header { name; value; }`.
template <class Out, class Type, class First, class Second>
void describe_two_members(Out& out, const Type& record, const First& first, const Second& second, unsigned level) {
    bool admitted = true;
    if (out.key(member_name(first))) {
        decltype(auto) name = boost::hana::second(first)(record);
        describe_nested(out, name, level + 1);
        if (!out.key(member_name(second))) return;
        if constexpr (MayReadAsText<std::remove_cvref_t<decltype(name)>>)
            admitted = member_name(second) != "value" || admits_after(out, name, NameKind::certain, level + 1);
    } else if (!out.key(member_name(second))) {
        return;
    }
    if (admitted) describe_nested(out, boost::hana::second(second)(record), level + 1);
}

/// *Effects* describes a struct as an object. A member that the sink refuses is not even read.
template <class Out, NamedMembers Type>
void describe_record(Out& out, const Type& record, unsigned level) {
    if (!out.begin_object()) return;
    boost::hana::unpack(boost::hana::accessors<Type>(), [&](const auto&... accessors) {
        [[maybe_unused]] const auto give = [&](const auto& accessor) {
            if (out.key(member_name(accessor))) describe_nested(out, boost::hana::second(accessor)(record), level + 1);
        };
        if constexpr (sizeof...(accessors) == 2) describe_two_members(out, record, accessors..., level);
        else (give(accessors), ...);
    });
    out.end_object();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
