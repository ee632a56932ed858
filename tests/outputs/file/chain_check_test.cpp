// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/chain_check.hpp>

#include "../chain_lines.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::LogProblem;
using loccer::file::ChainCheck;
using loccer::file::ChainHash;
using loccer::file::ChainHead;
using loccer::file::Sha256;
using outputs_test::chain_hash;
using outputs_test::chained;

/// Makes the lines of a chain.
struct Chain {
    Sha256 sha256{};
    ChainHead head{};

    /// *Returns* the next line. \param opens_file it tells the hash before.
    std::string next(std::string_view body, bool opens_file = false) {
        const ChainHash prev = head.hash;
        return next(body, opens_file ? &prev : nullptr);
    }
    /// \param prev what the line says of the one before.
    std::string next(std::string_view body, const ChainHash* prev) {
        const ChainHash before = head.hash;
        const std::string without = chained(body, head.n + 1, {}, prev);
        const std::string hashed = without.substr(0, without.size() - 64 - 3);
        EXPECT_TRUE(sha256.hash_of(before, hashed, head.hash));
        ++head.n;
        return chained(body, head.n, head.hash, prev);
    }
    std::vector<std::string> lines(int count) {
        std::vector<std::string> made;
        for (int i = 0; i < count; ++i) made.push_back(next("\"i\":" + std::to_string(i), i == 0));
        return made;
    }
};

/// What is found, as text: "edited 3", "missing 4-6".
struct Found {
    std::vector<std::string> all{};

    void operator()(LogProblem problem, std::uint64_t first, std::uint64_t last) {
        std::string text;
        switch (problem) {
            case LogProblem::edited: text = "edited"; break;
            case LogProblem::missing_lines: text = "missing"; break;
            case LogProblem::out_of_order: text = "out of order"; break;
            case LogProblem::restarted: text = "restarted"; break;
            case LogProblem::missing_head: text = "no head"; break;
            case LogProblem::other_head: text = "other head"; break;
            case LogProblem::unproven_head: text = "unproven head"; break;
            default: text = "?";
        }
        all.push_back(text + " " + std::to_string(first) + "-" + std::to_string(last));
    }
};
using Texts = std::vector<std::string>;

Texts findings(const std::vector<std::string>& lines, const ChainHead& expected = {}) {
    ChainCheck check;
    Found found;
    if (expected.n != 0) check.expect(expected);
    for (const std::string& line : lines) EXPECT_TRUE(check.check(line, found)) << line;
    check.finish(found);
    return found.all;
}

TEST(ChainCheck, FindsNothingInAWholeChain) {
    Chain chain;
    ChainCheck check;
    Found found;

    for (const std::string& line : chain.lines(5)) EXPECT_TRUE(check.check(line, found));

    EXPECT_EQ(found.all, Texts{});
    EXPECT_EQ(check.head(), chain.head);
    EXPECT_EQ(check.first(), 1U);
}

TEST(ChainCheck, DoesNotKnowALineWithoutTheMember) {
    ChainCheck check;
    Found found;

    EXPECT_FALSE(check.check("{\"a\":1}", found));
    EXPECT_FALSE(check.check("", found));
    EXPECT_EQ(found.all, Texts{});
}

TEST(ChainCheck, FindsALineThatWasChangedOnce) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(5);
    lines[2][5] = '7';

    EXPECT_EQ(findings(lines), Texts{"edited 3-3"});
}

TEST(ChainCheck, FindsAHashThatWasChangedOnce) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(5);
    char& digit = lines[2][lines[2].size() - 10];
    digit = digit == 'a' ? 'b' : 'a';

    EXPECT_EQ(findings(lines), Texts{"edited 3-3"});
}

TEST(ChainCheck, FindsALineThatWasSealedAnewAtTheNextOne) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(5);
    Chain forger;
    (void)forger.lines(2);
    lines[2] = forger.next("\"i\":666");

    EXPECT_EQ(findings(lines), Texts{"edited 4-4"});
}

TEST(ChainCheck, CountsTheLinesThatAreMissing) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(8);
    lines.erase(lines.begin() + 3, lines.begin() + 6);

    EXPECT_EQ(findings(lines), Texts{"missing 4-6"});
}

TEST(ChainCheck, FindsThatTheBeginningOfAFileIsMissing) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(5);
    lines.erase(lines.begin(), lines.begin() + 2);

    EXPECT_EQ(findings(lines), Texts{"missing 2-2"});
}

