// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_SERIALIZE_BY_CALLS_HPP
#define LOCCER_BENCH_SERIALIZE_BY_CALLS_HPP

// A record as a series of calls, for the libraries that take it so.

#include "../records.hpp"

#include <string>
#include <string_view>

namespace bench {

/// *Effects* tells `out` the record. \param out has `begin_object()`, `end_object()`, `begin_array()`, `end_array()`,
/// `key(std::string_view)`, `text(const std::string&)`, `boolean(bool)` and `integer(std::int64_t)`; what follows on
/// what is for it to know.
template <class Out>
void tell(Out& out, const ErrorRecord& record) {
    const auto text = [&out](std::string_view key, const std::string& value) {
        out.key(key);
        out.text(value);
    };
    const auto begin = [&out](std::string_view key) {
        out.key(key);
        out.begin_object();
    };
    const auto members = [&](std::string_view key, const Members& all) {
        begin(key);
        for (const auto& [name, value] : all) text(name, value);
        out.end_object();
    };
    out.begin_object();
    text("loccer_type", record.loccer_type);
    text("timestamp", record.timestamp);
    text("exc_type", record.exc_type);
    text("msg", record.msg);
    if (record.integrations) {
        const Platform& platform = record.integrations->platform;
        const Http& http = record.integrations->http;
        begin("integrations");
        begin("platform");
        text("username", platform.username);
        text("hostname", platform.hostname);
        begin("uname");
        text("system", platform.uname.system);
        text("node", platform.uname.node);
        text("release", platform.uname.release);
        text("version", platform.uname.version);
        text("machine", platform.uname.machine);
        out.end_object();
        members("environment_variables", platform.environment_variables);
        out.end_object();
        begin("http");
        text("method", http.method);
        text("url", http.url);
        text("client_ip", http.client_ip);
        text("endpoint", http.endpoint);
        members("headers", http.headers);
        text("user_agent", http.user_agent);
        out.key("is_json");
        out.boolean(http.is_json);
        out.key("content_length");
        out.integer(http.content_length);
        text("content_type", http.content_type);
        out.end_object();
        out.end_object();
    }
    out.key("frames");
    out.begin_array();
    for (const RecordFrame& frame : record.frames) {
        out.begin_object();
        text("filename", frame.filename);
        out.key("lineno");
        out.integer(frame.lineno);
        text("name", frame.name);
        text("line", frame.line);
        members("locals", frame.locals);
        out.end_object();
    }
    out.end_array();
    out.end_object();
}

}  // namespace bench

#endif
