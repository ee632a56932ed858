// SPDX-License-Identifier: MIT
// fmt, which many programs write their JSON with: a format for each object and a function that escapes.
#include "way.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <string_view>

namespace {

/// A text that is formatted as a JSON string.
struct Quoted {
    std::string_view text;
};

/// Members that are formatted as a JSON object.
struct AsObject {
    const bench::Members& members;
};

}  // namespace

template <>
struct fmt::formatter<Quoted> {
    static constexpr auto parse(format_parse_context& context) { return context.begin(); }
    template <class Context>
    auto format(const Quoted& quoted, Context& context) const {
        auto out = fmt::format_to(context.out(), "\"");
        const std::string_view text = quoted.text;
        std::size_t plain = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto byte = static_cast<unsigned char>(text[at]);
            if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
            out = fmt::format_to(out, "{}", text.substr(plain, at - plain));
            switch (byte) {
                case '"': out = fmt::format_to(out, "\\\""); break;
                case '\\': out = fmt::format_to(out, "\\\\"); break;
                case '\n': out = fmt::format_to(out, "\\n"); break;
                case '\r': out = fmt::format_to(out, "\\r"); break;
                case '\t': out = fmt::format_to(out, "\\t"); break;
                default: out = fmt::format_to(out, "\\u{:04x}", byte);
            }
            plain = at + 1;
        }
        return fmt::format_to(out, "{}\"", text.substr(plain));
    }
};

template <>
struct fmt::formatter<AsObject> {
    static constexpr auto parse(format_parse_context& context) { return context.begin(); }
    template <class Context>
    auto format(const AsObject& object, Context& context) const {
        auto out = context.out();
        const char* before = "{";
        for (const auto& [name, value] : object.members) {
            out = fmt::format_to(out, "{}{}:{}", before, Quoted{name}, Quoted{value});
            before = ",";
        }
        return fmt::format_to(out, "}}");
    }
};

namespace {

std::string_view write_record(const bench::ErrorRecord& record) {
    static fmt::memory_buffer buffer;
    buffer.clear();
    auto out = std::back_inserter(buffer);
    out = fmt::format_to(out, R"({{"loccer_type":{},"timestamp":{},"exc_type":{},"msg":{})", Quoted{record.loccer_type},
                         Quoted{record.timestamp}, Quoted{record.exc_type}, Quoted{record.msg});
    if (record.integrations) {
        const bench::Platform& platform = record.integrations->platform;
        const bench::Http& http = record.integrations->http;
        out = fmt::format_to(
            out,
            R"(,"integrations":{{"platform":{{"username":{},"hostname":{},"uname":{{"system":{},"node":{},"release":{},"version":{},"machine":{}}},"environment_variables":{}}})",
            Quoted{platform.username}, Quoted{platform.hostname}, Quoted{platform.uname.system},
            Quoted{platform.uname.node}, Quoted{platform.uname.release}, Quoted{platform.uname.version},
            Quoted{platform.uname.machine}, AsObject{platform.environment_variables});
        out = fmt::format_to(
            out,
            R"(,"http":{{"method":{},"url":{},"client_ip":{},"endpoint":{},"headers":{},"user_agent":{},"is_json":{},"content_length":{},"content_type":{}}}}})",
            Quoted{http.method}, Quoted{http.url}, Quoted{http.client_ip}, Quoted{http.endpoint},
            AsObject{http.headers}, Quoted{http.user_agent}, http.is_json, http.content_length,
            Quoted{http.content_type});
    }
    const char* before = R"(,"frames":[)";
    for (const bench::RecordFrame& frame : record.frames) {
        out = fmt::format_to(out, R"({}{{"filename":{},"lineno":{},"name":{},"line":{},"locals":{}}})", before,
                             Quoted{frame.filename}, frame.lineno, Quoted{frame.name}, Quoted{frame.line},
                             AsObject{frame.locals});
        before = ",";
    }
    fmt::format_to(out, "]}}");
    return {buffer.data(), buffer.size()};
}

}  // namespace

bench::Ways bench::ways_of_fmt() { return {{"fmt", prepare_by<write_record>}}; }