TEST(ChainCheck, AcceptsThatWholeFilesWereRemovedAsTooOld) {
    Chain chain;
    (void)chain.lines(5);

    EXPECT_EQ(findings({chain.next("\"i\":5", true), chain.next("\"i\":6")}), Texts{});
}

TEST(ChainCheck, FindsLinesThatWereSwapped) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(6);
    std::swap(lines[2], lines[3]);

    EXPECT_EQ(findings(lines), (Texts{"missing 3-3", "out of order 3-3"}));
}

TEST(ChainCheck, FindsALineThatStandsThereTwice) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(5);
    lines.insert(lines.begin() + 3, lines[2]);

    EXPECT_EQ(findings(lines), Texts{"out of order 3-3"});
}

TEST(ChainCheck, FollowsTheBranchOfAForkThatGoesOn) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(3);
    Chain other;
    (void)other.lines(3);
    lines.push_back(chain.next("\"branch\":1"));
    lines.push_back(other.next("\"branch\":2"));
    lines.push_back(other.next("\"i\":5"));

    EXPECT_EQ(findings(lines), Texts{"out of order 4-4"});
}

TEST(ChainCheck, FindsThatAChainBeginsAnew) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(5);
    Chain anew;
    for (const std::string& line : anew.lines(3)) lines.push_back(line);

    EXPECT_EQ(findings(lines), Texts{"restarted 1-1"});
}

TEST(ChainCheck, FindsAFileThatContinuesAnotherLog) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(3);
    Chain other;
    (void)other.next("\"other\":1");
    (void)other.next("\"other\":2");
    (void)other.next("\"other\":3");
    lines.push_back(other.next("\"other\":4", true));

    EXPECT_EQ(findings(lines), Texts{"edited 4-4"});
}

TEST(ChainCheck, FindsAFirstLineThatContinuesSomething) {
    Chain chain;
    chain.head.hash = chain_hash(1);

    EXPECT_EQ(findings({chain.next("\"i\":0", true)}), Texts{"edited 1-1"});
    EXPECT_EQ(findings({Chain{}.next("\"i\":0")}), Texts{"edited 1-1"});
}

TEST(ChainCheck, FindsALineThatSaysItContinuesAnother) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(3);
    const ChainHash other = chain_hash(1);
    lines.push_back(chain.next("\"i\":3", &other));
    lines.push_back(chain.next("\"i\":4"));

    EXPECT_EQ(findings(lines), Texts{"edited 4-4"});
}

TEST(ChainCheck, TellsWhetherAFileContinuesTheOneBefore) {
    Chain chain;
    const std::vector<std::string> lines = chain.lines(4);
    ChainCheck check;
    Found found;
    (void)check.check(lines[0], found);

    check.begin_file();
    EXPECT_FALSE(check.is_continued());
    (void)check.check(lines[1], found);
    EXPECT_TRUE(check.is_continued());
    check.begin_file();
    (void)check.check(lines[3], found);
    EXPECT_FALSE(check.is_continued());
}

TEST(ChainCheck, MeetsTheExpectedLine) {
    Chain chain;
    std::vector<std::string> lines = chain.lines(3);
    const ChainHead expected = chain.head;
    lines.push_back(chain.next("\"i\":3"));

    EXPECT_EQ(findings(lines, expected), Texts{});
    EXPECT_EQ(findings({lines[0], lines[1]}, expected), Texts{"no head 2-3"});
    EXPECT_EQ(findings({}, expected), Texts{"no head 0-3"});
    EXPECT_EQ(findings({lines[0], lines[1], lines[3]}, expected), Texts{"missing 3-3"});
}

TEST(ChainCheck, FindsALogThatWasWrittenAnewByTheExpectedLine) {
    Chain chain;
    (void)chain.lines(3);
    Chain forger;
    std::vector<std::string> forged = forger.lines(2);
    forged.push_back(forger.next("\"i\":666"));

    EXPECT_EQ(findings(forged, {}), Texts{});
    EXPECT_EQ(findings(forged, chain.head), Texts{"other head 3-3"});
}

TEST(ChainCheck, ProvesTheExpectedLineByTheOneBehindIt) {
    Chain chain;
    (void)chain.lines(3);
    const ChainHead third = chain.head;
    const std::string fourth = chain.next("\"i\":3", true);

    EXPECT_EQ(findings({fourth}, third), Texts{});
    EXPECT_EQ(findings({fourth}, {3, chain_hash(1)}), Texts{"other head 3-3"});
    EXPECT_EQ(findings({fourth}, {2, chain_hash(1)}), Texts{"unproven head 2-2"});
}

}  // namespace
