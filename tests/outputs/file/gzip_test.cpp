// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/gzip.hpp>

#include "../gunzip.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <zlib.h>

namespace {

using loccer::file::GzipCompressor;
using outputs_test::gunzip;
using outputs_test::hostile_bytes;

/// What the compressor makes of a text given in pieces of `piece` bytes.
std::string compress(GzipCompressor& compressor, std::string_view text, std::size_t piece = GzipCompressor::piece_bytes,
                     std::string_view name = "errors.log.17") {
    std::string compressed;
    const auto keep = [&](std::span<const char> bytes) {
        compressed.append(bytes.data(), bytes.size());
        return 0;
    };
    EXPECT_EQ(compressor.begin(name), 0);
    for (bool last = false; !last;) {
        const std::size_t count = text.copy(compressor.input().data(), std::min(piece, text.size()));
        text.remove_prefix(count);
        last = text.empty();
        EXPECT_EQ(compressor.feed(count, last, keep), 0);
    }
    return compressed;
}

TEST(GzipCompressor, GivesBackEveryByteOfHostileInput) {
    const std::string text = hostile_bytes(5'000'003);
    GzipCompressor compressor;

    const std::string compressed = compress(compressor, text);

    EXPECT_TRUE(gunzip(compressed) == text);
}

TEST(GzipCompressor, CompressesAnEmptyFileIntoAWholeOne) {
    GzipCompressor compressor;

    const std::string compressed = compress(compressor, "");

    EXPECT_FALSE(compressed.empty());
    EXPECT_EQ(gunzip(compressed), "");
}

TEST(GzipCompressor, TakesPiecesOfAnySize) {
    const std::string text = hostile_bytes(20'000);
    GzipCompressor compressor;

    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, GzipCompressor::piece_bytes}) {
        EXPECT_TRUE(gunzip(compress(compressor, text, piece)) == text) << piece;
    }
}

TEST(GzipCompressor, GivesEqualFilesForEqualLogs) {
    const std::string text = hostile_bytes(100'000);
    GzipCompressor first;
    GzipCompressor second;
    (void)compress(second, "something else before");

    EXPECT_TRUE(compress(first, text) == compress(second, text));
}

TEST(GzipCompressor, StartsAnewAfterAFileThatWasGivenUp) {
    GzipCompressor compressor;
    ASSERT_EQ(compressor.begin("errors.log.16"), 0);
    std::ranges::fill(compressor.input(), 'x');
    ASSERT_EQ(compressor.feed(compressor.input().size(), false, [](std::span<const char>) { return 0; }), 0);

    const std::string compressed = compress(compressor, "{}\n");

    EXPECT_EQ(gunzip(compressed), "{}\n");
}

TEST(GzipCompressor, NamesTheFileAndNoTime) {
    GzipCompressor compressor;

    const std::string compressed = compress(compressor, "{}\n");

    EXPECT_EQ(compressed.substr(4, 4), std::string(4, '\0'));
    EXPECT_EQ(compressed.substr(10, 14), std::string_view("errors.log.17", 14));
}

TEST(GzipCompressor, CutsANameThatIsTooLongForAnyFile) {
    GzipCompressor compressor;

    const std::string compressed = compress(compressor, "{}\n", 3, std::string(100'000, 'n'));

    EXPECT_EQ(gunzip(compressed), "{}\n");
    EXPECT_LT(compressed.size(), 300U);
}

TEST(GzipCompressor, UsesTheLevelThatWasSetLast) {
    const std::string text = hostile_bytes(400'000);
    GzipCompressor compressor(1);
    const std::string fast = compress(compressor, text);

    compressor.set_level(9);
    const std::string small = compress(compressor, text);
    compressor.set_level(1);

    EXPECT_LT(small.size(), fast.size());
    EXPECT_TRUE(gunzip(small) == text);
    EXPECT_TRUE(compress(compressor, text) == fast);
}

TEST(GzipCompressor, StopsAtTheErrorOfAWrite) {
    GzipCompressor compressor;
    ASSERT_EQ(compressor.begin("errors.log.17"), 0);

    const int error = compressor.feed(0, true, [](std::span<const char>) { return ENOSPC; });

    EXPECT_EQ(error, ENOSPC);
}

TEST(GzipCompressor, RefusesALevelThatZlibDoesNotKnow) {
    EXPECT_THROW(GzipCompressor{10}, std::system_error);

    GzipCompressor compressor;
    compressor.set_level(10);
    EXPECT_EQ(compressor.begin("errors.log.17"), EINVAL);
}

TEST(GzipCompressor, GoesOnWhereItWasMovedTo) {
    GzipCompressor first;
    (void)compress(first, "before");

    GzipCompressor second(std::move(first));

    EXPECT_EQ(gunzip(compress(second, "after")), "after");
}

TEST(Gzip, AsksForItsLevel) {
    struct Settings {
        int gzip_level = 0;
    } settings;

    loccer::Gzip<3>::apply(settings);

    EXPECT_EQ(settings.gzip_level, 3);
    EXPECT_EQ(loccer::Gzip<>::level, 6);
    EXPECT_TRUE(loccer::file::is_option<loccer::Gzip<>>);
}

}  // namespace
