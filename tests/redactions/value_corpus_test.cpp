// SPDX-License-Identifier: MIT
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/default_values.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer_test::Span;
using loccer_test::Text;
using loccer_test::TextKind;

struct CorpusNames {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};

template <class List>
struct FullScannerOf;
template <class... Kinds>
struct FullScannerOf<loccer::redactions::KindList<Kinds...>> {
    using type = loccer::redactions::FullScanner<CorpusNames, Kinds...>;
};
using Scanner = FullScannerOf<loccer::DefaultValues::kinds>::type;

constexpr std::string_view begin_mark = "\xE2\x9F\xA6";
constexpr std::string_view end_mark = "\xE2\x9F\xA7";
constexpr std::string_view line_mark = "\xE2\x8F\x8E";

/// A line of the corpus.
struct Case {
    std::string text;
    std::string wanted;
    std::vector<Span> secrets;
    TextKind kind;
};

Case case_of(std::string_view line) {
    Case result{{}, {}, {}, line.starts_with("c\t") ? TextKind::code : TextKind::prose};
    bool is_secret = false;
    for (std::size_t at = 2; at < line.size();) {
        const std::string_view rest = line.substr(at);
        if (rest.starts_with(begin_mark)) {
            result.secrets.push_back({result.text.size(), 0});
            result.wanted += "[REDACTED]";
            is_secret = true;
            at += begin_mark.size();
        } else if (rest.starts_with(end_mark)) {
            result.secrets.back().end = result.text.size();
            is_secret = false;
            at += end_mark.size();
        } else if (rest.starts_with("^^")) {
            at += 2;
        } else {
            const bool is_break = rest.starts_with(line_mark);
            const char byte = is_break ? '\n' : rest[0];
            result.text += byte;
            if (!is_secret) result.wanted += byte;
            at += is_break ? line_mark.size() : 1;
        }
    }
    return result;
}

std::vector<Case> corpus() {
    std::vector<Case> cases;
    std::ifstream file(LOCCER_VALUE_CORPUS);
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("p\t") || line.starts_with("c\t")) cases.push_back(case_of(line));
    }
    return cases;
}

/// *Returns* whether every byte of every secret is in a span of the scanner.
bool removes_all(const Case& tried) {
    const Text text{tried.text, false, tried.kind};
    std::vector<bool> is_removed(tried.text.size());
    std::size_t at = 0;
    for (Span span = Scanner::next(text, at); !span.empty(); span = Scanner::next(text, at)) {
        for (std::size_t i = span.begin; i < span.end; ++i) is_removed[i] = true;
        at = span.end;
    }
    for (const Span& secret : tried.secrets) {
        for (std::size_t i = secret.begin; i < secret.end; ++i) {
            if (!is_removed[i]) return false;
        }
    }
    return true;
}

TEST(ValueCorpus, IsRedactedAsWanted) {
    std::size_t secrets = 0;
    std::size_t removed = 0;
    std::size_t exact = 0;
    std::size_t clean = 0;
    std::size_t unchanged = 0;
    for (const Case& tried : corpus()) {
        const std::string result = loccer_test::redacted_by<Scanner>({tried.text, false, tried.kind});
        if (tried.secrets.empty()) {
            ++clean;
            unchanged += result == tried.text ? 1 : 0;
        } else {
            ++secrets;
            const bool is_safe = removes_all(tried);
            removed += is_safe ? 1 : 0;
            exact += result == tried.wanted ? 1 : 0;
            EXPECT_TRUE(is_safe) << tried.text << '\n' << result;
        }
        if (result != tried.wanted)
            std::printf("text   %s\nwanted %s\nis     %s\n", tried.text.c_str(), tried.wanted.c_str(), result.c_str());
    }

    std::printf("secrets: %zu of %zu removed, %zu exactly; clean texts: %zu of %zu unchanged\n", removed, secrets,
                exact, unchanged, clean);
    EXPECT_GE(secrets + clean, 400U);
    EXPECT_EQ(removed, secrets);
    EXPECT_GE(exact * 100, secrets * 97);
    EXPECT_GE(unchanged * 100, clean * 97);
}

}  // namespace
