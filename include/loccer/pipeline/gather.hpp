// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_GATHER_HPP
#define LOCCER_PIPELINE_GATHER_HPP

// Runs one integration: its object stands in the record, or a text that says why not.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/event/event.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/pipeline/once.hpp>
#include <loccer/trace/thrown_message.hpp>
#include <loccer/trace/thrown_object.hpp>
#include <loccer/trace/type_names.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// *Effects* writes what stands for the object of an integration that threw. *Requires* a handler.
template <class Rules>
LOCCER_COLD void put_gather_failure(json::Writer& writer) noexcept {
    const std::exception_ptr current = std::current_exception();
    const trace::Thrown thrown = trace::thrown_of(current);
    const trace::ThrownMessage message(thrown);
    std::array<char, 128> spare;
    const std::string_view type =
        thrown.type != nullptr ? trace::type_names.readable(thrown.type->name(), spare) : std::string_view("unknown");
    std::array<char, 1024> text;
    std::size_t size = 0;
    std::size_t whole_size = 0;
    const auto add = [&](std::string_view part) {
        size += part.copy(text.data() + size, text.size() - size);
        whole_size += part.size();
    };
    add("CRITICAL: error while calling the integration to gather data: ");
    add(type);
    add(": ");
    const std::size_t most = json::most_with<Rules>({text.data(), size});
    add(json::shows_messages<Rules> ? message.view() : std::string_view("[no message]"));
    json::put_text<Rules>(writer, {text.data(), size}, whole_size, most);
}

/// *Effects* writes `"<name>":{…}` with what the integration gathers, behind what it gives once. *Returns* false when
/// it threw, or a callable that it gave to its object did, however many of them. *Throws* nothing.
template <class Context, class Integration>
bool gather(json::Object<Context>& out, Integration& integration, const OnceMembers<Integration>& once,
            const Event& event) noexcept {
    json::Writer& writer = out.writer();
    if (!writer.key(Key<Integration::name>{})) return true;
    const json::Writer::Mark before = writer.mark();
    if (!writer.begin_object()) return true;
    const std::size_t failures = writer.failures();
    const bool returned = guarded(
        [&] {
            json::Object<Context> object(writer);
            put_once(object, integration, once);
            integration.gather(event, object);
            writer.end_object();
        },
        [&] {
            writer.rewind(before);
            put_gather_failure<typename Context::rules>(writer);
        });
    return returned && writer.failures() == failures;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
