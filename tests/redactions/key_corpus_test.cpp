// SPDX-License-Identifier: MIT
#include <loccer/redactions/deny_list.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct CorpusKey {
    std::string name;
    std::string verdict;
    std::string source;
};

struct Corpus {
    std::vector<CorpusKey> keys;
    std::set<std::string> sources;
    std::vector<std::string> malformed;
};

struct Judgement {
    std::size_t keys = 0;
    std::size_t to_redact = 0;
    std::size_t redacted = 0;
    std::vector<std::string> leaked;
    std::vector<std::string> withheld;

    [[nodiscard]] double recall() const { return percent(to_redact - leaked.size(), to_redact); }
    [[nodiscard]] double precision() const { return percent(redacted - withheld.size(), redacted); }

  private:
    static double percent(std::size_t part, std::size_t whole) {
        return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    }
};

/// Reads a file of keys: `# source ID: NAME` announces a source, other lines with `#` are comments, and each of the
/// rest is a key, its verdict and the id of its source with tabs between them.
Corpus read_corpus(const std::string& name) {
    constexpr std::string_view announced = "# source ";
    Corpus corpus;
    std::ifstream file{std::filesystem::path{__FILE__}.parent_path() / name, std::ios::binary};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(announced)) {
            const std::size_t colon = line.find(": ");
            const bool is_new = colon != std::string::npos &&
                                corpus.sources.insert(line.substr(announced.size(), colon - announced.size())).second;
            if (!is_new) corpus.malformed.push_back(line);
        } else if (!line.starts_with('#')) {
            const std::size_t first = line.find('\t');
            const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
            if (first == 0 || second == std::string::npos || line.find('\t', second + 1) != std::string::npos) {
                corpus.malformed.push_back(line);
            } else {
                corpus.keys.push_back(
                    {line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)});
            }
        }
    }
    return corpus;
}

Judgement judge(const Corpus& corpus) {
    Judgement judgement;
    for (const CorpusKey& key : corpus.keys) {
        const bool wanted = key.verdict == "redact";
        const bool redacted = loccer::DenyList::redacts_key(key.name);
        ++judgement.keys;
        if (wanted) ++judgement.to_redact;
        if (redacted) ++judgement.redacted;
        if (wanted && !redacted) judgement.leaked.push_back(key.name + " (" + key.source + ")");
        if (!wanted && redacted) judgement.withheld.push_back(key.name + " (" + key.source + ")");
    }
    return judgement;
}

void print(const char* title, const Judgement& judgement) {
    std::printf("%s: %zu keys, %zu to redact: recall %.2f %%, precision %.2f %%\n", title, judgement.keys,
                judgement.to_redact, judgement.recall(), judgement.precision());
    for (const std::string& key : judgement.leaked) std::printf("  leaked: %s\n", key.c_str());
    for (const std::string& key : judgement.withheld) std::printf("  withheld: %s\n", key.c_str());
    std::fflush(stdout);
}

struct CorpusFile {
    const char* title;
    const char* name;
    std::size_t least_keys;
    double least_precision;
};

std::ostream& operator<<(std::ostream& stream, const CorpusFile& file) { return stream << file.title; }

constexpr CorpusFile corpus_files[] = {{"key corpus", "key_corpus.tsv", 2'000, 97.0},
                                       {"key hold-out", "key_corpus_hold_out.tsv", 300, 72.0},
                                       {"second key hold-out", "key_corpus_hold_out_2.tsv", 300, 72.0}};

class KeyCorpus : public testing::TestWithParam<CorpusFile> {};

TEST_P(KeyCorpus, IsWellFormed) {
    const Corpus corpus = read_corpus(GetParam().name);

    EXPECT_GE(corpus.keys.size(), GetParam().least_keys);
    for (const std::string& line : corpus.malformed) ADD_FAILURE() << "malformed: " << line;
    std::set<std::string> seen;
    std::map<std::string, std::size_t> verdicts;
    std::set<std::string> used;
    for (const CorpusKey& key : corpus.keys) {
        EXPECT_TRUE(seen.insert(key.name).second) << "twice: " << key.name;
        EXPECT_TRUE(corpus.sources.contains(key.source)) << "source not announced: " << key.source;
        ++verdicts[key.verdict];
        used.insert(key.source);
    }
    EXPECT_EQ(used, corpus.sources);
    EXPECT_EQ(verdicts.size(), 2U);
    EXPECT_GT(verdicts["redact"], 0U);
    EXPECT_GT(verdicts["keep"], 0U);
}

TEST_P(KeyCorpus, IsJudgedAsWantedWithoutALeak) {
    const Judgement judgement = judge(read_corpus(GetParam().name));

    print(GetParam().title, judgement);
    EXPECT_EQ(judgement.recall(), 100.0);
    EXPECT_GE(judgement.precision(), GetParam().least_precision);
}

INSTANTIATE_TEST_SUITE_P(DenyList, KeyCorpus, testing::ValuesIn(corpus_files));

}  // namespace
