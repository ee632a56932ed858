// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_RECORD_HPP
#define LOCCER_REFLECT_RECORD_HPP

// Structs that name their members with BOOST_HANA_DEFINE_STRUCT, BOOST_HANA_ADAPT_STRUCT or
// BOOST_HANA_ADAPT_ADT.
// Layer: reflect.

#include <loccer/base/config.hpp>
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

/// *Effects* describes a struct as an object. A member that the sink refuses is not even read.
template <class Out, NamedMembers Type>
void describe_record(Out& out, const Type& record, unsigned level) {
    if (!out.begin_object()) return;
    boost::hana::unpack(boost::hana::accessors<Type>(), [&](const auto&... accessors) {
        [[maybe_unused]] const auto give = [&](const auto& accessor) {
            if (!out.key(std::string_view(boost::hana::first(accessor).c_str()))) return;
            describe_nested(out, boost::hana::second(accessor)(record), level + 1);
        };
        (give(accessors), ...);
    });
    out.end_object();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
