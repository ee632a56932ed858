// SPDX-License-Identifier: MIT
// How long the verdict on a run-time key takes: the automaton, beside the plain table that it is built from and the
// search that one would write with std::string. All of them judge the same keys in turns, in one run, and the median
// of many rounds is printed. With `--check` it fails where the automaton is less than ten times as fast as the naive
// search; `--once=automaton` judges each key once, for callgrind.

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key/automaton.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/token_table.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace redactions = loccer::redactions;

using Names = redactions::MergedNames<loccer::DenyList>;

// clang-format off: lists of words
constexpr std::string_view keys[] = {
    // headers
    "Accept", "Accept-Encoding", "Accept-Language", "Accept-Ranges", "Access-Control-Allow-Origin", "Age", "Allow",
    "Authorization", "Cache-Control", "Connection", "Content-Disposition", "Content-Encoding", "Content-Length",
    "Content-Security-Policy", "Content-Type", "Cookie", "Date", "DNT", "ETag", "Expect", "Expires", "Forwarded",
    "From", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "Keep-Alive", "Last-Modified", "Link",
    "Location", "Origin", "Pragma", "Proxy-Authorization", "Range", "Referer", "Retry-After", "Sec-Fetch-Dest",
    "Sec-Fetch-Mode", "Sec-Fetch-Site", "Server", "Set-Cookie", "Strict-Transport-Security", "TE", "Trailer",
    "Transfer-Encoding", "Upgrade", "User-Agent", "Vary", "Via", "Warning", "X-Api-Key", "X-Correlation-Id",
    "X-Csrf-Token", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Frame-Options", "X-Real-Ip",
    "X-Request-Id", "traceparent", "tracestate",
    // environment
    "AWS_ACCESS_KEY_ID", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "COLORTERM", "DATABASE_URL", "DBUS_SESSION_BUS_ADDRESS",
    "DEBUG", "DESKTOP_SESSION", "DISPLAY", "EDITOR", "GITHUB_TOKEN", "GPG_AGENT_INFO", "HISTSIZE", "HOME", "HOSTNAME",
    "JAVA_HOME", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "LESS",
    "LOGNAME", "LS_COLORS", "MAIL", "MYSQL_HOST", "NODE_ENV", "OLDPWD", "PAGER", "PATH", "PGPASSWORD", "PORT", "PWD",
    "PYTHONPATH", "REDIS_URL", "SHELL", "SHLVL", "SSH_AUTH_SOCK", "SSH_CLIENT", "SSH_CONNECTION", "TERM", "TMPDIR",
    "TZ", "USER", "VIRTUAL_ENV", "XAUTHORITY", "XDG_DATA_DIRS", "XDG_RUNTIME_DIR", "XDG_SESSION_ID",
    "XDG_SESSION_TYPE",
    // members of documents and locals
    "account_id", "accessToken", "active", "address", "amount", "attempts", "author", "balance", "batchSize", "body",
    "bytes_sent", "cacheHit", "cardNumber", "category", "channel", "city", "client_ip", "client_secret", "code",
    "count", "country", "createdAt", "currency", "customer", "customerId", "data", "deletedAt", "description",
    "device_id", "discount", "duration_ms", "elapsed", "email", "enabled", "endpoint", "error", "error_code",
    "event", "exitCode", "expires_in", "fileName", "first_name", "flags", "format", "height", "hits", "httpStatus",
    "id", "index", "instance", "invoice_number", "isActive", "item_count", "items", "kind", "label", "lastName",
    "latency_ms", "latitude", "level", "limit", "line", "max_retries", "max_tokens", "message", "metadata", "method",
    "mode", "name", "node", "offset", "operation", "order", "orderId", "owner", "page", "parent_id", "partition",
    "passwordHash", "payload", "phone", "pin", "position", "price", "priority", "product", "progress", "qty",
    "quantity", "queue_depth", "reason", "refresh_token", "region", "request_id", "result", "retryCount", "role",
    "sessionId", "shipping", "size", "source", "state", "status", "status_code", "tags", "tenant", "thread_id",
    "timeout", "timestamp", "title", "tokenizer", "total", "type", "unit_price", "updatedAt", "url", "user",
    "userAgent", "user_id", "username", "value", "version", "warehouse", "weight", "width", "zip",
};
// clang-format on
constexpr std::size_t key_count = std::size(keys);

constexpr redactions::TokenTable<loccer::DenyList::names.size()> table{loccer::DenyList::names};

/// As one would write it: the key folded into a string, and each name looked for in it.
bool naive_finds(std::string_view key) {
    std::string folded;
    for (const char character : key) {
        const char letter = redactions::folded(character);
        if (letter != '\0') folded += letter;
    }
    static const std::vector<std::string> names = [] {
        std::vector<std::string> result;
        for (const redactions::Token& token : loccer::DenyList::names) {
            if (!redactions::finds_keys(token.kind)) continue;
            std::string name(token.text);
            std::erase(name, '_');
            result.push_back(name);
        }
        return result;
    }();
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return folded.find(name) != std::string::npos; });
}
bool table_finds(std::string_view key) { return table.finds(key); }
bool automaton_finds(std::string_view key) { return redactions::KeyAutomaton<Names>::finds(key); }

struct Way {
    const char* name;
    bool (*finds)(std::string_view);
    std::vector<double> ns_per_key;
};

/// *Returns* how many keys of the list are found.
[[gnu::noinline]] std::size_t judge_all(const std::vector<std::string_view>& list, bool (*finds)(std::string_view)) {
    std::size_t found = 0;
    for (const std::string_view key : list) found += finds(key) ? 1 : 0;
    return found;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argument_count, char** arguments) {
    using Clock = std::chrono::steady_clock;
    const std::string_view argument = argument_count > 1 ? arguments[1] : "";
    std::array ways{Way{"automaton", automaton_finds, {}}, Way{"token table", table_finds, {}},
                    Way{"naive search", naive_finds, {}}};
    const std::vector<std::string_view> list(std::begin(keys), std::end(keys));
    if (argument.starts_with("--once=")) {
        for (const Way& way : ways) {
            if (argument.substr(7) == way.name) return judge_all(list, way.finds) == 0 ? 1 : 0;
        }
        return 2;
    }
    // In an order that no branch predictor learns by heart.
    std::vector<std::string_view> drawn;
    std::mt19937 random(20261122);
    while (drawn.size() < 20 * key_count) drawn.push_back(list[random() % key_count]);
    for (int round = 0; round < 301; ++round) {
        for (Way& way : ways) {
            const Clock::time_point begin = Clock::now();
            const std::size_t found = judge_all(drawn, way.finds);
            const std::chrono::duration<double, std::nano> taken = Clock::now() - begin;
            if (found == 0) return 1;
            way.ns_per_key.push_back(taken.count() / static_cast<double>(drawn.size()));
        }
    }
    const double automaton = median(ways[0].ns_per_key);
    std::printf("%zu keys, %zu of them redacted\n", key_count, judge_all(list, automaton_finds));
    std::printf("%-14s %12s %10s\n", "", "ns per key", "ratio");
    for (const Way& way : ways) {
        std::printf("%-14s %12.1f %10.1f\n", way.name, median(way.ns_per_key), median(way.ns_per_key) / automaton);
    }
    if (argument != "--check" || median(ways[2].ns_per_key) >= 10 * automaton) return 0;
    std::puts("the automaton should be ten times as fast as the naive search");
    return 1;
}
