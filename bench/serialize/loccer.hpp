// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_SERIALIZE_LOCCER_HPP
#define LOCCER_BENCH_SERIALIZE_LOCCER_HPP

// The record by loccer's writer: the members that a record has by literal keys, as integrations and render() write
// them, those of the environment, of headers and of locals by keys that are known when the program runs.

#include "../records.hpp"
#include "way.hpp"

#include <loccer/event/schema.hpp>
#include <loccer/json/context.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/text.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// What of a record is kept as bytes from one to the next.
enum class Kept { nothing, platform, all };

/// Members of an object, as bytes of a record.
struct RenderedMembers {
    std::string bytes;
    std::size_t redactions = 0;
};

/// What never changes.
struct Rendered {
    RenderedMembers platform;
    std::vector<std::string> frames;  ///< before their locals; empty: written anew
};

/// *Returns* room for one record.
inline std::span<char> record_room() {
    static std::vector<char> room(64 * 1024);
    return room;
}

template <class Context>
void put_members(loccer::json::Object<Context>& out, const Members& members) {
    for (const auto& [name, value] : members) out.field(std::string_view{name}, value);
}

template <class Context>
void put_platform(loccer::json::Object<Context>& out, const Platform& platform) {
    using namespace loccer::literals;
    out.field("username"_key, platform.username);
    out.field("hostname"_key, platform.hostname);
    out.object("uname"_key, [&](auto& uname) {
        uname.field("system"_key, platform.uname.system);
        uname.field("node"_key, platform.uname.node);
        uname.field("release"_key, platform.uname.release);
        uname.field("version"_key, platform.uname.version);
        uname.field("machine"_key, platform.uname.machine);
    });
    out.object("environment_variables"_key,
               [&](auto& variables) { put_members(variables, platform.environment_variables); });
}

template <class Context>
void put_http(loccer::json::Object<Context>& out, const Http& http) {
    using namespace loccer::literals;
    out.field("method"_key, http.method);
    out.field("url"_key, http.url);
    out.field("client_ip"_key, http.client_ip);
    out.field("endpoint"_key, http.endpoint);
    out.object("headers"_key, [&](auto& headers) { put_members(headers, http.headers); });
    out.field("user_agent"_key, http.user_agent);
    out.field("is_json"_key, http.is_json);
    out.field("content_length"_key, http.content_length);
    out.field("content_type"_key, http.content_type);
}

/// *Effects* writes the integrations as members. \param rendered those of `platform`; null: they are written anew.
template <class Context>
void put_integrations(loccer::json::Object<Context>& out, const Integrations& integrations,
                      const RenderedMembers* rendered) {
    using namespace loccer::literals;
    out.object("platform"_key, [&](auto& platform) {
        if (rendered == nullptr) return put_platform(platform, integrations.platform);
        platform.raw_members(rendered->bytes);
        platform.writer().count_redactions(rendered->redactions);
    });
    out.object("http"_key, [&](auto& http) { put_http(http, integrations.http); });
}

template <class Rules>
void put_function(loccer::json::Writer& writer, const RecordFrame& frame) {
    namespace json = loccer::json;
    namespace schema = loccer::schema;
    json::put_own_fact<Rules>(writer, schema::filename, frame.filename);
    writer.own_unsigned(schema::lineno, frame.lineno);
    json::put_own_fact<Rules>(writer, schema::name, frame.name);
    constexpr auto any_size = static_cast<std::size_t>(-1);
    json::put_own_member<Rules>(writer, schema::line, frame.line, any_size, loccer::TextKind::code);
}

/// *Effects* writes the record. \param rendered null: every byte is escaped; else what it has is copied.
template <class Rules>
std::string_view write_by_loccer(const ErrorRecord& record, const Rendered* rendered) {
    namespace json = loccer::json;
    namespace schema = loccer::schema;
    using Context = json::Context<Rules>;
    json::Writer writer{record_room()};
    writer.begin_object();
    writer.own_text(schema::loccer_type, record.loccer_type);
    writer.own_text(schema::timestamp, record.timestamp);
    json::put_own_fact<Rules>(writer, schema::exc_type, record.exc_type);
    json::put_own_member<Rules>(writer, schema::msg, record.msg);
    if (record.integrations && writer.own_object(schema::integrations)) {
        json::Object<Context> integrations{writer};
        put_integrations(integrations, *record.integrations, rendered == nullptr ? nullptr : &rendered->platform);
        writer.end_object();
    }
    const bool keeps_frames = rendered != nullptr && !rendered->frames.empty();
    if (writer.own_key(schema::frames) && writer.begin_array()) {
        for (std::size_t i = 0; i < record.frames.size(); ++i) {
            const RecordFrame& frame = record.frames[i];
            if (!writer.element_object()) continue;
            if (keeps_frames) writer.raw_members(rendered->frames[i]);
            else put_function<Rules>(writer, frame);
            if (writer.own_object(schema::locals)) {
                json::Object<Context> locals{writer};
                put_members(locals, frame.locals);
                writer.end_object();
            }
            writer.end_object();
        }
        writer.end_array();
    }
    writer.end_object();
    return writer.view();
}

/// *Returns* what `put(writer)` writes as the members of an object.
template <class Put>
RenderedMembers render_members(Put&& put) {
    loccer::json::Writer writer{record_room()};
    writer.begin_object();
    put(writer);
    writer.end_object();
    return {std::string(writer.view().substr(1, writer.size() - 2)), writer.redactions()};
}
template <class Rules>
RenderedMembers render_platform(const Platform& platform) {
    return render_members([&](loccer::json::Writer& writer) {
        loccer::json::Object<loccer::json::Context<Rules>> out{writer};
        put_platform(out, platform);
    });
}

template <class Rules, Kept What>
Write prepare_by_loccer(const ErrorRecord& record) {
    if constexpr (What == Kept::nothing) {
        return [&record] { return write_by_loccer<Rules>(record, nullptr); };
    } else {
        Rendered rendered;
        if (record.integrations) rendered.platform = render_platform<Rules>(record.integrations->platform);
        if constexpr (What == Kept::all) {
            for (const RecordFrame& frame : record.frames) {
                const auto put = [&](loccer::json::Writer& writer) { put_function<Rules>(writer, frame); };
                rendered.frames.push_back(render_members(put).bytes);
            }
        }
        return [&record, rendered = std::move(rendered)] { return write_by_loccer<Rules>(record, &rendered); };
    }
}

}  // namespace bench

#endif
