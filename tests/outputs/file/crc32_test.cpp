// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/crc32.hpp>

#include <loccer/outputs/json_file.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using loccer::JsonFileOutput;
using loccer::LogProblem;
using loccer::file::Crc32Check;
using loccer::file::Crc32Seal;
using outputs_test::Directory;
using outputs_test::Line;
using outputs_test::lines_of;
using outputs_test::read_all;

/// *Returns* the sealed line; empty where it cannot be sealed.
std::string sealed(std::string_view line) {
    std::string out(line.size() + Crc32Seal::room, '\0');
    out.resize(Crc32Seal::seal(line, out.data()));
    return out;
}

/// What a check says of a line.
struct Verdict {
    bool is_sealed = false;
    int wrong = 0;
};
Verdict check(std::string_view line) {
    Verdict verdict;
    verdict.is_sealed = Crc32Check{}.check(line, [&](LogProblem problem, std::uint64_t, std::uint64_t) {
        EXPECT_EQ(problem, LogProblem::wrong_checksum);
        ++verdict.wrong;
    });
    return verdict;
}

TEST(Crc32Seal, PutsTheChecksumOfTheLineBehindItsMembers) {
    EXPECT_EQ(sealed("{\"a\":1}\n"), "{\"a\":1,\"crc32\":\"561bacaf\"}\n");
}

TEST(Crc32Seal, PutsNoCommaIntoAnEmptyObject) { EXPECT_EQ(sealed("{}\n"), "{\"crc32\":\"a3a6bf43\"}\n"); }

TEST(Crc32Seal, LeavesAloneWhatIsNotOneObjectAndItsLineEnd) {
    for (const std::string_view line : {"", "\n", "[1]\n", "{\"a\":1}", "{\"a\":1}\n{\"a\":2}\n", "}\n", "{ }\n"}) {
        EXPECT_EQ(sealed(line), "") << line;
    }
}

TEST(Crc32Seal, IsInEveryLineOfItsOutput) {
    const Directory directory;
    JsonFileOutput<loccer::Crc32> output(directory / "errors.log");

    output.write(Line("{\"a\":1}"));
    output.write_signal_safe("{\"a\":1}\n");

    EXPECT_EQ(read_all(directory / "errors.log"),
              "{\"a\":1,\"crc32\":\"561bacaf\"}\n{\"a\":1,\"crc32\":\"561bacaf\"}\n");
}

TEST(Crc32Seal, IsInALineThatIsLargerThanAnyBefore) {
    const Directory directory;
    JsonFileOutput<loccer::Crc32> output(directory / "errors.log");

    output.write(Line("{\"text\":\"" + std::string(300'000, 'x') + "\"}"));

    const Verdict verdict = check(lines_of(read_all(directory / "errors.log")).front());
    EXPECT_TRUE(verdict.is_sealed);
    EXPECT_EQ(verdict.wrong, 0);
}

TEST(Crc32Seal, IsMissingRatherThanTheLineWhereNothingMayBeAllocated) {
    const Directory directory;
    JsonFileOutput<loccer::Crc32> output(directory / "errors.log");
    const std::string line = "{\"text\":\"" + std::string(300'000, 'x') + "\"}\n";

    const bool written = output.write_signal_safe(line);

    EXPECT_TRUE(written);
    EXPECT_EQ(read_all(directory / "errors.log"), line);
}

TEST(Crc32Check, AcceptsWhatWasSealed) {
    for (const std::string_view line : {"{}\n", "{\"a\":1}\n", "{\"crc32\":\"00000000\"}\n", "{\"a\":\"\xff\"}\n"}) {
        std::string text = sealed(line);
        text.pop_back();

        EXPECT_TRUE(check(text).is_sealed) << line;
        EXPECT_EQ(check(text).wrong, 0) << line;
    }
}

TEST(Crc32Check, FindsEveryFlippedBit) {
    std::string line = sealed("{\"seq\":17,\"msg\":\"limit \xe2\x82\xac 100\",\"frames\":[]}\n");
    line.pop_back();

    for (std::size_t bit = 0; bit < line.size() * 8; ++bit) {
        std::string damaged = line;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        const Verdict verdict = check(damaged);
        EXPECT_TRUE(!verdict.is_sealed || verdict.wrong == 1) << damaged;
    }
}

TEST(Crc32Check, KnowsOnlyTheSpellingOfTheSeal) {
    for (const std::string_view line :
         {"", "}", "{\"a\":1}", "{\"crc32\":\"A3A6BF43\"}", "{\"crc32\":\"a3a6bf4\"}", "{\"crc32\":\"a3a6bf43\"} ",
          "{\"crc32\": \"a3a6bf43\"}", "{\"a\":{\"crc32\":\"a3a6bf43\"}}", "{\"a\":1 \"crc32\":\"561bacaf\"}"}) {
        EXPECT_FALSE(check(line).is_sealed) << line;
    }
}

}  // namespace
