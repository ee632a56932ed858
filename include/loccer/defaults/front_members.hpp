// SPDX-License-Identifier: MIT
#ifndef LOCCER_DEFAULTS_FRONT_MEMBERS_HPP
#define LOCCER_DEFAULTS_FRONT_MEMBERS_HPP

// The values that a file with the light front gives (capture/front_value.hpp), as values that any log takes.
// Layer: defaults.

#include <loccer/base/config.hpp>
#include <loccer/capture/front_value.hpp>
#include <loccer/reflect/custom.hpp>
#include <loccer/reflect/describe_value.hpp>
#include <loccer/reflect/sink.hpp>

#include <concepts>

namespace loccer::inline LOCCER_ABI_NAMESPACE::front {

/// A FrontValue that describes itself as the value that it stands for.
struct FrontReference {
    const FrontValue& given;

    template <reflect::Sink Out>
    void describe_to(Out& out) const noexcept {
        reflect::describe_value(out, given.type(), given.value());
    }

    template <class Place, std::same_as<FrontReference> Type>
    friend void loccer_describe(Place& place, const Type& value) noexcept {
        place.borrowed(value);
    }
};

/// Members that describe themselves as one object.
struct FrontMembers {
    FrontMetadata members;

    template <class Place, std::same_as<FrontMembers> Type>
    friend void loccer_describe(Place& place, const Type& value) noexcept {
        place.object([&](auto& out) {
            for (const FrontMember& member : value.members) out.field(member.key, FrontReference{member.value});
        });
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::front

#endif
