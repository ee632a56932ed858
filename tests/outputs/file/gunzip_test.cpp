// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/gunzip.hpp>

#include "../chain_lines.hpp"
#include "../gunzip.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace {

using loccer::file::Gunzip;
using loccer::file::Unpacking;
using outputs_test::gzipped;
using outputs_test::hostile_bytes;

struct Unpacked {
    std::string text;
    Unpacking state = Unpacking::more;
};

/// *Returns* all of `packed`, read and unpacked in pieces.
Unpacked unpack(Gunzip& gunzip, std::string_view packed, std::size_t piece_bytes = 5000) {
    Unpacked unpacked;
    std::string piece(piece_bytes, '\0');
    const auto fill = [&](std::span<char> input) {
        const std::size_t count = packed.copy(input.data(), input.size());
        packed.remove_prefix(count);
        return static_cast<::ssize_t>(count);
    };
    gunzip.begin();
    while (unpacked.state == Unpacking::more) {
        std::size_t count = 0;
        unpacked.state = gunzip.next(fill, piece, count);
        unpacked.text.append(piece, 0, count);
    }
    return unpacked;
}

TEST(Gunzip, GivesBackEveryByteInPiecesOfAnySize) {
    const std::string text = hostile_bytes(300'000);
    const std::string packed = gzipped(text);
    Gunzip gunzip;

    for (const std::size_t piece_bytes : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, std::size_t{1'000'000}}) {
        const Unpacked unpacked = unpack(gunzip, packed, piece_bytes);
        EXPECT_EQ(unpacked.state, Unpacking::whole) << piece_bytes;
        EXPECT_TRUE(unpacked.text == text) << piece_bytes;
    }
}

TEST(Gunzip, GivesWhatStandsBeforeACut) {
    const std::string text = hostile_bytes(100'000);
    const std::string packed = gzipped(text);
    Gunzip gunzip;

    for (std::size_t size = 0; size < packed.size(); size += 97) {
        const Unpacked unpacked = unpack(gunzip, std::string_view(packed).substr(0, size));
        EXPECT_EQ(unpacked.state, Unpacking::cut) << size;
        EXPECT_TRUE(text.starts_with(unpacked.text)) << size;
    }
    EXPECT_GT(unpack(gunzip, std::string_view(packed).substr(0, packed.size() / 2)).text.size(), text.size() / 4);
}

TEST(Gunzip, FindsEveryFlippedBitThatChangesTheText) {
    const std::string text = hostile_bytes(300);
    const std::string packed = gzipped(text);
    Gunzip gunzip;

    constexpr std::size_t header = 10 + 14;  // what it says of time, system and name is not part of the text
    for (std::size_t bit = header * 8; bit < packed.size() * 8; ++bit) {
        std::string damaged = packed;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        const Unpacked unpacked = unpack(gunzip, damaged);
        EXPECT_TRUE(unpacked.state != Unpacking::whole || unpacked.text == text) << bit;
    }
}

TEST(Gunzip, ReadsSeveralMembersAsOneText) {
    Gunzip gunzip;

    const Unpacked unpacked = unpack(gunzip, gzipped("one\n") + gzipped("") + gzipped("two\n"));

    EXPECT_EQ(unpacked.state, Unpacking::whole);
    EXPECT_EQ(unpacked.text, "one\ntwo\n");
}

TEST(Gunzip, FindsWhatFollowsTheLastMember) {
    Gunzip gunzip;

    const Unpacked unpacked = unpack(gunzip, gzipped("one\n") + "{\"two\":2}\n");

    EXPECT_EQ(unpacked.state, Unpacking::damaged);
    EXPECT_EQ(unpacked.text, "one\n");
}

TEST(Gunzip, FindsThatNothingIsCompressed) {
    Gunzip gunzip;

    EXPECT_EQ(unpack(gunzip, "").state, Unpacking::cut);
    EXPECT_EQ(unpack(gunzip, "{\"a\":1}\n").state, Unpacking::damaged);
}

TEST(Gunzip, StartsAnewAfterAFileThatWasGivenUp) {
    Gunzip gunzip;
    const std::string packed = gzipped(hostile_bytes(100'000));
    std::string piece(100, '\0');
    std::size_t count = 0;
    gunzip.begin();
    (void)gunzip.next(
        [&](std::span<char> input) { return static_cast<::ssize_t>(packed.copy(input.data(), input.size())); }, piece,
        count);

    EXPECT_EQ(unpack(gunzip, gzipped("one\n")).text, "one\n");
}

TEST(Gunzip, TellsThatItsFileCannotBeRead) {
    Gunzip gunzip;
    std::string piece(100, '\0');
    std::size_t count = 1;

    gunzip.begin();
    const Unpacking state = gunzip.next([](std::span<char>) { return -1; }, piece, count);

    EXPECT_EQ(state, Unpacking::unreadable);
    EXPECT_EQ(count, 0U);
}

}  // namespace
