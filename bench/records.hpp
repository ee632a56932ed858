// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_RECORDS_HPP
#define LOCCER_BENCH_RECORDS_HPP

// The error records that the serialisers are measured with, as structures of the program: a service that imports orders
// fails ten calls deep, with its environment, its request and four locals in each frame (6605 bytes of JSON, 226
// characters to escape), or three calls deep without the first two (981 bytes). Both exist once as they stand here, and
// in 64 variants with texts up to 30 % shorter or longer, which no branch predictor learns by heart.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

using Members = std::vector<std::pair<std::string, std::string>>;

struct Uname {
    std::string system, node, release, version, machine;
};
struct Platform {
    std::string username, hostname;
    Uname uname;
    Members environment_variables;
};
struct Http {
    std::string method, url, client_ip, endpoint;
    Members headers;
    std::string user_agent;
    bool is_json = false;
    std::int64_t content_length = 0;
    std::string content_type;
};
struct Integrations {
    Platform platform;
    Http http;
};
struct RecordFrame {
    std::string filename;
    std::uint32_t lineno = 0;
    std::string name, line;
    Members locals;
};
struct ErrorRecord {
    std::string loccer_type, timestamp, exc_type, msg;
    std::optional<Integrations> integrations;
    std::vector<RecordFrame> frames;
};

