// SPDX-License-Identifier: MIT
// How fast texts without secrets are looked through: the full scanner of a log with the default kinds, and without what
// stands beside names; beside std::regex with an alternation of the same patterns, which is the usual way, and beside
// strlen as the floor.
//
// Usage: as harness.hpp says

#include "harness.hpp"

#include <loccer/redactions/rules.hpp>
#include <loccer/redactions/value/default_values.hpp>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <regex>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::Span;
using loccer::redactions::Text;
using loccer::redactions::TextKind;

/// The scanner of a log that names no redactions.
using Full = loccer::redactions::RulesOf<>::Texts::Scanner;
template <class List>
struct ScannerOf;
template <class... Kinds>
struct ScannerOf<loccer::redactions::KindList<Kinds...>> {
    using type = loccer::redactions::TextScanner<Kinds...>;
};
/// The same without names.
using Plain = ScannerOf<loccer::DefaultValues::kinds>::type;

constexpr std::string_view prose[] = {
    "2026-11-25 14:39:14.123 INFO  order 17 was settled in 12 ms\n",
    "upstream timed out (110: Connection timed out) while reading response header from upstream\n",
    "the scheduler has 17 jobs in its queue, the oldest of them waits for 812 ms\n",
    "could not open /srv/data/orders.csv for reading, retry 3 of 5 follows in 200 ms\n",
    "worker 4 has lost its connection to the database and will be started again\n",
    "checkpoint complete: wrote 123 buffers (0.8%), write 12.345 s, sync 0.012 s\n",
};
constexpr std::string_view source[] = {
    "    if (total > limit) throw std::out_of_range(\"limit\");\n",
    "    const auto it = orders.find(order.id);\n",
    "    for (std::size_t i = 0; i < count; ++i) sum += prices[i] * quantities[i];\n",
    "template <class Order>\n",
    "    return std::max(first.total(), second.total());\n",
    "#include <shop/orders/settlement.hpp>\n",
};
constexpr std::string_view names[] = {
    "shop::orders::Settlement<shop::Order, std::allocator<shop::Order> >::settle(shop::Order const&, unsigned int)\n",
    "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >::append(char const*)\n",
    "boost::asio::detail::scheduler::run(boost::system::error_code&)\n",
    "(anonymous namespace)::visit(std::vector<int, std::allocator<int> > const&)\n",
    "void shop::for_each<shop::Order>(shop::Range)::{lambda(auto:1)#1}::operator()<int>(int) const\n",
};
constexpr std::string_view paths[] = {
    "/usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30\n",
    "/srv/shop/include/shop/orders/settlement/settlement_service.hpp\n",
    "/home/deploy/releases/20261125/bin/shop-worker\n",
    "../src/orders/settle.cpp\n",
};
constexpr std::string_view json[] = {
    R"({"level":"error","ts":1732545554.123,"caller":"main.go:42","msg":"disk slow","ms":812},)",
    R"({"order":17,"customer":"Bob Miller","state":"open","total":12.50,"items":[{"sku":"a-17","qty":2}]},)",
    R"({"loccer_type":"exception","schema":1,"timestamp":"2026-11-22T06:22:55.517464Z","handled":true},)",
};

template <std::size_t Count>
std::string filled(const std::string_view (&lines)[Count], std::size_t size) {
    std::string text;
    for (std::size_t i = 0; text.size() < size; ++i) text += lines[i % Count];
    text.resize(size);
    return text;
}

template <class Scanner>
void scan(const std::string& text, TextKind kind) {
    Text looked_at{text, false, kind};
    bench::keep(looked_at);
    const Span span = Scanner::next(looked_at, 0);
    bench::keep(span);
    if (!span.empty()) std::printf("a secret in a clean text: %zu\n", span.begin);
}

const std::regex& usual_pattern() {
    static const std::regex pattern(
        "gh[pousr]_[A-Za-z0-9]{36}|AKIA[A-Z0-9]{16}|xox[baprs]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{10,}|AIza[\\w-]{"
        "35}"
        "|[Bb]earer +[A-Za-z0-9._~+/-]{8,}|eyJ[\\w-]+\\.[\\w-]+|-----BEGIN [A-Z ]+-----|://[^/@ ]*:[^/@ ]*@"
        "|[2-6][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}|[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"
        "|(?:password|passwd|secret|token|api_?key)[\"']?\\s*[:=]\\s*[^\\s,;&]+",
        std::regex::optimize);
    return pattern;
}

void add(bench::Program& program, const std::string& title, const std::string& text, TextKind kind) {
    const std::string question = title + ", " + std::to_string(text.size()) + " bytes";
    const auto add_way = [&](const char* name, auto look, bench::Load load) {
        program.add(question, name, load, [text, look] { look(text); });
    };
    const bench::Load load{.bytes = static_cast<double>(text.size()), .counted_times = 10};
    add_way("full scanner", [kind](const std::string& looked_at) { scan<Full>(looked_at, kind); }, load);
    add_way("values alone", [kind](const std::string& looked_at) { scan<Plain>(looked_at, kind); }, load);
    const auto search = [](const std::string& looked_at) {
        const bool found = std::regex_search(looked_at, usual_pattern());
        bench::keep(found);
    };
    add_way("std::regex", search, {.bytes = load.bytes, .counted_times = 1});
    const auto measure = [](const std::string& looked_at) {
        const std::size_t size = std::strlen(looked_at.c_str());
        bench::keep(size);
    };
    add_way("strlen", measure, load);
}

}  // namespace

int main(int argument_count, char** arguments) {
    bench::Program program;
    for (const std::size_t size : {std::size_t{40}, std::size_t{1024}}) {
        add(program, "log prose", filled(prose, size), TextKind::prose);
        add(program, "source lines", filled(source, size), TextKind::code);
        add(program, "function names", filled(names, size), TextKind::code);
        add(program, "file paths", filled(paths, size), TextKind::prose);
        add(program, "JSON", filled(json, size), TextKind::prose);
    }
    return program.run(argument_count, arguments);
}
