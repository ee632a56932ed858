// SPDX-License-Identifier: MIT
#include <loccer/redactions/deny_list.hpp>

#include <loccer/json/known_keys.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/rules.hpp>
#include <loccer/redactions/safe_keys.hpp>
#include <loccer/redactions/types_only.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <span>
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

/// *Returns* an object with these keys as the rules have it. \param known what is known of keys; null: nothing is.
template <class Rules>
std::string written(std::span<const std::string> keys, loccer::json::KnownKeys* known) {
    static char storage[1 << 20];
    loccer::json::Writer writer{storage, nullptr, known};
    loccer::json::RedactingSink<Rules> sink{writer};
    sink.begin_object();
    for (const std::string& key : keys) {
        if (sink.key(key)) sink.integer(17);
    }
    sink.end_object();
    return std::string{writer.view()} + std::to_string(writer.redactions());
}

/// *Returns* all keys of the corpora, and as many again with a byte changed or put in.
std::vector<std::string> keys_to_remember(std::mt19937& random) {
    constexpr std::string_view bytes = "aeStk019_-. \"\\\n\xC3\xA9\xD0";
    std::vector<std::string> keys;
    for (const CorpusFile& file : corpus_files) {
        for (const CorpusKey& key : read_corpus(file.name).keys) {
            keys.push_back(key.name);
            std::string changed = key.name;
            const char byte = bytes[random() % bytes.size()];
            if (random() % 2 == 0) changed[random() % changed.size()] = byte;
            else changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(random() % changed.size()), byte);
            keys.push_back(changed);
        }
    }
    return keys;
}

/// *Expects* the same of objects with these keys whether they are known or not.
template <class Rules>
void expect_the_same_of_known_keys(std::vector<std::string> keys, std::mt19937& random) {
    constexpr std::size_t at_once = 150;
    const auto known = std::make_unique<loccer::json::KnownKeys>();
    std::shuffle(keys.begin(), keys.end(), random);
    for (std::size_t begin = 0; begin < keys.size(); begin += at_once) {
        const std::span<std::string> some = std::span{keys}.subspan(begin, std::min(at_once, keys.size() - begin));
        for (int round = 0; round < 3; ++round) {
            ASSERT_EQ(written<Rules>(some, known.get()), written<Rules>(some, nullptr)) << begin << ' ' << round;
            std::shuffle(some.begin(), some.end(), random);
        }
    }
}

TEST(KeyCorpora, AreWrittenTheSameWhereTheirKeysAreKnown) {
    using namespace loccer;
    using redactions::RulesOf;
    std::mt19937 random(20261126);
    const std::vector<std::string> keys = keys_to_remember(random);

    expect_the_same_of_known_keys<RulesOf<>>(keys, random);
    expect_the_same_of_known_keys<RulesOf<TypesOnly>>(keys, random);
    expect_the_same_of_known_keys<RulesOf<NoRedaction, KeyRedaction<"id", Word<"name">>>>(keys, random);
    expect_the_same_of_known_keys<RulesOf<AllowList<"Content-Type", "user", "id">, NoRedaction>>(keys, random);
    expect_the_same_of_known_keys<RulesOf<KeyRedaction<"user">, SafeKeys<"token", Word<"user_agent">>>>(keys, random);
}

INSTANTIATE_TEST_SUITE_P(DenyList, KeyCorpus, testing::ValuesIn(corpus_files));

}  // namespace
