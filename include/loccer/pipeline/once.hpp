// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_ONCE_HPP
#define LOCCER_PIPELINE_ONCE_HPP

// What integrations give once and for all: rendered and redacted when the log is made, copied into each record.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/base/meta.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/integration.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// Bytes of a record. \tparam Integration whose they are.
template <class Integration>
struct OnceMembers {
    std::string members;  ///< of a JSON object; empty where they could not be rendered beforehand
    std::size_t redactions = 0;
};

/// The members of all integrations of a log that have any. \tparam List of its integrations.
template <class List>
struct AllOnceMembers;
template <class... Integrations>
struct AllOnceMembers<meta::List<Integrations...>> : OnceMembers<Integrations>... {};

/// *Effects* renders what the integration gives once. Where it throws, gives too much, or has secrets of which tokens
/// are to be made, it is asked for each record instead. *Allocates* yes. *Throws* std::bad_alloc.
template <class Context, class Integration>
void render_once([[maybe_unused]] Integration& integration, [[maybe_unused]] OnceMembers<Integration>& once) {
    if constexpr (policy::GathersOnce<Integration> && !Context::rules::correlates) {
        constexpr std::size_t most = 64 * 1024;
        std::string storage(most, '\0');
        json::Writer writer(std::span<char>{storage});
        const bool returned = guarded(
            [&] {
                writer.begin_object();
                json::Object<Context> object(writer);
                integration.gather_once(object);
                writer.end_object();
            },
            [] {});
        if (!returned || writer.truncated() || writer.failures() != 0 || writer.repaired() != 0) return;
        const std::string_view written = writer.view();
        once.members.assign(written.substr(1, written.size() - 2));
        once.redactions = writer.redactions();
    }
}

/// *Effects* writes what the integration gives once into its object.
template <class Context, class Integration>
void put_once([[maybe_unused]] json::Object<Context>& object, [[maybe_unused]] Integration& integration,
              [[maybe_unused]] const OnceMembers<Integration>& once) {
    if constexpr (policy::GathersOnce<Integration>) {
        json::Writer& writer = object.writer();
        // What does not fit as a whole is written as far as it does.
        if (once.members.empty() || once.members.size() + 1 > writer.room()) return integration.gather_once(object);
        if (writer.raw_members(once.members)) writer.count_redactions(once.redactions);
        else integration.gather_once(object);
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
