// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/record_sum.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace {

using loccer::ring_file::RecordSum;

std::uint64_t sum_of(std::string_view bytes) {
    RecordSum sum;
    sum.add(bytes);
    return sum.value();
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

}  // namespace
