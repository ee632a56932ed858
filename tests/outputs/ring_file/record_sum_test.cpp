// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/record_sum.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace {

using loccer::ring_file::BasicRecordSum;
using loccer::ring_file::RecordSum;

template <class Sum = RecordSum>
std::uint64_t sum_of(std::string_view bytes) {
    Sum sum;
    sum.add(bytes);
    return sum.value();
}

/// *Returns* a record as a program in trouble writes one after another: they differ in their time and number.
std::string record(int number) {
    std::string text = R"({"timestamp":"2026-11-26T01:42:)" + std::to_string(10 + number % 50) + "." +
                       std::to_string(100'000 + number * 7919 % 900'000) + R"(Z","seq":)" +
                       std::to_string(1000 + number) + R"(,"msg":"no answer within 200 ms","frames":[)";
    for (int frame = 0; frame < 8; ++frame) {
        text += R"({"name":"settle","locals":{"total":)" + std::to_string(1000 + number * (frame + 3)) + R"(}},)";
    }
    return text;
}

TEST(RecordSum, IsTheSameForTheSameBytes) { EXPECT_EQ(sum_of("{\"a\":1}\n"), sum_of(std::string("{\"a\":1}\n"))); }

TEST(RecordSum, IsNeverWhatStandsInAnEmptyFile) {
    EXPECT_NE(sum_of(""), 0U);
    EXPECT_NE(sum_of(std::string(640, '\0')), 0U);
}

TEST(RecordSum, IsAnotherOneForEachChangedBit) {
    std::string text(200, 'x');
    std::set<std::uint64_t> sums{sum_of(text)};

    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
        sums.insert(sum_of(text));
        text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    }

    EXPECT_EQ(sums.size(), 1601U);
}

TEST(RecordSum, SeesWhichBlockComesFirst) {
    const std::string a(64, 'a');
    const std::string b(64, 'b');

    EXPECT_NE(sum_of(a + b), sum_of(b + a));
}

TEST(RecordSum, SeesAnEndThatWasNeverWritten) {
    std::set<std::uint64_t> sums;
    for (std::size_t written = 0; written <= 256; ++written) {
        std::string torn(256, '\0');
        for (std::size_t i = 0; i < written; ++i) torn[i] = static_cast<char>('a' + i % 26);
        sums.insert(sum_of(torn));
    }

    EXPECT_EQ(sums.size(), 257U);
}

TEST(RecordSum, MayBeMadeOfPiecesOfWholeBlocks) {
    const std::string text = std::string(64, 'a') + std::string(128, 'b') + "the rest";
    RecordSum sum;

    sum.add(std::string_view(text).substr(0, 64));
    sum.add(std::string_view(text).substr(64));

    EXPECT_EQ(sum.value(), sum_of(text));
}

TEST(RecordSum, IsTheSameWhileItCopies) {
    for (std::size_t size = 0; size <= 200; ++size) {
        const std::string text = record(17).substr(0, size);
        std::string copy(256, '?');
        RecordSum sum;

        sum.add_and_copy(text, copy.data());

        const std::size_t end = (size + 63) / 64 * 64;
        EXPECT_EQ(sum.value(), sum_of(text));
        EXPECT_EQ(copy, text + std::string(end - size, '\0') + std::string(copy.size() - end, '?'));
    }
}

TEST(RecordSum, IsTheSameWithoutAnInstructionOfTheTarget) {
    for (int number = 0; number < 100; ++number) {
        EXPECT_EQ(sum_of(record(number)), sum_of<BasicRecordSum<false>>(record(number)));
    }
}

TEST(RecordSum, SeesTwoChangesThatMakeUpForEachOther) {
    const std::string text = record(17).substr(0, 256);
    std::set<std::uint64_t> sums{sum_of(text)};
    std::size_t variants = 1;

    for (const int change : {1, 8}) {
        for (std::size_t first = 0; first < text.size(); ++first) {
            for (std::size_t second = first + 1; second < text.size(); ++second, ++variants) {
                std::string changed = text;
                changed[first] = static_cast<char>(changed[first] + change);
                changed[second] = static_cast<char>(changed[second] - change);
                sums.insert(sum_of(changed));
            }
        }
    }

    EXPECT_EQ(sums.size(), variants);
}

TEST(RecordSum, SeesARecordThatGoesOnAsAnEarlierOneDid) {
    constexpr int records = 300;
    for (int number = 1; number < records; ++number) {
        const std::string now = record(number);
        const std::string before = record(number - 1);
        const std::uint64_t sum = sum_of(now);

        for (std::size_t written = 0; written < now.size(); written += 8) {
            const std::string torn = now.substr(0, written) + before.substr(written);
            if (torn == now) break;
            EXPECT_NE(sum_of(torn), sum);
        }
    }
}

}  // namespace
