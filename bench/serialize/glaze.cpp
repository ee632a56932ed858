// SPDX-License-Identifier: MIT
// Glaze: structures are told to it once, as types, and it writes them into a buffer that is used again.
#include "way.hpp"

#include <glaze/glaze.hpp>

#include <string>
#include <string_view>

template <>
struct glz::meta<bench::Uname> {
    using T = bench::Uname;
    static constexpr auto value = object("system", &T::system, "node", &T::node, "release", &T::release, "version",
                                         &T::version, "machine", &T::machine);
};
template <>
struct glz::meta<bench::Platform> {
    using T = bench::Platform;
    static constexpr auto value = object("username", &T::username, "hostname", &T::hostname, "uname", &T::uname,
                                         "environment_variables", &T::environment_variables);
};
template <>
struct glz::meta<bench::Http> {
    using T = bench::Http;
    static constexpr auto value =
        object("method", &T::method, "url", &T::url, "client_ip", &T::client_ip, "endpoint", &T::endpoint, "headers",
               &T::headers, "user_agent", &T::user_agent, "is_json", &T::is_json, "content_length", &T::content_length,
               "content_type", &T::content_type);
};
template <>
struct glz::meta<bench::Integrations> {
    using T = bench::Integrations;
    static constexpr auto value = object("platform", &T::platform, "http", &T::http);
};
template <>
struct glz::meta<bench::RecordFrame> {
    using T = bench::RecordFrame;
    static constexpr auto value = object("filename", &T::filename, "lineno", &T::lineno, "name", &T::name, "line",
                                         &T::line, "locals", &T::locals);
};
template <>
struct glz::meta<bench::ErrorRecord> {
    using T = bench::ErrorRecord;
    static constexpr auto value =
        object("loccer_type", &T::loccer_type, "timestamp", &T::timestamp, "exc_type", &T::exc_type, "msg", &T::msg,
               "integrations", &T::integrations, "frames", &T::frames);
};

namespace {

std::string_view write_record(const bench::ErrorRecord& record) {
    static std::string buffer;
    (void)glz::write_json(record, buffer);
    return buffer;
}

}  // namespace

bench::Ways bench::ways_of_glaze() { return {{"glaze", prepare_by<write_record>}}; }