namespace records_detail {

using Texts = std::pair<std::string_view, std::string_view>;

inline constexpr Texts environment[] = {
    {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/orders/bin"},
    {"SHELL", "/bin/bash"},
    {"TERM", "xterm-256color"},
    {"LANG", "en_US.UTF-8"},
    {"LC_CTYPE", "UTF-8"},
    {"HOME", "/var/lib/svc-orders"},
    {"USER", "svc-orders"},
    {"LOGNAME", "svc-orders"},
    {"PWD", "/opt/orders/current"},
    {"OLDPWD", "/opt/orders"},
    {"SHLVL", "1"},
    {"MAIL", "/var/mail/svc-orders"},
    {"EDITOR", "vim"},
    {"PAGER", "less"},
    {"TZ", "Europe/Bratislava"},
    {"XDG_RUNTIME_DIR", "/run/user/1001"},
    {"XDG_SESSION_ID", "4217"},
    {"DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1001/bus"},
    {"INVOCATION_ID", "5f1f3a0a1c2d4b0fa2f0b8d9f1b1c7aa"},
    {"JOURNAL_STREAM", "8:1734231"},
    {"SYSTEMD_EXEC_PID", "2201"},
    {"LD_LIBRARY_PATH", "/opt/orders/lib:/opt/shared/lib"},
    {"MALLOC_ARENA_MAX", "2"},
    {"ORDERS_CONFIG", "/etc/orders/orders.toml"},
    {"ORDERS_DB_URL", "[REDACTED]"},
    {"ORDERS_API_TOKEN", "[REDACTED]"},
    {"ORDERS_LOG_LEVEL", "info"},
    {"ORDERS_WORKERS", "16"},
    {"LESSOPEN", "| /usr/bin/lesspipe %s"},
    {"PS1", R"(\u@\h:\w\$ )"},
};
inline constexpr std::string_view browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
inline constexpr Texts headers[] = {
    {"Host", "orders.internal:8080"},
    {"Connection", "keep-alive"},
    {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
    {"User-Agent", browser},
    {"Accept-Language", "sk-SK,sk;q=0.9,en;q=0.5"},
    {"Accept-Encoding", "gzip, deflate, br"},
    {"Cookie", "[REDACTED]"},
    {"If-None-Match", R"("33a64df551425fcc55e4d42a148795d9f25f89d4")"},
    {"X-Request-Id", "0b1c7e0e-7a0f-4f7a-9a55-1d4b8a8f6f3e"},
    {"Content-Type", "application/json; charset=utf-8"},
};

struct Place {
    std::string_view filename, name, line;
};
inline constexpr Place places[] = {
    {"/build/orders/src/main.cpp", "main", "return app.run(argc, argv);"},
    {"/build/orders/src/app.cpp", "orders::App::run(int, char**)",
     "server_.serve_forever(cfg_.listen, [this](auto& rq) { return route(rq); });"},
    {"/build/orders/src/http/server.cpp",
     "orders::http::Server::serve_forever(orders::http::Endpoint const&, "
     "std::function<orders::http::Response(orders::http::Request&)>)",
     "auto rs = handler(rq);"},
    {"/build/orders/src/app.cpp", "orders::App::route(orders::http::Request&)",
     R"(if (rq.path().starts_with("/api/v2/")) return api_v2(rq);)"},
    {"/build/orders/src/api_v2.cpp", "orders::App::api_v2(orders::http::Request&)",
     "return table_.at(rq.endpoint())(rq);"},
    {"/build/orders/src/import.cpp", "orders::import_orders(orders::http::Request&)",
     R"(for (auto const& line : lines) sink.push(parse_line(line, '\t'));)"},
    {"/build/orders/src/import.cpp", "orders::parse_line(std::basic_string_view<char>, char)",
     "o.customer = customers_by_id(cols[kCustomer]);"},
    {"/build/orders/src/customers.cpp", "orders::customers_by_id(std::basic_string_view<char>)",
     "return registry().find(to_int(id));"},
    {"/build/orders/src/registry.hpp", "orders::Registry<orders::Customer, unsigned int>::find(unsigned int) const",
     "return rows_.at(index_.at(id));"},
    {"/usr/include/c++/12/bits/stl_vector.h", "std::vector<orders::Customer>::at(unsigned long) const",
     "_M_range_check(__n);"},
};
inline constexpr Texts locals[] = {
    {"line", "8841\t2026-08-21\tAcme s.r.o.\t\"Hlavn\xC3\xA1 7\""},
    {"cols", R"(["8841", "2026-08-21", "Acme s.r.o.", "Hlavna 7", "811 01", "Bratislava", "SK", "EUR"] (12))"},
    {"customer", "orders::Customer{id=42, name=Acme s.r.o., tier=gold}"},
    {"retry", "false"},
};

/// What stands in the record for removed values, and so in the same place by whatever rules.
inline constexpr std::string_view marker = "[REDACTED]";

/// Texts as they stand above, or as long as a seed has it.
class Lengths {
  public:
    /// \param seed 0 for texts as they are.
    explicit Lengths(unsigned seed) : varies_(seed != 0), random_(seed) {}

    std::string operator()(std::string_view text) {
        std::string varied(text);
        if (!varies_ || text == marker) return varied;
        const std::size_t most = text.size() * 3 / 10;
        const std::size_t size = text.size() - most + random_() % (2 * most + 1);
        // Not within the one character that has two bytes.
        if (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) return varied;
        while (varied.size() < size) varied += static_cast<char>('a' + random_() % 26);
        varied.resize(size);
        return varied;
    }

  private:
    bool varies_;
    std::mt19937 random_;
};

template <std::size_t Count>
Members make_members(const Texts (&texts)[Count], Lengths& lengths) {
    Members made;
    for (const auto& [name, value] : texts) made.emplace_back(name, lengths(value));
    return made;
}

}  // namespace records_detail

/// *Returns* the record of 6605 bytes, or a variant of it.
inline ErrorRecord make_big_record(unsigned seed = 0) {
    using namespace records_detail;
    Lengths lengths(seed);
    Lengths as_they_are(0);
    ErrorRecord record;
    record.loccer_type = "exception";
    record.timestamp = "2026-08-21T13:15:47.517464";
    record.exc_type = lengths("std::out_of_range");
    record.msg =
        lengths("vector::_M_range_check: __n (which is 42) >= this->size() (which is 7) while reading \"orders.csv\"");
    Integrations& all = record.integrations.emplace();
    all.platform.username = "svc-orders";
    all.platform.hostname = "node-17.eu-central.internal";
    all.platform.uname = {"Linux", all.platform.hostname, "6.1.0-28-amd64",
                          "#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)", "x86_64"};
    all.platform.environment_variables = make_members(environment, as_they_are);
    all.http.method = "POST";
    all.http.url = lengths("/api/v2/orders/import?dry_run=false&source=partner%20feed&batch=8841");
    all.http.client_ip = "10.31.7.204";
    all.http.endpoint = "orders_import";
    all.http.headers = make_members(headers, lengths);
    all.http.user_agent = all.http.headers[3].second;
    all.http.is_json = true;
    all.http.content_length = 48213;
    all.http.content_type = "application/json; charset=utf-8";
    std::uint32_t lineno = 21;
    for (const Place& place : places) {
        record.frames.push_back(
            {lengths(place.filename), lineno, lengths(place.name), lengths(place.line), make_members(locals, lengths)});
        lineno = lineno * 3 % 1987 + 17;
    }
    return record;
}

/// *Returns* the record of 981 bytes, or a variant of it.
inline ErrorRecord make_small_record(unsigned seed = 0) {
    ErrorRecord record = make_big_record(seed);
    record.integrations.reset();
    std::vector<RecordFrame> kept;
    for (const std::size_t index : {4U, 7U, 9U}) {
        RecordFrame& frame = record.frames[index];
        frame.locals.erase(frame.locals.begin(), frame.locals.begin() + 2);
        kept.push_back(std::move(frame));
    }
    record.frames = std::move(kept);
    return record;
}

/// *Returns* the record alone, or its variants.
inline std::vector<ErrorRecord> make_records(ErrorRecord (*make)(unsigned), bool rotating) {
    constexpr unsigned variants = 64;
    std::vector<ErrorRecord> made;
    if (!rotating) made.push_back(make(0));
    for (unsigned seed = 1; rotating && seed <= variants; ++seed) made.push_back(make(seed));
    return made;
}

}  // namespace bench

#endif
