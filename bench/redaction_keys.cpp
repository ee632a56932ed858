// SPDX-License-Identifier: MIT
// How long the verdict on a run-time key takes: the automaton, beside the plain table that it is built from and the
// search that one would write with std::string. All of them judge the same keys, in an order that no branch predictor
// learns by heart.
//
// Usage: as harness.hpp says

#include "harness.hpp"

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key/automaton.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/token_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
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

/// Adds a way of judging the keys by turns.
template <class Finds>
void add(bench::Program& program, const char* name, const std::vector<std::string_view>& drawn, Finds finds) {
    program.add("a run-time key", name, {.counted_times = static_cast<std::int64_t>(drawn.size())},
                [&drawn, finds, next = std::size_t{0}]() mutable {
                    const bool found = finds(drawn[next]);
                    bench::keep(found);
                    next = next + 1 == drawn.size() ? 0 : next + 1;
                });
}

}  // namespace

int main(int argument_count, char** arguments) {
    std::vector<std::string_view> drawn;
    std::mt19937 random(20261122);
    while (drawn.size() < 20 * std::size(keys)) drawn.push_back(keys[random() % std::size(keys)]);
    bench::Program program;
    add(program, "automaton", drawn, [](std::string_view key) { return redactions::KeyAutomaton<Names>::finds(key); });
    add(program, "token table", drawn, [](std::string_view key) { return table.finds(key); });
    add(program, "naive search", drawn, naive_finds);
    return program.run(argument_count, arguments);
}
